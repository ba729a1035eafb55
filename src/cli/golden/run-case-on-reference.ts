/** A golden case on the interpreter: its recording replayed, or a run in virtual time that ^C ends after 20 seconds of it. */
import { runReference } from '../../../targets/reference/run-reference.ts';
import type { Clock } from '../../../targets/reference/surroundings.ts';
import { virtualSurroundings } from '../../../targets/reference/virtual-surroundings.ts';
import { RecordingProblem } from '../../6-run/recording/recording-problem.ts';
import { replayOnReference } from '../../6-run/recording/replay-on-reference.ts';
import { Report } from '../../diagnostics/report.ts';
import { refused, type Outcome } from './case-outcome.ts';
import type { GoldenCase } from './golden-case.ts';
import { openCase, type OpenCase } from './open-case.ts';

const defaultSeconds = 20;

export async function runCaseOnReference(golden: GoldenCase): Promise<Outcome> {
  const opened = openCase(golden);
  if (opened.kind === 'refused') return opened;
  let output = '';
  let errors = '';
  const streams = {
    write: (bytes: string) => void (output += bytes),
    writeError: (bytes: string) => void (errors += bytes),
  };
  try {
    const status = await run(opened, streams);
    return { kind: 'ran', output, errors, status };
  } catch (problem) {
    if (!(problem instanceof RecordingProblem)) throw problem;
    const report = new Report();
    problem.addTo(report);
    return refused(report);
  }
}

async function run(
  { program, options, replay }: OpenCase,
  streams: { write(bytes: string): void; writeError(bytes: string): void },
): Promise<number> {
  if (replay) {
    return replayOnReference(program, options, replay.recording, replay.lines, streams).status;
  }
  const stop = new AbortController();
  const surroundings = virtualSurroundings();
  const seconds = options.timeoutSeconds ?? defaultSeconds;
  const { status } = await runReference(program, {
    ...streams,
    surroundings: { ...surroundings, clock: stoppingClock(surroundings.clock, seconds, stop) },
    stop: stop.signal,
    events: undefined,
    suppressHandlerErrors: options.suppressHandlerErrors,
    suppressWarnings: options.suppressWarnings,
  });
  return status;
}

function stoppingClock(clock: Clock, seconds: number, stop: AbortController): Clock {
  const end = clock.monotonic() + BigInt(seconds) * 1_000_000_000n;
  return {
    ...clock,
    async sleepUntil(time, signal) {
      await clock.sleepUntil(time < end ? time : end, signal);
      if (time >= end) stop.abort();
    },
  };
}
