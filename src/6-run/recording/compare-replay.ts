/**
 * A recorded run against the reference: the recording is replayed, and what each handler printed, what standard error had, the globals' last
 * values and the status are compared with the run's own. Out: the first difference, told so that a person finds it, or none.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { RecordedRun } from '../../../targets/reference/recorded-session.ts';
import type * as ir from '../../ir/ir.ts';
import type { SessionOptions } from '../../session-options.ts';
import type { RecordingReader } from './read-recording.ts';
import type { RecordingLines } from './recording-lines.ts';
import { RecordingProblem } from './recording-problem.ts';
import { replayOnReference } from './replay-on-reference.ts';

export interface Difference {
  /** Where and what, in lines. */
  readonly what: readonly string[];
  /** Of the compiled program. */
  readonly found: string;
  /** Of the reference. */
  readonly expected: string;
}

export interface Compared {
  readonly difference: Difference | undefined;
  readonly output: string;
  readonly errors: string;
  readonly status: number;
  readonly globals: number;
}

export interface LiveRun {
  /** The file that its output went to. */
  readonly output: string;
  readonly errors: string;
  readonly status: number;
}

export function compareReplay(
  program: ir.Program,
  options: SessionOptions,
  recording: RecordingReader,
  lines: RecordingLines,
  live: LiveRun,
): Compared {
  const descriptor = openSync(live.output, 'r');
  let difference: Difference | undefined;
  let [output, errors, printed] = ['', '', ''];
  let globals = 0;
  const differ = (what: readonly string[], found: string, expected: string): void => {
    if (found !== expected) difference ??= { what, found, expected };
  };
  const compareRun = (run: RecordedRun): void => {
    const bytes = readBytes(descriptor, run.printed);
    if (bytes !== printed) differ(describe(run, program, lines), bytes, printed);
    output += printed;
    printed = '';
  };
  try {
    const { status } = replayOnReference(program, options, recording, lines, {
      write: (bytes) => void (printed += bytes),
      writeError: (bytes) => void (errors += bytes),
      ran: compareRun,
      compareGlobal(name, value, recorded) {
        globals++;
        differ([`the last value of ${name}`], JSON.stringify(recorded), JSON.stringify(value));
      },
    });
    differ(['standard error'], live.errors, errors);
    differ(['the exit status'], String(live.status), String(status));
    return { difference, output, errors, status, globals };
  } catch (problem) {
    // The first difference explains why recording and reference part ways behind it.
    if (!(problem instanceof RecordingProblem) || difference === undefined) throw problem;
    return { difference, output, errors, status: 1, globals };
  } finally {
    closeSync(descriptor);
  }
}

function describe(run: RecordedRun, program: ir.Program, lines: RecordingLines): readonly string[] {
  const probe = program.probes[run.probe];
  const { file = '', line = 0, column = 0 } = probe?.site ?? {};
  return [
    `${run.kind} ${probe?.pointText ?? ''} at ${file}:${line}:${column}, line ${lines.number} of the recording`,
    ...(run.kind === 'event' ? [`with ${JSON.stringify(run.read)}`] : []),
  ];
}

function readBytes(descriptor: number, count: number): string {
  if (count === 0) return '';
  const bytes = Buffer.alloc(count);
  return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, count, null));
}
