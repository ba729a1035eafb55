/** Runs a program on the interpreter, in this process and in virtual time: a script of timers takes no time at all. */
import { runReference } from '../../../targets/reference/run-reference.ts';
import type { Clock } from '../../../targets/reference/surroundings.ts';
import { virtualSurroundings } from '../../../targets/reference/virtual-surroundings.ts';
import type * as ir from '../../../src/ir/ir.ts';
import type { SessionOptions } from '../../../src/session-options.ts';
import type { Outcome } from './outcome.ts';

/** 2024-02-29 12:34:56 UTC */
const realtime = 1_709_210_096_000_000_000n;

/** ^C comes after `timeoutSeconds` of virtual time. */
export async function runProgramOnReference(
  program: ir.Program,
  options: SessionOptions,
  timeoutSeconds: number,
): Promise<Outcome> {
  const stop = new AbortController();
  const surroundings = virtualSurroundings({}, realtime);
  let output = '';
  let errors = '';
  const { status } = await runReference(program, {
    write: (bytes) => {
      output += bytes;
    },
    writeError: (bytes) => {
      errors += bytes;
    },
    surroundings: { ...surroundings, clock: stoppingClock(surroundings.clock, timeoutSeconds, stop) },
    stop: stop.signal,
    events: undefined,
    suppressHandlerErrors: options.suppressHandlerErrors,
    suppressWarnings: options.suppressWarnings,
  });
  return { output, errors, status };
}

function stoppingClock(clock: Clock, timeoutSeconds: number, stop: AbortController): Clock {
  const end = clock.monotonic() + BigInt(timeoutSeconds) * 1_000_000_000n;
  return {
    ...clock,
    sleepUntil: async (time, signal) => {
      await clock.sleepUntil(time < end ? time : end, signal);
      if (time >= end) stop.abort();
    },
  };
}
