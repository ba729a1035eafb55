/**
 * A recording on the interpreter. In: the program and the open recording. Out: what the run gives, its output handler by handler to
 * whoever listens; that recording and script part ways is thrown as a problem of the recording.
 */
import {
  replaySession,
  type ReplayResult,
  type ReplaySession,
} from '../../../targets/reference/replay-session.ts';
import { RecordingDiffers } from '../../../targets/reference/recorded-session.ts';
import { virtualSurroundings } from '../../../targets/reference/virtual-surroundings.ts';
import type * as ir from '../../ir/ir.ts';
import type { SessionOptions } from '../../session-options.ts';
import type { RecordingReader } from './read-recording.ts';
import type { RecordingLines } from './recording-lines.ts';
import { RecordingProblem } from './recording-problem.ts';

export type ReplayListener = Pick<ReplaySession, 'write' | 'writeError' | 'ran' | 'compareGlobal'>;

export function replayOnReference(
  program: ir.Program,
  options: SessionOptions,
  recording: RecordingReader,
  lines: RecordingLines,
  listener: ReplayListener,
): ReplayResult {
  const { suppressHandlerErrors, suppressWarnings } = options;
  const surroundings = virtualSurroundings({ targetPid: BigInt(recording.start.target) });
  try {
    return replaySession(program, {
      ...listener,
      surroundings,
      recorded: recording,
      suppressHandlerErrors,
      suppressWarnings,
    });
  } catch (error) {
    if (!(error instanceof RecordingDiffers)) throw error;
    const { found, expected } = error;
    throw new RecordingProblem((report) => {
      report.add('STSX6036', undefined, { path: lines.path, line: lines.number, found, expected });
    });
  } finally {
    lines.close();
  }
}
