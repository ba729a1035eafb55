/**
 * What a target's kernel half can do, as data that the planner reads. Each target that has a kernel half exports one such table
 * from its capabilities.ts.
 */
import type { AttachPoint } from '../program/attach-point.ts';

export interface KernelCapabilities {
  /** Names of the intrinsics that the kernel half can evaluate. */
  readonly intrinsics: ReadonlySet<string>;
  /** Of intrinsics whose operand must be a literal there: which ones. */
  readonly literalOperands: ReadonlyMap<string, readonly (bigint | string)[]>;
  /** Of intrinsics that not every event has an answer to: which have. */
  readonly eventsOf: ReadonlyMap<string, ReadonlySet<AttachPoint['kind']>>;
  /** Largest sum of an array key's parts in bytes (8 a number, the length with NUL a string) that a map key may have. */
  readonly maxKeyBytes: number;
  /** Statistics that the kernel half can keep; others stay in the user half. */
  readonly statOperators: ReadonlySet<'count' | 'sum' | 'min' | 'max' | 'avg' | 'variance'>;
  readonly histograms: boolean;
  /**
   * Event reads that the user half can still do when the event is past, from memory as it is then: names of intrinsics, and the kinds
   * `field` and `load`.
   */
  readonly lateReads: ReadonlySet<string>;
  /** What it can do with globals that it reads and changes under a lock; undefined: nothing, such handlers are streamed. */
  readonly shared: SharedCapabilities | undefined;
}

export interface SharedCapabilities {
  /** Locks that a program may have; more groups of globals than that share the last one. */
  readonly maxLocks: number;
  /** Conversions of sprintf() that it can do. */
  readonly conversions: ReadonlySet<string>;
  /**
   * Array elements with short keys that the text of one handler may look up: each one is checked by the kernel's verifier with all that
   * follows. Long keys and the building of texts count as several.
   */
  readonly maxEffort: number;
}
