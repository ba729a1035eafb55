/**
 * Where a derived probe attaches, after aliases, wildcards and `!` ladders were resolved. One row a probe kind
 * (stapprobes(3stap)); emitters and the planner switch over `kind`.
 */
import type { CType } from './c-type.ts';

export interface ProbeParameter {
  /** Without the dollar. */
  readonly name: string;
  readonly type: CType;
}

/**
 * A place in a list of alternatives (`A !, B`) that is left to the kernel which runs the program: of the rungs the first counts that has
 * a point there, the points of the others are not probed.
 */
export interface Rung {
  /** One inside another has the greater number. */
  readonly ladder: number;
  readonly rung: number;
}

export type AttachPoint =
  | SessionPoint
  | { readonly kind: 'never' }
  | TimerPoint
  | { readonly kind: 'profile'; readonly hertz: number | undefined }
  | TracepointPoint
  | FunctionPoint;

/** begin, end and error: ascending `sequence`, equal ones in declaration order. */
export interface SessionPoint {
  readonly kind: 'begin' | 'end' | 'error';
  readonly sequence: bigint;
}

export interface TimerPoint {
  readonly kind: 'timer';
  readonly periodNs: bigint;
  /** Each period is lengthened or shortened by a random amount up to this. 0n: exact periods. */
  readonly randomizeNs: bigint;
}

/** `kernel.trace("name")`: a raw tracepoint; parameter i is argument i of the event. */
export interface TracepointPoint {
  readonly kind: 'tracepoint';
  readonly name: string;
  readonly parameters: readonly ProbeParameter[];
  /** The script's other probes run where a kernel has no such point: it is marked `?`, or a pattern matched it. */
  readonly optional?: boolean;
  /** The alternatives that it is one of, outermost first. */
  readonly rungs?: readonly Rung[];
}

/** `kernel.function("name")`, `module("m").function("name")` */
export interface FunctionPoint {
  readonly kind: 'function';
  readonly name: string;
  readonly module: string | undefined;
  readonly at: 'entry' | 'return';
  readonly parameters: readonly ProbeParameter[];
  readonly result: CType;
  readonly maxactive: number | undefined;
  /** The kernel at hand has no such function, others have: what its parameters are is not known. */
  readonly elsewhere?: boolean;
  /** As for a tracepoint. */
  readonly optional?: boolean;
  readonly rungs?: readonly Rung[];
}

export function isEventPoint(point: AttachPoint): boolean {
  switch (point.kind) {
    case 'begin':
    case 'end':
    case 'error':
    case 'never':
    case 'timer':
      return false;
    case 'profile':
    case 'tracepoint':
    case 'function':
      return true;
  }
}
