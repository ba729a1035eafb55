/** `stsx replay`: in: a script and its recording; out: the run's output and its exit status. */
import { openByteSink } from '../6-run/reference/byte-sink.ts';
import { RecordingProblem } from '../6-run/recording/recording-problem.ts';
import { replayOnReference } from '../6-run/recording/replay-on-reference.ts';
import { Report } from '../diagnostics/report.ts';
import { exitStatus } from './exit-status.ts';
import { openReplay, type Replay, type ReplayRequest } from './open-replay.ts';
import type { ScriptOrigin } from './read-script.ts';
import { writeReport } from './write-report.ts';

export interface ReplayTarget {
  readonly target: 'reference' | 'libbpf';
  readonly outputFile: string | undefined;
}

export function replayScript(
  origin: ScriptOrigin,
  request: ReplayRequest,
  target: ReplayTarget,
): Promise<number> {
  const report = new Report();
  const replay = openReplay(origin, request, report);
  if (replay === undefined) {
    writeReport(report, request);
    return Promise.resolve(exitStatus.refused);
  }
  return Promise.resolve(toOutput(replay, request, target, report));
}

function toOutput(
  { program, options, recording, lines }: Replay,
  request: ReplayRequest,
  { outputFile }: ReplayTarget,
  report: Report,
): number {
  let gone = false;
  const output = openByteSink(outputFile, () => (gone = true));
  const errors = openByteSink(undefined, () => undefined, process.stderr.fd);
  let pending = '';
  const flush = () => {
    if (pending !== '' && !gone) output.write(pending);
    pending = '';
  };
  try {
    const { status } = replayOnReference(program, options, recording, lines, {
      write(bytes) {
        pending += bytes;
        if (pending.length > bufferSize) flush();
      },
      writeError(bytes) {
        flush();
        errors.write(bytes);
      },
    });
    flush();
    if (recording.lost > 0) report.add('STSX6038', undefined, { path: request.events, lost: recording.lost });
    writeReport(report, request);
    return status;
  } catch (problem) {
    if (!(problem instanceof RecordingProblem)) throw problem;
    flush();
    problem.addTo(report);
    writeReport(report, request);
    return exitStatus.refused;
  } finally {
    output.close();
  }
}

const bufferSize = 1 << 16;
