/** What a handler reads of its event: the probe point's arguments, memory behind them, captured fields. */
import type * as ir from '../../src/ir/ir.ts';
import { ReadFault, type EventContext } from './event.ts';
import type { Evaluator } from './evaluator.ts';
import { raise, type Answers, type Frame, type LongCode, type ValueCode } from './machine.ts';
import type { Value } from './values.ts';

function eventOf(frame: Frame): EventContext {
  if (!frame.event) throw new Error('a handler without an event reads from its event');
  return frame.event;
}

/** Memory is the event's too: begin, end and timer handlers have none to read. */
function memoryOf(frame: Frame, address: bigint): EventContext {
  if (!frame.event) throw new ReadFault(address);
  return frame.event;
}

/** A fault of the reading becomes an error of the script, at its place. */
function reading<Result>(site: ir.Site, read: () => Result): Result {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof ReadFault) raise(fault.message, site);
    throw fault;
  }
}

/** A handler without an event read the kernel's memory as it was when it was recorded. */
function readThen(answers: Answers, site: ir.Site): bigint {
  return asLong(answers.take('read', 'long', site)) ?? 0n;
}

/** A recording knows the value, not what lies on the way to it. */
function recordedValue(node: ir.Field | ir.Load, frame: Frame): bigint | undefined {
  return frame.event?.recorded && reading(node.site, () => asLong(frame.event?.recorded?.(node)));
}

function asLong(value: Value | undefined): bigint | undefined {
  if (typeof value === 'string') throw new Error('a number is expected of an event');
  return value;
}

export function evaluateArgument(node: ir.Argument): LongCode {
  return (frame) => {
    const event = eventOf(frame);
    return asLong(event.recorded?.(node)) ?? event.argument(node);
  };
}

export function evaluateField(node: ir.Field, evaluator: Evaluator): LongCode {
  const { machine } = evaluator;
  const base = evaluator.long(node.base);
  const indexes = node.path.flatMap((step) => (step.kind === 'index' ? [evaluator.long(step.index)] : []));
  return (frame) => {
    const known = recordedValue(node, frame);
    if (known !== undefined) return known;
    const start = base(frame);
    const places = indexes.map((index) => index(frame));
    if (!frame.event && machine.answers) return readThen(machine.answers, node.site);
    return reading(node.site, () => memoryOf(frame, start).field(node, start, places));
  };
}

export function evaluateLoad(node: ir.Load, evaluator: Evaluator): LongCode {
  const { machine } = evaluator;
  const address = evaluator.long(node.address);
  return (frame) => {
    const known = recordedValue(node, frame);
    if (known !== undefined) return known;
    const start = address(frame);
    if (!frame.event && machine.answers) return readThen(machine.answers, node.site);
    return reading(node.site, () => memoryOf(frame, start).load(node, start));
  };
}

export function evaluateCaptured(node: ir.Captured): ValueCode {
  return (frame) => reading(node.site, () => eventOf(frame).captured(node));
}
