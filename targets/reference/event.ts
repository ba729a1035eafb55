/**
 * The event that a handler runs on, live or recorded: answers what the handler asks of it. Faults are thrown as ReadFault and become
 * run-time errors at the place that read.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { EventRead } from '../../src/5-split/event-reads.ts';
import type { Value } from './values.ts';

export interface EventContext {
  argument(node: ir.Argument): bigint;
  /** `indexes` are the values of the path's index steps. */
  field(node: ir.Field, base: bigint, indexes: readonly bigint[]): bigint;
  load(node: ir.Load, address: bigint): bigint;
  captured(node: ir.Captured): Value;
  /** An intrinsic of the event's context; undefined: the event does not know, the session's own answer counts. */
  intrinsic(name: string, operands: readonly Value[]): Value | undefined;
  /** The value of a read that was recorded as a whole; undefined: its operands are to be evaluated, and the event asked for the rest. */
  recorded?(read: EventRead): Value | undefined;
  /** The event as a function sees it that is called in it. */
  insideCall?(label: string): EventContext;
}

export class ReadFault extends Error {
  private readonly address: string;

  constructor(address: bigint) {
    const text = `0x${BigInt.asUintN(64, address).toString(16)}`;
    super(`read fault [man error::fault] at ${text}`);
    this.address = text;
  }

  /** Functions that read texts have words of their own. */
  messageIn(intrinsic: string): string {
    const space = /^(kernel|user)_string$/.exec(intrinsic)?.[1];
    return space === undefined
      ? this.message
      : `${space} string copy fault at ${this.address} [man error::fault]`;
  }
}

export interface ProbeEvent {
  /** Index in `Program.probes`. */
  readonly probe: number;
  /** Nanoseconds on the session's monotonic clock. */
  readonly time: bigint;
  readonly context: EventContext;
}

/** Events in the order of their time; undefined: there are no more. */
export interface EventSource {
  next(): ProbeEvent | undefined;
}
