/**
 * How deep calls can nest: the longest chain of calls plus one; a chain ends where it comes back to a function that is in it, and
 * ten more calls are allowed then.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';

export function neededNesting(functions: readonly ir.Function[], probes: readonly ir.Probe[]): number {
  const callees = functions.map((one) => {
    const called = calledBy(one.body);
    if (one.nextOverload !== undefined) for (const id of calledByOverload(one.nextOverload)) called.add(id);
    return called;
  });
  function calledByOverload(id: number): Set<number> {
    const one = functions[id];
    if (one === undefined) return new Set();
    const called = calledBy(one.body);
    if (one.nextOverload !== undefined)
      for (const more of calledByOverload(one.nextOverload)) called.add(more);
    return called;
  }

  const recursive = new Set<number>();
  const known = new Map<number, number>();
  const running = new Set<number>();
  function depth(id: number): number {
    if (running.has(id)) {
      recursive.add(id);
      return 1;
    }
    const before = known.get(id);
    if (before !== undefined) return before;
    running.add(id);
    const below = Math.max(0, ...[...(callees[id] ?? [])].map(depth));
    running.delete(id);
    known.set(id, below + 1);
    return below + 1;
  }

  const deepest = Math.max(0, ...probes.flatMap((probe) => [...calledBy(probe.body)].map(depth)));
  return deepest + 1 + (recursive.size > 0 ? 10 : 0);
}

function calledBy(body: ir.Block): Set<number> {
  const called = new Set<number>();
  walk(body, {
    expression(node) {
      if (node.kind === 'call') called.add(node.function);
    },
  });
  return called;
}
