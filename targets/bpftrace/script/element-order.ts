/** Arrays whose elements have an order in SystemTap that a script can rely on. In: the handlers. Out: those that have none. */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import type { ScriptHandler } from './storage.ts';

/**
 * Arrays of aggregates, whose order comes from a hash with a seed of its own at each start, and what only unsorted walks through those
 * fill.
 */
export function arraysWithoutOrder(
  program: ir.Program,
  handlers: readonly ScriptHandler[],
): ReadonlySet<number> {
  const isAggregate = (id: number) => {
    const global = program.globals[id];
    return global?.kind === 'array' && global.value === 'stat';
  };
  const filledInOrder = new Set<number>();
  const expression = (node: ir.Expression): void => {
    if ((node.kind === 'assign' || node.kind === 'step') && node.target.kind === 'element')
      filledInOrder.add(node.target.global);
  };
  for (const { body } of handlers) {
    walk(body, {
      statement: (node) => node.kind !== 'foreach' || !!node.order || !isAggregate(node.global),
      expression,
    });
  }
  return new Set(
    program.globals.flatMap(({ id }) => (isAggregate(id) || !filledInOrder.has(id) ? [id] : [])),
  );
}
