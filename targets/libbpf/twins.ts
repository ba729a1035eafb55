/**
 * Probes with the same handler, as a wildcard or a list of points makes them. In: the plan. Out: for each probe the first one with its
 * handler, whose code serves all: a wildcard over a hundred functions makes one handler, not a hundred.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { Plan, PlannedProbe } from '../../src/5-split/plan.ts';

export type Twins = ReadonlyMap<number, number>;

export function findTwins(plan: Plan): Twins {
  const first = new Map<string, number>();
  const twins = new Map<number, number>();
  for (const planned of plan.probes) {
    const handler = handlerText(planned);
    const { id } = planned.probe;
    const twin = first.get(handler);
    if (twin === undefined) first.set(handler, id);
    twins.set(id, twin ?? id);
  }
  return twins;
}

/** Has no twin before it: its code is written. */
export function isFirst(twins: Twins, id: number): boolean {
  return twinOf(twins, id) === id;
}

export function twinOf(twins: Twins, id: number): number {
  return twins.get(id) ?? id;
}

/**
 * The probe whose BPF program serves all of these, where one program can be attached to many functions: undefined, where there is one
 * only, or where each return probe needs the arguments kept that its function was called with.
 */
export function sharedBy(twins: readonly ir.Probe[], readsArguments: boolean): number | undefined {
  const [first] = twins;
  if (!first || twins.length < 2 || first.point.kind !== 'function') return undefined;
  return first.point.at === 'return' && readsArguments ? undefined : first.id;
}

/** All probes with the handler of this one, in order. */
export function twinsOf(id: number, plan: Plan, twins: Twins): readonly ir.Probe[] {
  const first = twinOf(twins, id);
  return plan.probes.filter(({ probe }) => twinOf(twins, probe.id) === first).map(({ probe }) => probe);
}

/** Everything that code is made of; the place of the probe point itself and its name are data in a table. */
function handlerText(planned: PlannedProbe): string {
  const { probe, reason: _reason, ...parts } = planned;
  const { locals, body, text } = probe;
  const isEvent = planned.placement !== 'user';
  const { point } = probe;
  const at = point.kind === 'function' ? point.at : '';
  const handler = { parts, locals, body, text, kind: isEvent ? `${point.kind} ${at}` : 'user' };
  return JSON.stringify(handler, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
