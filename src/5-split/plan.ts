/**
 * What the planner decides: where each handler runs and where each global lives, with the reason, which `stsx explain`
 * prints. Targets emit from this and decide nothing themselves.
 *
 * Placement of a handler:
 * - `user`: begin, end, error, timers; runs in the user half, one at a time.
 * - `kernel`: an event handler that runs where the event is: it reads the event and *adds* to globals (`<<<`, `++`, `+=`), which needs no
 *   order; or it reads and changes globals in any way that the kernel half can do, under a lock.
 * - `streamed`: any other event handler; its kernel part captures what the handler reads of the event into a record, its user part
 *   runs on the record, in event order, one at a time.
 *
 * Home of a global:
 * - `user`: the user half's memory.
 * - `fed`: likewise, but kernel handlers only add to it: the kernel half collects additions in one of two generations of a map; before a
 *   user-half handler that touches any fed global runs, the user half flips the generation, waits until no program uses the old one, and
 *   merges it. So a handler sees each addition once, and none is lost.
 * - `shared`: memory that both halves work on, one at a time, under a lock. Globals that some kernel handler uses together have
 *   one lock. While the user half has it, or a kernel handler cannot get it, events are streamed: such a handler has both forms.
 */
import type * as ir from '../ir/ir.ts';
import type { ProgramLengths } from './string-lengths.ts';

export interface Plan {
  readonly program: ir.Program;
  readonly lengths: ProgramLengths;
  /** How many locks the shared globals have. */
  readonly lockCount: number;
  readonly probes: readonly PlannedProbe[];
  /** One a global, same index. */
  readonly globals: readonly PlannedGlobal[];
  /** What the user half's handlers can call: not the functions whose every call was put in its place. */
  readonly userFunctions: readonly ir.Function[];
}

export interface PlannedGlobal {
  readonly global: ir.Global;
  readonly home: 'user' | 'fed' | 'shared';
  readonly reason: string;
  /** Of a fed global: the only program that adds to it needs no atomic instructions, since it cannot interrupt itself on one CPU. */
  readonly singleWriter: boolean;
  /** Largest byte length without NUL of each string key (long keys: 0), for fed arrays' map keys and shared arrays' elements. */
  readonly keyLengths: readonly number[];
  /** Of a shared global. */
  readonly lock: number | undefined;
}

export type PlannedProbe = UserProbe | KernelProbe | StreamedProbe;

interface PlannedProbeBase {
  readonly probe: ir.Probe;
  readonly reason: string;
}

export interface UserProbe extends PlannedProbeBase, UserPart {
  readonly placement: 'user';
}

/** What the user half does around a handler, or a part of one. */
interface UserPart {
  /** It reads or writes a fed global: merge before it runs. */
  readonly merges: boolean;
  /** Locks of the shared globals that it reads or writes. */
  readonly locks: readonly number[];
}

export interface KernelProbe extends PlannedProbeBase {
  readonly placement: 'kernel';
  /** The handler with library functions inlined; its locals are `locals`. Behind a guard, less the tests that the guard has done. */
  readonly body: ir.Block;
  readonly locals: readonly KernelLocal[];
  readonly locked: LockedHandler | undefined;
}

/** What a kernel handler has beside its body if it runs under a lock. */
export interface LockedHandler {
  readonly lock: number;
  /** Runs before the lock is taken: assignments and tests whose `next` rejects the event. */
  readonly guard: ir.Block;
  /** For events that cannot run in the kernel half; undefined: they are lost, since the user half could not read what they read. */
  readonly fallback: StreamedPart | undefined;
}

export interface StreamedProbe extends PlannedProbeBase, UserPart, StreamedPart {
  readonly placement: 'streamed';
}

export interface StreamedPart {
  readonly kernelLocals: readonly KernelLocal[];
  /** Runs before a record is taken: assignments and tests whose `next` rejects the event at no cost in records. */
  readonly guard: ir.Block;
  /**
   * Fills the record: `capture` statements among the assignments, tests and tries that they depend on. A fault outside
   * every try ends it; the record is submitted as far as it got, since the user part raises the same fault at the same place.
   */
  readonly capture: ir.Block;
  /** The record's fields in order. */
  readonly fields: readonly CapturedField[];
  /** The handler with each captured read replaced by a `captured` expression. */
  readonly userBody: ir.Block;
  readonly userLocals: readonly ir.Local[];
  /** Reads that only the user half can place: it does them when the event is past. */
  readonly late: readonly LateRead[];
}

export interface LateRead {
  readonly site: ir.Site;
  /** Why the kernel half cannot do it, in words that follow "the handler". */
  readonly obstacle: string;
}

/** How a probe's events are streamed; undefined: they never are. */
export function streamedPart(planned: PlannedProbe): StreamedPart | undefined {
  switch (planned.placement) {
    case 'user':
      return undefined;
    case 'kernel':
      return planned.locked?.fallback;
    case 'streamed':
      return planned;
  }
}

/** Locks of the shared globals that the probe's handler uses. */
export function locksOf(planned: PlannedProbe): readonly number[] {
  if (planned.placement !== 'kernel') return planned.locks;
  return planned.locked ? [planned.locked.lock] : [];
}

export interface KernelLocal extends ir.Local {
  /** Largest byte length without NUL if it is a string, else 0. */
  readonly maxLength: number;
}

export interface CapturedField {
  readonly type: ir.ScalarType;
  /** Largest byte length without NUL if it is a string, else 0. */
  readonly maxLength: number;
  /**
   * Name of the context intrinsic without arguments that this field holds (`tid`), if functions that the handler calls read it
   * too: they find it in the event that is being handled.
   */
  readonly ambient: string | undefined;
  /** Of a read in a loop: the turns that there is a place for, numbered from 1. */
  readonly turns: number | undefined;
  /** What a recording calls it (read-key.ts). */
  readonly key: string;
}
