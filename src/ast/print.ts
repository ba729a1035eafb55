/**
 * A tree as the script that reads back as the same tree: `printFile`, and `printNode` for any part of one. Comments of a
 * file stand before the statement or item that follows them.
 */
import type * as ast from './ast.ts';
import { printExpression } from './print-expression.ts';
import { printItem, printParameter, printPoint, printComponent } from './print-item.ts';
import { printStatement } from './print-statement.ts';
import { isExpression, isStatement } from './map.ts';
import { Lines } from './print-lines.ts';

export function printFile(file: ast.File): string {
  const lines = new Lines(file.comments);
  file.items.forEach((item, place) => {
    const previous = file.items[place - 1];
    if (previous !== undefined && !(previous.kind === 'Global' && item.kind === 'Global')) lines.blank();
    lines.comments(item.span);
    printItem(item, lines);
  });
  lines.comments(undefined);
  return lines.text();
}

export function printNode(node: ast.Node): string {
  if (node.kind === 'File') return printFile(node);
  if (isExpression(node)) return printExpression(node);
  const lines = new Lines([]);
  if (isStatement(node)) printStatement(node, lines);
  else if (node.kind === 'Wildcard') return '*';
  else if (node.kind === 'Parameter') return printParameter(node);
  else if (node.kind === 'ProbePoint') return printPoint(node);
  else if (node.kind === 'NamedComponent' || node.kind === 'GroupComponent') return printComponent(node);
  else printItem(node, lines);
  return lines.text().trimEnd();
}
