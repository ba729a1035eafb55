/** What a handler reads of its event: the probe point's arguments, memory behind them, captured fields. */
import type * as ir from '../../src/ir/ir.ts';
import { ReadFault, type EventContext } from './event.ts';
import type { Evaluator } from './evaluator.ts';
import { raise, type Frame, type LongCode, type ValueCode } from './machine.ts';

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

export function evaluateArgument(node: ir.Argument): LongCode {
  return (frame) => eventOf(frame).argument(node);
}

export function evaluateField(node: ir.Field, evaluator: Evaluator): LongCode {
  const base = evaluator.long(node.base);
  const indexes = node.path.flatMap((step) => (step.kind === 'index' ? [evaluator.long(step.index)] : []));
  return (frame) => {
    const start = base(frame);
    const places = indexes.map((index) => index(frame));
    return reading(node.site, () => memoryOf(frame, start).field(node, start, places));
  };
}

export function evaluateLoad(node: ir.Load, evaluator: Evaluator): LongCode {
  const address = evaluator.long(node.address);
  return (frame) => {
    const start = address(frame);
    return reading(node.site, () => memoryOf(frame, start).load(node, start));
  };
}

export function evaluateCaptured(node: ir.Captured): ValueCode {
  return (frame) => reading(node.site, () => eventOf(frame).captured(node));
}
