/** Statements as lines. A body that is no block stands on a line of its own. stap(1), section STATEMENTS. */
import type * as ast from './ast.ts';
import { printBase, printExpression } from './print-expression.ts';
import type { Lines } from './print-lines.ts';

export function printStatement(node: ast.Statement, lines: Lines): void {
  lines.comments(node.span);
  switch (node.kind) {
    case 'Block':
      lines.add('');
      return printBlock(node, lines);
    case 'EmptyStatement':
      return lines.add(';');
    case 'ExpressionStatement':
      return lines.add(`${printExpression(node.expression)};`);
    case 'IfStatement':
      lines.add('');
      return printIf(node, lines);
    case 'WhileStatement':
      lines.add(`while (${printExpression(node.condition)})`);
      return printBody(node.body, lines);
    case 'ForStatement':
      lines.add(`for (${part(node.initial)}; ${part(node.condition)}; ${part(node.step)})`);
      return printBody(node.body, lines);
    case 'ForeachStatement':
      lines.add(`foreach (${foreachHead(node)})`);
      return printBody(node.body, lines);
    case 'TryStatement':
      lines.add('try ');
      printBlock(node.body, lines);
      lines.append(node.variable === undefined ? ' catch ' : ` catch (${node.variable.name}) `);
      return printBlock(node.handler, lines);
    case 'ReturnStatement':
      return lines.add(node.value === undefined ? 'return;' : `return ${printExpression(node.value)};`);
    case 'DeleteStatement':
      return lines.add(`delete ${printExpression(node.target)};`);
    case 'BreakStatement':
      return lines.add('break;');
    case 'ContinueStatement':
      return lines.add('continue;');
    case 'NextStatement':
      return lines.add('next;');
  }
}

/** Goes on with the last line. */
export function printBlock(node: ast.Block, lines: Lines): void {
  lines.append('{');
  lines.indented(() => {
    for (const statement of node.statements) printStatement(statement, lines);
    lines.comments(node.span, 'end');
  });
  lines.add('}');
}

/** The ladder's `else if`s go on where the block before them ended. */
function printIf(node: ast.IfStatement, lines: Lines): void {
  let rung = node;
  for (;;) {
    lines.append(`if (${printExpression(rung.condition)})`);
    const { otherwise } = rung;
    if (otherwise !== undefined && endsInOpenIf(rung.then)) printBraced(rung.then, lines);
    else printBody(rung.then, lines);
    if (otherwise === undefined) return;
    if (rung.then.kind === 'Block' || endsInOpenIf(rung.then)) lines.append(' else');
    else lines.add('else');
    if (otherwise.kind !== 'IfStatement') return printBody(otherwise, lines);
    lines.append(' ');
    rung = otherwise;
  }
}

/** An else behind such a statement would belong to the if inside it. */
function endsInOpenIf(node: ast.Statement): boolean {
  switch (node.kind) {
    case 'IfStatement':
      return node.otherwise === undefined || endsInOpenIf(node.otherwise);
    case 'WhileStatement':
    case 'ForStatement':
    case 'ForeachStatement':
      return endsInOpenIf(node.body);
    default:
      return false;
  }
}

function printBraced(node: ast.Statement, lines: Lines): void {
  lines.append(' {');
  lines.indented(() => printStatement(node, lines));
  lines.add('}');
}

function printBody(node: ast.Statement, lines: Lines): void {
  if (node.kind !== 'Block') return lines.indented(() => printStatement(node, lines));
  lines.append(' ');
  printBlock(node, lines);
}

function part(node: ast.Expression | undefined): string {
  return node === undefined ? '' : printExpression(node);
}

function foreachHead(node: ast.ForeachStatement): string {
  const { sort } = node;
  const sign = sort?.direction === 'descending' ? '-' : '+';
  const keys = node.keys.map((key, place) => key.name + (sort?.by === place ? sign : ''));
  const value = node.value === undefined ? '' : `${node.value.name} = `;
  const keyList = keys.length === 1 ? keys.join('') : `[${keys.join(', ')}]`;
  const slice =
    node.slice === undefined
      ? ''
      : `[${node.slice.map((key) => (key.kind === 'Wildcard' ? '*' : printExpression(key))).join(', ')}]`;
  const operator = sort?.operator === undefined ? '' : ` @${sort.operator} `;
  const mark = sort?.by === 'value' ? operator + sign : '';
  const limit = node.limit === undefined ? '' : ` limit ${printExpression(node.limit)}`;
  return `${value}${keyList} in ${printBase(node.base)}${slice}${mark}${limit}`;
}
