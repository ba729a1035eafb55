/**
 * Probes with the same handler, as a wildcard or a list of points makes them. In: the plan. Out: for each probe all with its handler,
 * of which the first one's code serves all: a wildcard over a hundred functions makes one handler, not a hundred.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { Plan, PlannedProbe } from '../../src/5-split/plan.ts';
import type { AttachPoint } from '../../src/program/attach-point.ts';

/** By a probe's number: the probes with its handler, in order. */
export type Twins = ReadonlyMap<number, readonly ir.Probe[]>;

export function findTwins(plan: Plan): Twins {
  return twinsBy(plan, handlerText);
}

function twinsBy(plan: Plan, textOf: (planned: PlannedProbe) => string): Twins {
  const groups = new Map<string, ir.Probe[]>();
  const twins = new Map<number, readonly ir.Probe[]>();
  for (const planned of plan.probes) {
    const handler = textOf(planned);
    const group = groups.get(handler) ?? [];
    if (group.length === 0) groups.set(handler, group);
    group.push(planned.probe);
    twins.set(planned.probe.id, group);
  }
  return twins;
}

/**
 * The same for what of handlers runs in the kernel half: system calls of which the same is captured have one handler there, though their
 * user parts differ. Only what is sent as a record is compared so: other handlers name places of the script in their errors.
 */
export function findKernelTwins(plan: Plan): Twins {
  return twinsBy(plan, kernelText);
}

/** Has no twin before it: its code is written. */
export function isFirst(twins: Twins, id: number): boolean {
  return twinOf(twins, id) === id;
}

export function twinOf(twins: Twins, id: number): number {
  return twins.get(id)?.[0]?.id ?? id;
}

/** Probes of functions that one BPF program can serve, since it can be attached to many functions. */
export interface SharedProgram {
  /** The first of them, which the program is named after. */
  readonly first: number;
  readonly count: number;
}

/** Undefined: a program serves one probe only. */
export function sharedBy(twins: readonly ir.Probe[]): SharedProgram | undefined {
  const [first] = twins;
  if (!first || twins.length < 2) return undefined;
  if (first.point.kind !== 'function' && first.point.kind !== 'user-function') return undefined;
  return { first: first.id, count: twins.length };
}

/** All probes with the handler of this one, in order. */
export function twinsOf(twins: Twins, id: number): readonly ir.Probe[] {
  return twins.get(id) ?? [];
}

/** What the BPF programs of a point are made of, beside its handler. */
function programParts(point: AttachPoint): readonly unknown[] {
  switch (point.kind) {
    case 'function':
      return [point.at];
    case 'user-function':
      return [point.at, point.processes];
    case 'user-mark':
      return [point.processes];
    default:
      return [];
  }
}

/** Everything that code is made of; the place of the probe point itself and its name are data in a table. */
function handlerText(planned: PlannedProbe): string {
  const { probe, reason: _reason, ...parts } = planned;
  const { locals, body, text } = probe;
  const isEvent = planned.placement !== 'user';
  return textOf({ parts, locals, body, text, kind: isEvent ? kindText(probe) : 'user' });
}

function kernelText(planned: PlannedProbe): string {
  if (planned.placement !== 'streamed') return handlerText(planned);
  const { guard, capture, fields, kernelLocals } = planned;
  const order = new Map<number, number>();
  const types: string[] = [];
  const numbered = (index: number) => {
    const known = order.get(index);
    if (known !== undefined) return known;
    const local = kernelLocals[index];
    types.push(`${local?.type} ${local?.maxLength}`);
    order.set(index, order.size);
    return order.size - 1;
  };
  const body = textOf({ guard, capture }, (key, value) => {
    if (key === 'site') return undefined;
    return (key === 'local' || key === 'whole') && typeof value === 'number' ? numbered(value) : value;
  });
  const shapes = fields.map(({ type, maxLength, turns }) => ({ type, maxLength, turns }));
  return textOf({ body, types, shapes, locks: planned.locks, kind: kindText(planned.probe) });
}

/** Whose context the handler is given. */
function kindText({ point }: ir.Probe): string {
  return textOf([point.kind, ...programParts(point)]);
}

function textOf(
  node: unknown,
  replace: (key: string, value: unknown) => unknown = (_, value) => value,
): string {
  return JSON.stringify(node, (key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : replace(key, value),
  );
}
