/**
 * Probes with the same handler, as a wildcard or a list of points makes them. In: the plan. Out: for each probe the first one with its
 * handler, whose code serves all: a wildcard over a hundred functions makes one handler, not a hundred.
 */
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

/** Everything that code is made of; the place of the probe point itself and its name are data in a table. */
function handlerText(planned: PlannedProbe): string {
  const { probe, reason: _reason, ...parts } = planned;
  const { locals, body, text } = probe;
  const isEvent = planned.placement !== 'user';
  const handler = { parts, locals, body, text, kind: isEvent ? probe.point.kind : 'user' };
  return JSON.stringify(handler, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
