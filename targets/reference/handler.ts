/** One probe's handler: runs it on an event, or on none, within its budget, and takes the error that ends it. */
import type * as ir from '../../src/ir/ir.ts';
import type { EventContext } from './event.ts';
import type { Evaluator } from './evaluator.ts';
import { executeBlock } from './execute-statement.ts';
import type { Journal } from './journal.ts';
import { makeFrame, type LongCode, type Machine, type StatementCode } from './machine.ts';
import { Abort, ScriptError } from './script-error.ts';

export interface Handler {
  readonly probe: ir.Probe;
  readonly condition: LongCode | undefined;
  readonly body: StatementCode;
}

export function makeHandlers(probes: readonly ir.Probe[], evaluator: Evaluator): Handler[] {
  return probes.map((probe) => ({
    probe,
    condition: probe.condition && evaluator.long(probe.condition),
    body: executeBlock(probe.body, evaluator),
  }));
}

export function runHandler(
  handler: Handler,
  event: EventContext | undefined,
  machine: Machine,
  journal: Journal,
): void {
  const { probe, condition, body } = handler;
  const frame = makeFrame(probe.locals, event);
  machine.probe = probe;
  machine.nesting = 0;
  machine.fileAnswer = '';
  machine.actionsLeft = budget(probe, machine.limits);
  try {
    if (condition?.(frame) === 0n) return;
    body(frame);
  } catch (error) {
    if (error instanceof ScriptError) {
      if (journal.report(error, probe)) machine.stopping = true;
    } else if (!(error instanceof Abort)) throw error;
  } finally {
    journal.flush();
  }
}

/** Statements that the handler may run. */
function budget(probe: ir.Probe, limits: ir.Limits): number {
  switch (probe.point.kind) {
    case 'begin':
    case 'end':
    case 'error':
      return limits.maxActionInterruptible;
    case 'never':
    case 'timer':
    case 'file':
    case 'input':
    case 'perf':
    case 'tracepoint':
    case 'function':
    case 'user-function':
    case 'user-mark':
      return limits.maxAction;
  }
}
