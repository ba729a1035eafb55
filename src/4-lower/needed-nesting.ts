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

  /** With a list in place of recursion: a chain of calls may be longer than the stack. */
  function depth(first: number): number {
    const chain: Call[] = [];
    const running = new Set<number>();
    const begin = (id: number): void => {
      running.add(id);
      chain.push({ id, left: [...(callees[id] ?? [])].reverse(), below: 0 });
    };
    if (!known.has(first)) begin(first);
    for (let call = chain.at(-1); call !== undefined; call = chain.at(-1)) {
      const callee = call.left.pop();
      if (callee === undefined) {
        chain.pop();
        running.delete(call.id);
        known.set(call.id, call.below + 1);
        const caller = chain.at(-1);
        if (caller !== undefined) caller.below = Math.max(caller.below, call.below + 1);
      } else if (running.has(callee)) {
        recursive.add(callee);
        call.below = Math.max(call.below, 1);
      } else {
        const before = known.get(callee);
        if (before === undefined) begin(callee);
        else call.below = Math.max(call.below, before);
      }
    }
    return known.get(first) ?? 0;
  }

  let deepest = 0;
  for (const probe of probes) {
    for (const id of calledBy(probe.body)) deepest = Math.max(deepest, depth(id));
  }
  return deepest + 1 + (recursive.size > 0 ? 10 : 0);
}

/** A function while its callees are looked at. */
interface Call {
  readonly id: number;
  readonly left: number[];
  below: number;
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
