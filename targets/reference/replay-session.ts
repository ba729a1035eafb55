/**
 * A recorded session once more: the script's handlers run whole, in the order of the recording, and are told what they were told then. In: the
 * program, with labels, and the recording. Out: the same output as the recorded run, if that meant what the script means. begin, end and
 * error handlers run in the order that the script asks for; where the recording has another, that is a difference.
 */
import type * as ir from '../../src/ir/ir.ts';
import { isEventPoint, type AttachPoint } from '../../src/program/attach-point.ts';
import { makeEvaluator } from './evaluate-expression.ts';
import { findHistogramProblem } from './histogram-problem.ts';
import { makeHandlers, runHandler, type Handler } from './handler.ts';
import { makeJournal, type Journal } from './journal.ts';
import { raise, type Answers, type Machine } from './machine.ts';
import { RecordedEvent } from './recorded-event.ts';
import {
  RecordingDiffers,
  type RecordedAnswer,
  type RecordedClose,
  type RecordedRun,
  type RecordedSession,
  type RecordedStep,
  type RunKind,
} from './recorded-session.ts';
import { inSequence, makeMachine } from './run-reference.ts';
import { describeCell } from './describe-cell.ts';
import type { Surroundings } from './surroundings.ts';
import type { Value } from './values.ts';

export interface ReplaySession {
  write(bytes: string): void;
  writeError(bytes: string): void;
  readonly surroundings: Surroundings;
  readonly recorded: RecordedSession;
  readonly suppressHandlerErrors: boolean;
  readonly suppressWarnings: boolean;
  /** A handler has run: its output has been written. */
  ran?(run: RecordedRun): void;
  /** A global's value at the end, and what the recording has; values as JSON. */
  compareGlobal?(name: string, value: unknown, recorded: unknown): void;
}

export interface ReplayResult {
  readonly status: number;
  readonly recordedStatus: number;
}

export function replaySession(program: ir.Program, session: ReplaySession): ReplayResult {
  return new Replay(program, session).run();
}

class Replay {
  private readonly program: ir.Program;
  private readonly session: ReplaySession;
  private readonly journal: Journal;
  private readonly machine: Machine;
  private readonly handlers: readonly Handler[];
  private readonly events: readonly (RecordedEvent | undefined)[];
  private readonly answers = new RecordedAnswers();
  private step: RecordedStep | undefined;

  constructor(program: ir.Program, session: ReplaySession) {
    this.program = program;
    this.session = session;
    this.journal = makeJournal(program.limits, session);
    this.machine = makeMachine(program, session.surroundings, this.journal, this.answers);
    this.handlers = makeHandlers(program.probes, makeEvaluator(this.machine));
    this.events = program.probes.map((probe) =>
      isEventPoint(probe.point) ? RecordedEvent.of(probe, session.recorded.reads[probe.id] ?? []) : undefined,
    );
  }

  run(): ReplayResult {
    const { journal, machine } = this;
    const problem = findHistogramProblem(this.program.globals);
    if (problem) {
      journal.refuse(problem);
      return { status: 1, recordedStatus: 1 };
    }
    this.advance();
    this.runAll('begin', () => machine.stopping);
    this.runRecorded();
    machine.stopping = true;
    this.takeGaps();
    if (!journal.failed) this.runAll('end', () => journal.failed);
    if (journal.failed) this.runAll('error', () => false);
    journal.summarize();
    const recorded = this.takeGlobals();
    return { status: journal.reportedError || journal.failed ? 1 : 0, recordedStatus: recorded.status };
  }

  private advance(): void {
    this.step = this.session.recorded.next();
  }

  /** Handlers whose order the script decides. */
  private runAll(kind: RunKind & ('begin' | 'end' | 'error'), stops: () => boolean): void {
    for (const handler of inSequence(this.handlers, kind)) {
      if (stops()) return;
      const { step } = this;
      if (step?.kind !== kind || step.probe !== handler.probe.id) this.differs(describeRun(handler.probe));
      this.runOne(handler, step);
    }
  }

  /** Timers and events, until something ends the session. */
  private runRecorded(): void {
    const { machine } = this;
    while (!machine.stopping) {
      const { step } = this;
      switch (step?.kind) {
        case 'lost':
          if (this.journal.skip(step.count)) machine.stopping = true;
          this.advance();
          break;
        case 'stop':
          this.advance();
          return;
        case 'timer':
        case 'input':
        case 'event':
          this.runOne(this.handlerOf(step), step);
          break;
        case 'begin':
        case 'end':
        case 'error':
        case 'global':
        case 'close':
        case undefined:
          this.differs('a timer, an input, an event or a stop: nothing has ended the session yet');
      }
    }
  }

  /** Losses that were noticed when the session was over already. */
  private takeGaps(): void {
    while (this.step?.kind === 'lost') {
      this.journal.skip(this.step.count);
      this.advance();
    }
  }

  private handlerOf(step: RecordedRun): Handler {
    const handler = this.handlers[step.probe];
    if (!handler || runKind(handler.probe.point) !== step.kind) {
      return this.differs(handler ? describeRun(handler.probe) : 'a probe of the script');
    }
    return handler;
  }

  private runOne(handler: Handler, step: RecordedRun): void {
    const event = this.events[step.probe]?.show(step.read);
    this.answers.show(step.asked);
    runHandler(handler, event, this.machine, this.journal);
    if (this.answers.left > 0) {
      throw new RecordingDiffers(
        `${this.answers.left} more answers of library functions in ${describeRun(handler.probe)}`,
        'the end of its handler',
      );
    }
    this.session.ran?.(step);
    this.advance();
  }

  private takeGlobals(): RecordedClose {
    for (const [index, { name }] of this.program.globals.entries()) {
      const { step } = this;
      if (step?.kind !== 'global' || step.name !== name) return this.differs(`the last value of ${name}`);
      const cell = this.machine.cells[index];
      if (cell) this.session.compareGlobal?.(name, describeCell(cell), step.value);
      this.advance();
    }
    const { step } = this;
    if (step?.kind !== 'close') return this.differs('the closing line');
    this.advance();
    return step;
  }

  private differs(expected: string): never {
    throw new RecordingDiffers(describeStep(this.step, this.program), expected);
  }
}

/** What one handler is told by library functions, in order. */
class RecordedAnswers implements Answers {
  private answers: readonly RecordedAnswer[] = [];
  private next = 0;

  show(answers: readonly RecordedAnswer[]): void {
    this.answers = answers;
    this.next = 0;
  }

  get left(): number {
    return this.answers.length - this.next;
  }

  take(name: string, type: ir.ScalarType, site: ir.Site): Value {
    const answer = this.answers[this.next++];
    if (answer?.[0] !== name) {
      throw new RecordingDiffers(
        answer === undefined ? 'no more answers of library functions' : `an answer of ${answer[0]}()`,
        `one of ${name}(), which ${site.file}:${site.line} calls`,
      );
    }
    const [, value] = answer;
    if (typeof value === 'object') raise(value.error, site);
    if (type === 'string' ? typeof value === 'string' : isLong(value))
      return type === 'string' ? String(value) : BigInt(value);
    throw new RecordingDiffers(`an answer of ${name}()`, type === 'string' ? 'a text' : 'a number');
  }
}

/** A number is written as text where it is large. */
function isLong(value: number | string): boolean {
  if (typeof value === 'number') return true;
  return /^-?\d{1,20}$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
}

/** What a recording calls a run of such a probe; undefined: it never runs. */
function runKind(point: AttachPoint): RunKind | undefined {
  switch (point.kind) {
    case 'begin':
    case 'end':
    case 'error':
    case 'timer':
      return point.kind;
    case 'file':
    case 'input':
      return 'input';
    case 'never':
      return undefined;
    default:
      return 'event';
  }
}

function describeRun(probe: ir.Probe): string {
  return `the handler of ${probe.pointText}`;
}

function describeStep(step: RecordedStep | undefined, program: ir.Program): string {
  if (step === undefined) return 'its end';
  switch (step.kind) {
    case 'lost':
      return 'lost events';
    case 'stop':
      return 'an end from outside';
    case 'global':
      return `the last value of ${step.name}`;
    case 'close':
      return 'the closing line';
    case 'begin':
    case 'timer':
    case 'input':
    case 'event':
    case 'end':
    case 'error':
      return `the ${step.kind} line of ${program.probes[step.probe]?.pointText ?? `of probe ${step.probe}`}`;
  }
}
