/** `stsx replay`: in: a script and its recording; out: the run's output and its exit status. */
import { needsKernel } from '../../targets/reference/needs-kernel.ts';
import { launch } from '../6-run/launch.ts';
import { openByteSink } from '../6-run/reference/byte-sink.ts';
import { RecordingProblem } from '../6-run/recording/recording-problem.ts';
import { replayOnReference } from '../6-run/recording/replay-on-reference.ts';
import { Report } from '../diagnostics/report.ts';
import { thisHost } from '../kernel/host.ts';
import { missingCapabilities } from '../kernel/privileges.ts';
import { buildReplay } from './build-replay.ts';
import { exitStatus } from './exit-status.ts';
import { openReplay, type Replay, type ReplayRequest } from './open-replay.ts';
import { programName } from './program-name.ts';
import type { ScriptOrigin } from './read-script.ts';
import { writeReport } from './write-report.ts';

export interface ReplayTarget {
  readonly target: 'reference' | 'libbpf';
  readonly outputFile: string | undefined;
}

export async function replayScript(
  origin: ScriptOrigin,
  request: ReplayRequest,
  target: ReplayTarget,
): Promise<number> {
  const report = new Report();
  const replay = openReplay(origin, request, report);
  if (replay === undefined) {
    writeReport(report, request);
    return exitStatus.refused;
  }
  return target.target === 'libbpf'
    ? replayOnLibbpf(origin, replay, request, target, report)
    : toOutput(replay, request, target, report);
}

async function replayOnLibbpf(
  origin: ScriptOrigin,
  replay: Replay,
  request: ReplayRequest,
  { outputFile }: ReplayTarget,
  report: Report,
): Promise<number> {
  replay.lines.close();
  const missing = needsKernel(replay.program) ? missingCapabilities(thisHost()) : [];
  if (missing.length > 0) report.add('STSX6017', undefined, { capabilities: missing.join(' and ') });
  const path = missing.length > 0 ? undefined : await buildReplay(replay, programName(origin), report);
  const output = outputFile === undefined ? [] : ['-o', outputFile];
  const verbose = Array.from({ length: request.verbosity }, () => '-v');
  const status =
    path === undefined
      ? exitStatus.refused
      : await launch(path, { arguments: ['--replay', request.events, ...output, ...verbose] }, report);
  writeReport(report, request);
  return status;
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
