/** Whether a local needs the value that it has at the head of a block. In: statements and a local. Out: a truth. */
import type * as ir from '../../../src/ir/ir.ts';
import { countReads, touches } from './uses-of-locals.ts';

/** Whatever happens to it in this block, or in blocks inside, comes after it got a value there. */
export function settlesIn(block: ir.Block, local: number): boolean {
  for (const statement of flatten(block)) {
    if (!touches(statement, local)) continue;
    if (isAssignment(statement, local)) return true;
    if (!settlesAlone(statement, local)) return false;
  }
  return true;
}

function isAssignment(node: ir.Statement, local: number): boolean {
  if (node.kind !== 'evaluate') return false;
  const { expression } = node;
  return (
    expression.kind === 'assign' &&
    expression.operator === undefined &&
    expression.target.kind === 'local' &&
    expression.target.local === local &&
    countReads(node, local) === 0
  );
}

/** A compound statement that needs no value from outside. */
function settlesAlone(node: ir.Statement, local: number): boolean {
  const readsIn = (part: ir.Expression | undefined) =>
    part !== undefined && countReads({ kind: 'evaluate', expression: part }, local) > 0;
  switch (node.kind) {
    case 'if':
      return (
        !readsIn(node.condition) &&
        [node.then, node.otherwise].every((part) => !part || settlesIn(part, local))
      );
    case 'loop':
      // What the step reads, the body may have left in a block that has ended.
      return (
        !readsIn(node.condition) && !(node.step && touches(node.step, local)) && settlesIn(node.body, local)
      );
    case 'foreach': {
      if ([node.limit, ...(node.slice ?? [])].some(readsIn)) return false;
      const isVariable = [...node.keys, node.value].some(
        (place) => place?.kind === 'local' && place.local === local,
      );
      return isVariable || settlesIn(node.body, local);
    }
    default:
      return false;
  }
}

/** A try's body is written without a block of its own. */
function flatten(block: ir.Block): readonly ir.Statement[] {
  return block.statements.flatMap((statement) => {
    if (statement.kind === 'block') return flatten(statement);
    return statement.kind === 'try' ? flatten(statement.body) : [statement];
  });
}
