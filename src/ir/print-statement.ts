/** Statements of the IR as lines of text. */
import type * as ir from './ir.ts';
import { expressionPrinter, showKeys, showParts, showPlace, showStatPlace } from './print-expression.ts';
import type { PrintNames } from './print.ts';

export function statementPrinter(names: PrintNames): (node: ir.Statement) => string[] {
  const show = expressionPrinter(names);
  const indented = (block: ir.Block): string[] => lines(block).map((line) => `  ${line}`);
  const braced = (head: string, block: ir.Block): string[] => [`${head} {`, ...indented(block), '}'];

  function lines(node: ir.Statement): string[] {
    switch (node.kind) {
      case 'block':
        return node.statements.flatMap(lines);
      case 'charge':
        return [`charge ${node.actions}`];
      case 'evaluate':
        return [show(node.expression)];
      case 'print':
        return [`print ${showParts(node.parts, names)}`];
      case 'if': {
        const then = braced(`if (${show(node.condition)})`, node.then);
        return node.otherwise ? [...then, ...braced('else', node.otherwise)] : then;
      }
      case 'loop': {
        const loop = braced(`while (${node.condition ? show(node.condition) : ''})`, node.body);
        return node.step ? [...loop, ...braced('step', node.step)] : loop;
      }
      case 'foreach':
        return braced(foreachHead(node), node.body);
      case 'foreach-bucket': {
        const value = node.value ? `${showPlace(node.value, names)} = ` : '';
        const limit = node.limit ? ` limit ${show(node.limit)}` : '';
        const stat = showStatPlace(node.stat, names);
        return braced(
          `foreach (${value}${showPlace(node.index, names)} in @hist(${stat})${limit})`,
          node.body,
        );
      }
      case 'try': {
        const message = node.message ? ` (${showPlace(node.message, names)})` : '';
        return [...braced('try', node.body), ...braced(`catch${message}`, node.handler)];
      }
      case 'return':
        return [node.value ? `return ${show(node.value)}` : 'return'];
      case 'next':
      case 'break':
      case 'continue':
      case 'leave':
        return [node.kind];
      case 'stat-add':
        return [`${showStatPlace(node.stat, names)} <<< ${show(node.value)}`];
      case 'delete':
        return [`delete ${deleted(node.target)}`];
      case 'delete-matching':
        return [`delete ${names.global(node.global)}[${showKeys(node.keys, names)}]`];
      case 'scope':
        return braced(`scope ${node.name}`, node.body);
      case 'capture':
        return [`capture ${node.field} = ${show(node.value)}`];
    }
  }

  function foreachHead(node: ir.Foreach): string {
    const value = node.value ? `${showPlace(node.value, names)} = ` : '';
    const keys = node.keys.map((key) => showPlace(key, names)).join(', ');
    const slice = node.slice ? `[${showKeys(node.slice, names)}]` : '';
    const order = node.order ? ` by ${orderText(node.order)}` : '';
    const limit = node.limit ? ` limit ${show(node.limit)}` : '';
    return `foreach (${value}[${keys}] in ${names.global(node.global)}${slice}${order}${limit})`;
  }

  function orderText({ by, direction }: ir.SortOrder): string {
    const sign = direction === 'ascending' ? '+' : '-';
    switch (by.kind) {
      case 'value':
        return `value${sign}`;
      case 'key':
        return `key ${by.index}${sign}`;
      case 'stat':
        return `@${by.operator}${sign}`;
    }
  }

  function deleted(target: ir.Delete['target']): string {
    switch (target.kind) {
      case 'array':
        return names.global(target.global);
      case 'stat-global':
      case 'stat-element':
        return showStatPlace(target, names);
      default:
        return showPlace(target, names);
    }
  }

  return lines;
}
