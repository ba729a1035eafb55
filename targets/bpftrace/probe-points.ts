/**
 * Probe points of bpftrace for those of a script, and how a handler finds its arguments there. In: a point, the dialect, whether the
 * handler reads parameters. Out: the text of the point and a source of arguments; or in words why there is none.
 */
import type * as ir from '../../src/ir/ir.ts';
import type {
  AttachPoint,
  FunctionPoint,
  PerfPoint,
  TracepointPoint,
} from '../../src/program/attach-point.ts';
import type { CType } from '../../src/program/c-type.ts';
import type { Dialect } from './dialects.ts';
import { traceEvents, type TraceEventRow } from './tracepoints.ts';
import { Obstacle } from './obstacle.ts';

export interface ArgumentSource {
  /** The argument as a number, or, where `struct` is given and arguments have types, as a pointer to it. */
  (node: ir.Argument, struct: string | undefined): string;
  /** Arguments have their C types. */
  readonly isTyped: boolean;
  /** A field of the trace event that holds what a path from the argument, `->dev->ifindex`, leads to; `text`: a text. */
  readonly member?: (node: ir.Argument, path: string, as: 'number' | 'text') => string | undefined;
}

export interface ProbePoint {
  readonly text: string;
  readonly arguments: ArgumentSource;
  /** It is a trace event with its own fields, not a raw tracepoint. */
  readonly isTraceEvent: boolean;
}

export interface EventReading {
  readonly readsParameters: boolean;
}

/** Of an event point. */
export function probePoint(point: AttachPoint, reading: EventReading, dialect: Dialect): ProbePoint | string {
  switch (point.kind) {
    case 'tracepoint':
      return dialect.has('raw-tracepoint') ? rawTracepoint(point) : traceEvent(point, reading, dialect);
    case 'function':
      return functionPoint(point, reading, dialect);
    case 'perf':
      return isClock(point)
        ? { text: `profile:hz:${point.hertz ?? defaultHertz}`, arguments: noArguments, isTraceEvent: false }
        : 'of perf events only the clock is written for bpftrace';
    case 'begin':
    case 'end':
    case 'error':
    case 'never':
    case 'timer':
    case 'file':
    case 'input':
      throw new Error(`${point.kind} is no event`);
    default:
      return `bpftrace has no probes of this kind`;
  }
}

/** timer.profile, or the same by its numbers. */
export function isClock(point: PerfPoint): boolean {
  const { type, config, period, process } = point;
  return type === 1 && config === 0n && period === undefined && process === undefined;
}

/** Where the script leaves the rate to the kernel. */
const defaultHertz = 100;

const noArguments: ArgumentSource = Object.assign(
  () => {
    throw new Error('a point without arguments');
  },
  { isTyped: false },
);

function rawTracepoint({ name }: TracepointPoint): ProbePoint {
  return { text: `rawtracepoint:${name}`, arguments: registers(() => undefined), isTraceEvent: false };
}

function traceEvent(point: TracepointPoint, reading: EventReading, dialect: Dialect): ProbePoint | string {
  const row = Object.hasOwn(traceEvents, point.name) ? traceEvents[point.name] : undefined;
  if (!row && reading.readsParameters) {
    return `reads the parameters of ${point.name}, and bpftrace ${dialect.version} has no raw tracepoints`;
  }
  return {
    text: `tracepoint:${row?.category ?? '*'}:${point.name}`,
    arguments: traceFields(point, row, dialect),
    isTraceEvent: true,
  };
}

function traceFields(
  point: TracepointPoint,
  row: TraceEventRow | undefined,
  dialect: Dialect,
): ArgumentSource {
  const access = dialect.has('args-structure') ? 'args.' : 'args->';
  const look = (table: Readonly<Record<string, string>> | undefined, path: string): string | undefined => {
    const found = table && Object.hasOwn(table, path) ? table[path] : undefined;
    return found === undefined ? undefined : access + found;
  };
  const field = (path: string) => look(row?.fields, path);
  const text = (path: string) => {
    const found = look(row?.texts, path);
    return found === undefined ? field(path) : `str(${found})`;
  };
  const nameOf = (node: ir.Argument) => point.parameters[node.index]?.name ?? '';
  return Object.assign(
    (node: ir.Argument) => {
      const found = field(nameOf(node));
      if (found !== undefined) return found;
      throw new Obstacle(
        `reads $${nameOf(node)}, which the trace event ${point.name} does not hold, and bpftrace ${dialect.version} has no raw tracepoints`,
        undefined,
      );
    },
    {
      isTyped: false,
      member: (node: ir.Argument, path: string, as: 'number' | 'text') =>
        (as === 'text' ? text : field)(nameOf(node) + path),
    },
  );
}

function functionPoint(
  point: FunctionPoint,
  { readsParameters }: EventReading,
  dialect: Dialect,
): ProbePoint {
  const atReturn = point.at === 'return';
  // A kretprobe no longer has what the function was called with.
  if (atReturn && readsParameters) return trampoline(point, dialect);
  const where =
    point.module !== undefined && dialect.has('kprobe-module') ? `${point.module}:${point.name}` : point.name;
  return {
    text: `${atReturn ? 'kretprobe' : 'kprobe'}:${where}`,
    arguments: registers((index) => (index < 0 ? 'retval' : undefined)),
    isTraceEvent: false,
  };
}

function trampoline(point: FunctionPoint, dialect: Dialect): ProbePoint {
  const name = dialect.has('fentry-name') ? 'fexit' : 'kretfunc';
  const dot = dialect.has('args-structure') ? '.' : '->';
  const where = point.module === undefined ? point.name : `${point.module}:${point.name}`;
  return {
    text: `${name}:${where}`,
    arguments: Object.assign(
      (node: ir.Argument, struct: string | undefined) => {
        const text = node.index < 0 ? 'retval' : `args${dot}${point.parameters[node.index]?.name ?? ''}`;
        return struct === undefined && node.ctype.kind === 'pointer' ? `(uint64)${text}` : text;
      },
      { isTyped: true },
    ),
    isTraceEvent: false,
  };
}

/** Arguments as they stand in registers: cut to their type, which the register's upper half need not keep to. */
function registers(special: (index: number) => string | undefined): ArgumentSource {
  return Object.assign(
    (node: ir.Argument) => {
      const text = special(node.index) ?? `arg${node.index}`;
      const narrow = narrowName(node.ctype);
      return narrow === undefined ? text : `(${narrow})${text}`;
    },
    { isTyped: false },
  );
}

function narrowName(type: CType): string | undefined {
  if ((type.kind !== 'integer' && type.kind !== 'enum') || type.size >= 8) return undefined;
  return `${type.signed ? 'int' : 'uint'}${type.size * 8}`;
}
