/**
 * What the planner decides: where each handler runs and where each global lives, with the reason, which `stsx explain`
 * prints. Targets emit from this and decide nothing themselves.
 *
 * Placement of a handler:
 * - `user`: begin, end, error, timers; runs in the user half, one at a time.
 * - `kernel`: an event handler that only reads the event and *adds* to globals (`<<<`, `++`, `+=`); runs where the event is.
 * - `streamed`: any other event handler; its kernel part captures what the handler reads of the event into a record, its user part
 *   runs on the record, in event order, one at a time.
 *
 * A global lives in the user half's memory. One that kernel handlers add to is also `fed`: the kernel half collects additions in
 * one of two generations of a map; before a user-half handler that touches any fed global runs, the user half flips the
 * generation, waits until no program uses the old one, and merges it. So a handler sees each addition once, and none is lost.
 */
import type * as ir from '../ir/ir.ts';

export interface Plan {
  readonly program: ir.Program;
  readonly probes: readonly PlannedProbe[];
  /** One a global, same index. */
  readonly globals: readonly PlannedGlobal[];
  /** What the user half's handlers can call: not the functions whose every call was put in its place. */
  readonly userFunctions: readonly ir.Function[];
}

export interface PlannedGlobal {
  readonly global: ir.Global;
  readonly home: 'user' | 'fed';
  readonly reason: string;
  /** Of a fed global: the only program that adds to it needs no atomic instructions, since it cannot interrupt itself on one CPU. */
  readonly singleWriter: boolean;
  /** Largest byte length without NUL of each string key (long keys: 0), for fed arrays' map keys. */
  readonly keyLengths: readonly number[];
}

export type PlannedProbe = UserProbe | KernelProbe | StreamedProbe;

interface PlannedProbeBase {
  readonly probe: ir.Probe;
  readonly reason: string;
}

export interface UserProbe extends PlannedProbeBase {
  readonly placement: 'user';
  /** It reads or writes a fed global: merge before it runs. */
  readonly merges: boolean;
}

export interface KernelProbe extends PlannedProbeBase {
  readonly placement: 'kernel';
  /** The handler with library functions inlined; its locals are `locals`. */
  readonly body: ir.Block;
  readonly locals: readonly KernelLocal[];
}

export interface StreamedProbe extends PlannedProbeBase {
  readonly placement: 'streamed';
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
  readonly merges: boolean;
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
  /** What a recording calls it (read-key.ts). */
  readonly key: string;
}
