/** Items as lines, probe points as text. stap(1), sections PROBES, FUNCTIONS, VARIABLES. */
import type * as ast from './ast.ts';
import { printExpression } from './print-expression.ts';
import type { Lines } from './print-lines.ts';
import { printBlock } from './print-statement.ts';
import { quoteString } from './quote-string.ts';

export function printItem(node: ast.Item, lines: Lines): void {
  switch (node.kind) {
    case 'Probe':
      lines.add(`probe ${printPoints(node.points)} `);
      return printBlock(node.body, lines);
    case 'Alias':
      return printAlias(node, lines);
    case 'Global':
      return lines.add(printGlobal(node));
    case 'FunctionDeclaration':
      lines.add(`${functionHead(node)} `);
      if (node.body.kind === 'Block') printBlock(node.body, lines);
      else lines.append(`%{${node.body.code}%}`);
      return;
    case 'EmbeddedCode':
      return lines.add(`%{${node.code}%}`);
  }
}

/** A lone epilogue is written `+=`; with neither, an empty prologue stands. */
function printAlias(node: ast.Alias, lines: Lines): void {
  const isEpilogue = node.prologue === undefined && node.epilogue !== undefined;
  const names = node.names.map((name) => `${printPoint(name)} ${isEpilogue ? '+=' : '='} `).join('');
  lines.add(`probe ${names}${printPoints(node.points)} `);
  if (node.prologue !== undefined) printBlock(node.prologue, lines);
  else if (node.epilogue === undefined) lines.append('{ }');
  if (node.epilogue === undefined) return;
  if (!isEpilogue) lines.append(', ');
  printBlock(node.epilogue, lines);
}

function printGlobal(node: ast.Global): string {
  const size = node.size === undefined ? '' : `[${node.size}]`;
  const initial = node.initial === undefined ? '' : ` = ${printLiteral(node.initial)}`;
  return `${node.isPrivate ? 'private ' : ''}global ${node.name}${node.wrap ? '%' : ''}${size}${initial};`;
}

function functionHead(node: ast.FunctionDeclaration): string {
  const type = node.type === undefined ? '' : `:${node.type}`;
  const priority = node.priority === undefined ? '' : `:${node.priority}`;
  const parameters = node.parameters.map(printParameter).join(', ');
  return `${node.isPrivate ? 'private ' : ''}function ${node.name}${type}(${parameters})${priority}`;
}

export function printParameter(node: ast.Parameter): string {
  return node.type === undefined ? node.name : `${node.name}:${node.type}`;
}

function printPoints(points: readonly ast.ProbePoint[]): string {
  return points.map(printPoint).join(', ');
}

export function printPoint(node: ast.ProbePoint): string {
  const condition = node.condition === undefined ? '' : ` if (${printExpression(node.condition)})`;
  return `${node.components.map(printComponent).join('.')}${node.suffix ?? ''}${condition}`;
}

export function printComponent(node: ast.PointComponent): string {
  if (node.kind === 'GroupComponent') return `{${printPoints(node.points)}}`;
  return node.argument === undefined ? node.name : `${node.name}(${printLiteral(node.argument)})`;
}

/** Where only a literal may stand it has a sign of its own. */
function printLiteral(node: ast.NumberLiteral | ast.StringLiteral): string {
  return node.kind === 'NumberLiteral' ? String(node.value) : quoteString(node.value);
}
