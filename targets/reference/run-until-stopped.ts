/**
 * The middle of a session: timers and events in the order of their time, until exit(), an error too many, or the outside ends it.
 * A timer keeps its beat: each tick is due one period after the one before was due; ticks that were missed are left out.
 */
import type { EventSource, ProbeEvent } from './event.ts';
import { runHandler, type Handler } from './handler.ts';
import type { Journal } from './journal.ts';
import type { Machine } from './machine.ts';

export interface Timer {
  readonly handler: Handler;
  readonly period: bigint;
  readonly randomize: bigint;
  /** On the beat, without the random part. */
  beat: bigint;
  due: bigint;
}

export async function runUntilStopped(
  handlers: readonly Handler[],
  machine: Machine,
  journal: Journal,
  stop: AbortSignal,
  events: EventSource | undefined,
): Promise<void> {
  const { clock } = machine.surroundings;
  const timers = makeTimers(handlers, machine);
  let event = events?.next();
  while (!machine.stopping && !stop.aborted) {
    if (events && !event) return;
    const timer = earliest(timers);
    if (event && (!timer || event.time <= timer.due)) {
      await clock.sleepUntil(event.time, stop);
      handleEvent(event, handlers, machine, journal);
      event = events?.next();
    } else if (timer) {
      await clock.sleepUntil(timer.due, stop);
      // Unless the signal has ended the wait.
      if (clock.monotonic() < timer.due) return;
      runHandler(timer.handler, undefined, machine, journal);
      schedule(timer, clock.monotonic(), machine);
    } else {
      // Nothing else can happen any more.
      await clock.sleepUntil(FOREVER, stop);
      return;
    }
  }
}

const FOREVER = 2n ** 63n - 1n;

function handleEvent(
  event: ProbeEvent,
  handlers: readonly Handler[],
  machine: Machine,
  journal: Journal,
): void {
  const handler = handlers[event.probe];
  if (!handler) throw new Error(`event of probe ${event.probe}, which does not exist`);
  runHandler(handler, event.context, machine, journal);
}

export function makeTimers(handlers: readonly Handler[], machine: Machine): Timer[] {
  const start = machine.surroundings.clock.monotonic();
  return handlers.flatMap((handler) => {
    const { point } = handler.probe;
    if (point.kind !== 'timer') return [];
    const timer: Timer = {
      handler,
      period: point.periodNs,
      randomize: point.randomizeNs,
      beat: start,
      due: start,
    };
    schedule(timer, start, machine);
    return [timer];
  });
}

export function schedule(timer: Timer, now: bigint, machine: Machine): void {
  timer.beat += timer.period;
  if (timer.beat <= now && timer.period > 0n)
    timer.beat += ((now - timer.beat) / timer.period) * timer.period;
  timer.due = timer.beat;
  if (timer.randomize > 0n) {
    const span = 2n * timer.randomize + 1n;
    timer.due += BigInt(machine.surroundings.randomBelow(Number(span))) - timer.randomize;
  }
}

export function earliest(timers: readonly Timer[]): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) if (!first || timer.due < first.due) first = timer;
  return first;
}
