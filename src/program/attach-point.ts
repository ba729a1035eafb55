/**
 * Where a derived probe attaches, after aliases, wildcards and `!` ladders were resolved. One row a probe kind
 * (stapprobes(3stap)); emitters and the planner switch over `kind`.
 */
import type { CType } from './c-type.ts';

export interface ProbeParameter {
  /** Without the dollar. */
  readonly name: string;
  readonly type: CType;
  /** Registers that it is passed in, where that is not one: a structure of 9 to 16 bytes takes two, a larger one lies in memory. */
  readonly registers?: 0 | 2;
}

/** Where, among the registers that a function is called with, the parameter begins; the number of all for the index behind the last. */
export function registerOf(parameters: readonly ProbeParameter[], index: number): number {
  return parameters.slice(0, index).reduce((sum, { registers = 1 }) => sum + registers, 0);
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
  | FilePoint
  | InputPoint
  | PerfPoint
  | TracepointPoint
  | FunctionPoint
  | UserFunctionPoint
  | UserMarkPoint;

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

/** `procfs("PATH").read` and `.write`: a file that is there while the session runs. */
export interface FilePoint {
  readonly kind: 'file';
  /** In the session's folder, without empty parts and without `.` and `..`. */
  readonly path: string;
  readonly at: 'read' | 'write';
  /** Of the permissions to read or to write, those that the file does not have. */
  readonly umask: number;
  /** Bytes that a read can give; undefined: as many as a string has. */
  readonly maxSize: number | undefined;
}

/** input.char and input.line: what comes on standard input. */
export interface InputPoint {
  readonly kind: 'input';
  readonly unit: 'char' | 'line';
}

/** `perf.type(N).config(M)`; timer.profile is the CPU clock: type 1, config 0. */
export interface PerfPoint {
  readonly kind: 'perf';
  readonly type: number;
  readonly config: bigint;
  /** Events between two runs of the handler; undefined: by time. */
  readonly period: bigint | undefined;
  /** Runs a second, where there is no period; undefined: as often as the kernel's own timer. */
  readonly hertz: number | undefined;
  /** Only processes that run this program; "": that of -c or -x; undefined: whatever runs. */
  readonly process: string | undefined;
  /** As for a tracepoint. */
  readonly optional?: boolean;
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
  /** Its parameters and result are not known, which is not to have none. */
  readonly typeless?: boolean;
  /** The kernel at hand has no such function, others have: what its parameters are is not known. */
  readonly elsewhere?: boolean;
  /** As for a tracepoint. */
  readonly optional?: boolean;
  readonly rungs?: readonly Rung[];
}

/** Which processes a point of a program means; -c and -x narrow it further, to the target and what it starts. */
export type ProcessFilter =
  | { readonly kind: 'any' }
  | { readonly kind: 'pid'; readonly pid: number }
  /** Those that run this file. */
  | { readonly kind: 'executable'; readonly path: string };

/** An instruction of a program or library: where its file is, and where in the file it stands. */
export interface CodePlace {
  readonly path: string;
  /** Of the file that was looked at: in another build of it the place has to be found anew. */
  readonly buildId: string | undefined;
  readonly offset: bigint;
  /** The function that begins there; undefined: none does. */
  readonly symbol: string | undefined;
}

/** `process("PATH").function("name")`, `.plt("name")`, `.statement(ADDRESS)` */
export interface UserFunctionPoint {
  readonly kind: 'user-function';
  readonly place: CodePlace;
  readonly processes: ProcessFilter;
  readonly at: 'entry' | 'return';
  /** Files whose code its stacks can show: the program and the libraries that it is linked with. */
  readonly images: readonly string[];
  /** $$name of a stub; undefined: a point that has none. */
  readonly label: string | undefined;
  /** None where the program has no debugging information; `lacking` says so. */
  readonly parameters: readonly ProbeParameter[];
  readonly result: CType;
  readonly lacking: string | undefined;
  /** As for a tracepoint: some instructions cannot be probed. */
  readonly optional?: boolean;
}

/** `process("PATH").mark("name")`: parameter i is argument i of the mark, `arg1` and so on. */
export interface UserMarkPoint {
  readonly kind: 'user-mark';
  readonly path: string;
  readonly provider: string;
  readonly name: string;
  /** Places in the program that have it. */
  readonly sites: number;
  readonly processes: ProcessFilter;
  readonly images: readonly string[];
  readonly parameters: readonly ProbeParameter[];
  readonly optional?: boolean;
}

/** What stands in files that may change from one run to the next. */
export function isInProgram({ kind }: AttachPoint): boolean {
  return kind === 'user-function' || kind === 'user-mark';
}

/** What other processes do with the session itself: only a compiled program answers them. */
export function isInputPoint({ kind }: AttachPoint): boolean {
  return kind === 'file' || kind === 'input';
}

export function isEventPoint(point: AttachPoint): boolean {
  switch (point.kind) {
    case 'begin':
    case 'end':
    case 'error':
    case 'never':
    case 'timer':
    case 'file':
    case 'input':
      return false;
    case 'perf':
    case 'tracepoint':
    case 'function':
    case 'user-function':
    case 'user-mark':
      return true;
  }
}
