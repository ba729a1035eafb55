/**
 * A session whose events come from elsewhere as they happen: handlers run here, on records of the events, and what was added up there is
 * merged before a handler looks at it. In: the plan and the source. The order of things is run-reference.ts's.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { Plan, PlannedProbe } from '../../src/5-split/plan.ts';
import type { ProbeEvent } from './event.ts';
import { makeEvaluator } from './evaluate-expression.ts';
import { findHistogramProblem } from './histogram-problem.ts';
import { makeHandlers, runHandler, type Handler } from './handler.ts';
import { makeJournal, type Journal } from './journal.ts';
import type { Machine } from './machine.ts';
import { mergeSum, type Sum } from './merge-sum.ts';
import { inSequence, makeMachine, type ReferenceResult, type ReferenceSession } from './run-reference.ts';
import { earliest, makeTimers, schedule } from './run-until-stopped.ts';

export interface LiveSource {
  /** How long after its time an event may come in, in nanoseconds: timers wait for those before them. */
  readonly delay: bigint;
  /** The next event in order whose turn it is. */
  next(): ProbeEvent | undefined;
  /** Until an event's turn has come, or `time`, or the end. */
  wait(time: bigint, stop: AbortSignal): Promise<void>;
  /** All that was added up until now and not given yet. */
  collect(): Promise<readonly Sum[]>;
  /** Every event until now has come in. */
  settle(): Promise<void>;
  /** Events that were lost since the last time. */
  takeLost(): number;
  /** The source has broken down. */
  readonly failed: boolean;
}

export async function runLive(
  plan: Plan,
  session: Omit<ReferenceSession, 'events'>,
  source: LiveSource,
): Promise<ReferenceResult> {
  const program = userProgram(plan);
  const journal = makeJournal(program.limits, session);
  const problem = findHistogramProblem(program.globals);
  if (problem) {
    journal.refuse(problem);
    return { status: 1 };
  }
  const machine = makeMachine(program, session.surroundings, journal, undefined);
  const handlers = makeHandlers(program.probes, makeEvaluator(machine));
  const live = new Live(plan, handlers, machine, journal, session, source);
  return live.run();
}

/** What the user half runs: of a streamed handler its part on the record, of a kernel handler nothing. */
function userProgram(plan: Plan): ir.Program {
  const body = (planned: PlannedProbe): ir.Probe => {
    switch (planned.placement) {
      case 'user':
        return planned.probe;
      case 'streamed':
        return { ...planned.probe, body: planned.userBody, locals: planned.userLocals };
      case 'kernel':
        return { ...planned.probe, body: { kind: 'block', statements: [] }, locals: [] };
    }
  };
  return { ...plan.program, probes: plan.probes.map(body) };
}

const FOREVER = 2n ** 63n - 1n;

class Live {
  private readonly plan: Plan;
  private readonly handlers: readonly Handler[];
  private readonly machine: Machine;
  private readonly journal: Journal;
  private readonly session: Omit<ReferenceSession, 'events'>;
  private readonly source: LiveSource;

  constructor(
    plan: Plan,
    handlers: readonly Handler[],
    machine: Machine,
    journal: Journal,
    session: Omit<ReferenceSession, 'events'>,
    source: LiveSource,
  ) {
    this.plan = plan;
    this.handlers = handlers;
    this.machine = machine;
    this.journal = journal;
    this.session = session;
    this.source = source;
  }

  async run(): Promise<ReferenceResult> {
    const { machine, journal, source } = this;
    const start = machine.surroundings.clock.monotonic();
    await this.runAll('begin', () => machine.stopping);
    if (!machine.stopping) {
      this.session.started?.();
      await this.runUntilStopped(start);
      await this.handleRest();
    }
    machine.stopping = true;
    if (!journal.failed) await this.runAll('end', () => journal.failed);
    if (journal.failed) await this.runAll('error', () => false);
    this.takeLost();
    journal.summarize();
    return { status: journal.reportedError || journal.failed || source.failed ? 1 : 0 };
  }

  private async runUntilStopped(start: bigint): Promise<void> {
    const { machine, source, session } = this;
    const { clock } = machine.surroundings;
    const timers = makeTimers(this.handlers, machine);
    while (!machine.stopping && !session.stop.aborted && !source.failed) {
      this.takeLost();
      const event = source.next();
      if (event) {
        // What happened before the begin probes had run is not the session's.
        if (event.time >= start) await this.handle(event);
        continue;
      }
      const timer = earliest(timers);
      const due = timer && timer.due + source.delay;
      if (timer && due !== undefined && clock.monotonic() >= due) {
        await this.runOne(timer.handler, undefined);
        schedule(timer, clock.monotonic(), machine);
      } else await source.wait(due ?? FOREVER, session.stop);
    }
  }

  /** Something outside has ended the session: what happened before is still handled. */
  private async handleRest(): Promise<void> {
    // A call, so that each question is asked anew.
    const isOver = () => this.machine.stopping || this.source.failed;
    if (isOver()) return;
    await this.source.settle();
    while (!isOver()) {
      const event = this.source.next();
      if (!event) return;
      await this.handle(event);
    }
  }

  private async handle(event: ProbeEvent): Promise<void> {
    const handler = this.handlers[event.probe];
    if (!handler) throw new Error(`event of probe ${event.probe}, which does not exist`);
    await this.runOne(handler, event);
  }

  private async runAll(kind: 'begin' | 'end' | 'error', stops: () => boolean): Promise<void> {
    for (const handler of inSequence(this.handlers, kind)) {
      if (stops()) return;
      await this.runOne(handler, undefined);
    }
  }

  private async runOne(handler: Handler, event: ProbeEvent | undefined): Promise<void> {
    const planned = this.plan.probes[handler.probe.id];
    if (planned && planned.placement !== 'kernel' && planned.merges && !this.source.failed) {
      for (const sum of await this.source.collect()) mergeSum(sum, this.machine, this.journal);
      if (this.machine.stopping && this.journal.failed && handler.probe.point.kind !== 'error') return;
    }
    runHandler(handler, event?.context, this.machine, this.journal);
  }

  private takeLost(): void {
    const lost = this.source.takeLost();
    if (lost > 0 && this.journal.skip(lost)) this.machine.stopping = true;
  }
}
