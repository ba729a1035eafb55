/**
 * Where globals live. In: the handlers that could run in the kernel half; out: for each global its home, and the lock of those that both
 * halves work on. Handlers are wished into the kernel half and fall out of it until nothing changes; what is left decides.
 */
import type * as ir from '../ir/ir.ts';
import { isEventPoint } from '../program/attach-point.ts';
import type { Candidate } from './candidate.ts';
import type { KernelCapabilities } from './capabilities.ts';
import type { PlannedGlobal } from './plan.ts';
import type { ProgramLengths } from './string-lengths.ts';
import { globalsIn, touchedGlobals, writtenGlobals } from './touched-globals.ts';

export interface Homes {
  readonly fed: ReadonlySet<number>;
  /** Lock by global. */
  readonly shared: ReadonlyMap<number, number>;
  readonly lockCount: number;
  /** Why a global is shared. */
  readonly reasons: ReadonlyMap<number, string>;
}

/**
 * Takes out handlers that run on a condition which handlers of events change, and those that use the globals of such a condition:
 * whether it holds is known in the user half, event by event.
 */
export function dropConditional(
  program: ir.Program,
  candidates: Map<number, Candidate>,
  obstacles: Map<number, string>,
): void {
  const events = program.probes.filter(({ point }) => isEventPoint(point));
  const changed = new Set(events.flatMap((probe) => [...writtenGlobals(program, probe)]));
  const conditions = new Map<number, string>();
  for (const { id, condition, pointText } of events) {
    const tested = condition ? [...globalsIn(condition)] : [];
    if (!tested.some((global) => changed.has(global))) continue;
    if (candidates.delete(id)) obstacles.set(id, 'has a condition on globals that handlers of events change');
    for (const global of tested) conditions.set(global, `the condition of ${pointText}`);
  }
  for (const [id, { uses }] of candidates) {
    const conflict = uses.find(({ global }) => conditions.has(global));
    if (!conflict) continue;
    obstacles.set(
      id,
      `uses ${nameOf(program, conflict.global)}, which ${conditions.get(conflict.global)} tests`,
    );
    candidates.delete(id);
  }
}

export function placeGlobals(
  program: ir.Program,
  candidates: Map<number, Candidate>,
  obstacles: Map<number, string>,
  { shared: capabilities }: KernelCapabilities,
): Homes {
  const reasons = new Map<number, string>();
  for (let changed = true; changed;) {
    changed = false;
    for (const [global, user] of usedByStreamed(program, candidates)) {
      for (const [id, { uses }] of candidates) {
        if (!uses.some((use) => use.global === global) || reasons.has(global)) continue;
        changed = true;
        if (capabilities) {
          reasons.set(global, `${user} uses it event by event`);
        } else {
          obstacles.set(id, `adds to ${nameOf(program, global)}, which ${user} uses event by event`);
          candidates.delete(id);
        }
      }
    }
    changed = shareWhatIsOrdered(program, candidates, reasons) || changed;
  }
  const { locks, count } = assignLocks(candidates, reasons, capabilities?.maxLocks ?? 0);
  shareWhatOneLockCovers(program, candidates, locks, reasons);
  const fed = new Set(
    [...candidates.values()].flatMap(({ uses }) =>
      uses.map(({ global }) => global).filter((global) => !reasons.has(global)),
    ),
  );
  return { fed, reasons, shared: locks, lockCount: count };
}

/** A plain addition under a lock that is held anyway is cheaper than one in a map. */
function shareWhatOneLockCovers(
  program: ir.Program,
  candidates: ReadonlyMap<number, Candidate>,
  locks: Map<number, number>,
  reasons: Map<number, string>,
): void {
  const held = new Map<number, Set<number | undefined>>();
  for (const { uses } of candidates.values()) {
    const lock = uses.map(({ global }) => locks.get(global)).find((of) => of !== undefined);
    for (const { global } of uses) held.set(global, (held.get(global) ?? new Set()).add(lock));
  }
  for (const [global, under] of held) {
    const [lock] = under;
    if (under.size !== 1 || lock === undefined || reasons.has(global)) continue;
    locks.set(global, lock);
    reasons.set(global, `${nameOf(program, global)} is added to under lock ${lock} only`);
  }
}

/** Globals that handlers of events in the user half use, with the probe point. */
function usedByStreamed(
  program: ir.Program,
  candidates: ReadonlyMap<number, Candidate>,
): ReadonlyMap<number, string> {
  const used = new Map<number, string>();
  for (const probe of program.probes) {
    if (!isEventPoint(probe.point) || candidates.has(probe.id)) continue;
    for (const global of touchedGlobals(program, probe)) used.set(global, probe.pointText);
  }
  return used;
}

/** Globals with a use that is no addition; and arrays that a handler adds to under a lock, as their elements have an order. */
function shareWhatIsOrdered(
  program: ir.Program,
  candidates: ReadonlyMap<number, Candidate>,
  reasons: Map<number, string>,
): boolean {
  const before = reasons.size;
  for (const [id, { uses }] of candidates) {
    const point = program.probes[id]?.pointText ?? '';
    for (const { global, adds, what } of uses) {
      if (!adds && !reasons.has(global)) reasons.set(global, `${point} ${what}`);
    }
    if (!uses.some(({ global }) => reasons.has(global))) continue;
    for (const { global } of uses) {
      if (program.globals[global]?.kind !== 'array' || reasons.has(global)) continue;
      reasons.set(global, `${point} adds to it under a lock`);
    }
  }
  return reasons.size > before;
}

/** Globals that one handler of the kernel half uses have the same lock. */
function assignLocks(
  candidates: ReadonlyMap<number, Candidate>,
  reasons: ReadonlyMap<number, string>,
  maxLocks: number,
): { readonly locks: Map<number, number>; readonly count: number } {
  const leader = new Map<number, number>();
  const find = (global: number): number => {
    const next = leader.get(global) ?? global;
    return next === global ? global : find(next);
  };
  for (const { uses } of candidates.values()) {
    const together = uses.map(({ global }) => global).filter((global) => reasons.has(global));
    for (const global of together) {
      if (!leader.has(global)) leader.set(global, global);
      leader.set(find(global), find(together[0] ?? global));
    }
  }
  const ofLeader = new Map<number, number>();
  const locks = new Map<number, number>();
  for (const global of [...leader.keys()].sort((a, b) => a - b)) {
    const first = find(global);
    if (!ofLeader.has(first)) ofLeader.set(first, Math.min(ofLeader.size, maxLocks - 1));
    locks.set(global, ofLeader.get(first) ?? 0);
  }
  return { locks, count: Math.min(ofLeader.size, maxLocks) };
}

export function planGlobal(
  global: ir.Global,
  homes: Homes,
  candidates: ReadonlyMap<number, Candidate>,
  lengths: ProgramLengths,
): PlannedGlobal {
  const { id } = global;
  const lock = homes.shared.get(id);
  const base = { global, singleWriter: false, keyLengths: lengths.globals[id]?.keys ?? [], lock };
  if (lock !== undefined) return { ...base, home: 'shared', reason: homes.reasons.get(id) ?? '' };
  if (!homes.fed.has(id)) return { ...base, home: 'user', reason: 'only the user half uses it' };
  const writers = [...candidates.values()].filter(({ uses }) => uses.some((use) => use.global === id));
  return {
    ...base,
    home: 'fed',
    reason: 'added to in the kernel half, merged before the user half uses it',
    singleWriter: writers.length === 1,
  };
}

function nameOf(program: ir.Program, global: number): string {
  return program.globals[global]?.name ?? '';
}
