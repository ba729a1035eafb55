/**
 * What a session holds while handlers run, and what one activation of a handler or function holds. There is one machine a
 * session, and handlers run one at a time.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { EventContext } from './event.ts';
import type { RegexState } from './evaluate-regex.ts';
import { ScriptError } from './script-error.ts';
import type { Cell } from './store.ts';
import type { Surroundings } from './surroundings.ts';
import type { Value } from './values.ts';

export interface Machine {
  readonly limits: ir.Limits;
  /** One a global, same index. */
  readonly cells: readonly Cell[];
  /** One a function, same index; filled before anything runs. */
  readonly functions: FunctionCode[];
  readonly surroundings: Surroundings;
  /** Of a replay: what the world said then. */
  readonly answers: Answers | undefined;
  /** Statements the running handler may still execute. */
  actionsLeft: number;
  /** Function calls that are running, one inside the other. */
  nesting: number;
  /** Whose handler is running. */
  probe: ir.Probe | undefined;
  /** exit() was called, or something else ends the session. */
  stopping: boolean;
  readonly regex: RegexState;
  /** What tokenize() has left to give. */
  tokenizeRest: string;
  /** $value of the file that is being read. */
  fileAnswer: string;
  print(bytes: string): void;
  warn(message: string): void;
}

/** Recorded answers of library functions that tell of the world, in the order of their calls. */
export interface Answers {
  /** Raises the error that the call ended with. */
  take(name: string, type: ir.ScalarType, site: ir.Site): Value;
}

export interface Frame {
  /** By the local's index; those of the other type stay unused. */
  readonly longs: bigint[];
  readonly strings: string[];
  /** The event that is handled; undefined in begin, end, error and timer handlers. */
  readonly event: EventContext | undefined;
  /** What `return` gave. */
  result: Value;
}

export type LongCode = (frame: Frame) => bigint;
export type StringCode = (frame: Frame) => string;
export type ValueCode = (frame: Frame) => Value;

/** How a statement ended: by going on to the next one, or by what must unwind to whom it concerns. */
export type Completion = 'normal' | 'break' | 'continue' | 'next' | 'return' | 'leave';
export type StatementCode = (frame: Frame) => Completion;

export interface FunctionCode {
  readonly function: ir.Function;
  readonly body: StatementCode;
}

export function makeFrame(locals: readonly ir.Local[], event: EventContext | undefined): Frame {
  const longs = new Array<bigint>(locals.length).fill(0n);
  const strings = new Array<string>(locals.length).fill('');
  return { longs, strings, event, result: 0n };
}

export function raise(message: string, site: ir.Site): never {
  throw new ScriptError(message, site);
}

/** Fails where the IR contradicts itself: a bug of a stage before. */
export function cellOf<Kind extends Cell['kind']>(
  machine: Machine,
  global: number,
  ...kinds: readonly Kind[]
): Cell & { kind: Kind } {
  const cell = machine.cells[global];
  if (!cell || !isOneOf(cell, kinds)) throw new Error(`global ${global} is no ${kinds.join(' or ')}`);
  return cell;
}

function isOneOf<Kind extends Cell['kind']>(
  cell: Cell,
  kinds: readonly Kind[],
): cell is Cell & { kind: Kind } {
  return kinds.some((kind) => kind === cell.kind);
}
