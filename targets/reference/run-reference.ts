/**
 * A whole session of the reference: a program and its surroundings in, output and an exit status out. This file is the order of
 * things: begin probes, then timers and events until something ends the session, then end or error probes, then the summary.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { EventSource } from './event.ts';
import { makeEvaluator } from './evaluate-expression.ts';
import { initialRegexState } from './evaluate-regex.ts';
import { executeBlock } from './execute-statement.ts';
import { findHistogramProblem } from './histogram-problem.ts';
import { makeHandlers, runHandler, type Handler } from './handler.ts';
import type { Answers, Machine } from './machine.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import { makeJournal, type Journal } from './journal.ts';
import { makeCell } from './store.ts';
import type { Surroundings } from './surroundings.ts';

export interface ReferenceSession {
  /** Bytes for standard output. */
  write(bytes: string): void;
  /** Bytes for standard error: ERROR and WARNING lines. */
  writeError(bytes: string): void;
  readonly surroundings: Surroundings;
  /** Ends the session as ^C does: end probes run. */
  readonly stop: AbortSignal;
  /** What the event probes see; undefined: they never fire. When it has no more events, the session ends. */
  readonly events: EventSource | undefined;
  /** Called when all begin probes have run: the command of -c may go on. */
  started?(): void;
  readonly suppressHandlerErrors: boolean;
  readonly suppressWarnings: boolean;
}

export interface ReferenceResult {
  /** 0, or 1 when a run-time error was reported. */
  readonly status: number;
}

export async function runReference(program: ir.Program, session: ReferenceSession): Promise<ReferenceResult> {
  const journal = makeJournal(program.limits, session);
  const problem = findHistogramProblem(program.globals);
  if (problem) {
    journal.refuse(problem);
    return { status: 1 };
  }
  const machine = makeMachine(program, session.surroundings, journal, undefined);
  const handlers = makeHandlers(program.probes, makeEvaluator(machine));

  runAll(inSequence(handlers, 'begin'), machine, journal, () => machine.stopping);
  if (!machine.stopping) {
    session.started?.();
    await runUntilStopped(handlers, machine, journal, session.stop, session.events);
  }
  machine.stopping = true;
  if (!journal.failed) runAll(inSequence(handlers, 'end'), machine, journal, () => journal.failed);
  if (journal.failed) runAll(inSequence(handlers, 'error'), machine, journal, () => false);
  journal.summarize();
  return { status: journal.reportedError ? 1 : 0 };
}

export function makeMachine(
  program: ir.Program,
  surroundings: Surroundings,
  journal: Journal,
  answers: Answers | undefined,
): Machine {
  const machine: Machine = {
    limits: program.limits,
    cells: program.globals.map(makeCell),
    functions: [],
    surroundings,
    answers,
    actionsLeft: 0,
    nesting: 0,
    probe: undefined,
    stopping: false,
    regex: initialRegexState(),
    tokenizeRest: '',
    fileAnswer: '',
    print: (bytes) => {
      journal.print(bytes);
    },
    warn: (message) => {
      journal.warn(message);
    },
  };
  const evaluator = makeEvaluator(machine);
  for (const called of program.functions) {
    machine.functions.push({ function: called, body: executeBlock(called.body, evaluator) });
  }
  return machine;
}

export function inSequence(handlers: readonly Handler[], kind: 'begin' | 'end' | 'error'): Handler[] {
  const sequenceOf = ({ probe: { point } }: Handler) => (point.kind === kind ? point.sequence : 0n);
  return handlers
    .filter(({ probe }) => probe.point.kind === kind)
    .sort((left, right) => Number(sequenceOf(left) - sequenceOf(right)));
}

function runAll(
  handlers: readonly Handler[],
  machine: Machine,
  journal: Journal,
  stops: () => boolean,
): void {
  for (const handler of handlers) {
    if (stops()) return;
    runHandler(handler, undefined, machine, journal);
  }
}
