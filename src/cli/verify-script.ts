/**
 * `stsx verify`: runs a script and records it; then replays the recording twice, through the reference and through the program as it is
 * planned for a run without recording, and compares what they print, their errors, the globals and the status. The verdict is the last
 * line on standard output; status 0 only if nothing differs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noProgramOptions } from '../../targets/libbpf/program-options.ts';
import { needsKernel } from '../../targets/reference/needs-kernel.ts';
import { build } from '../6-run/build.ts';
import { launch } from '../6-run/launch.ts';
import { programArguments } from '../6-run/program-arguments.ts';
import { compareReplay, type Compared, type Difference } from '../6-run/recording/compare-replay.ts';
import { RecordingProblem } from '../6-run/recording/recording-problem.ts';
import { runCaptured } from '../6-run/run-captured.ts';
import { Report } from '../diagnostics/report.ts';
import { thisHost } from '../kernel/host.ts';
import { missingCapabilities } from '../kernel/privileges.ts';
import type { SessionOptions } from '../session-options.ts';
import { buildOptions } from './build-options.ts';
import { buildReplay } from './build-replay.ts';
import { compileRecorded } from './compile-recorded.ts';
import { exitStatus } from './exit-status.ts';
import { diffLines } from './golden/diff-lines.ts';
import { openReplay, type Replay } from './open-replay.ts';
import { programName } from './program-name.ts';
import type { ScriptOrigin } from './read-script.ts';
import { writeReport } from './write-report.ts';

/** The replay of what was just recorded takes no longer than that. */
const mostReplaySeconds = 3600;

export async function verifyScript(origin: ScriptOrigin, options: SessionOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-verify-'));
  const report = new Report();
  try {
    const lines = await verify(origin, options, folder, report);
    writeReport(report, options);
    for (const line of lines ?? []) process.stdout.write(`${line}\n`);
    return lines?.at(-1)?.startsWith('verified: ') === true && !report.hasErrors
      ? exitStatus.success
      : exitStatus.refused;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is said in the end; undefined: the report says why there is nothing to say. */
async function verify(
  origin: ScriptOrigin,
  options: SessionOptions,
  folder: string,
  report: Report,
): Promise<readonly string[] | undefined> {
  const events = options.recordFile ?? join(folder, 'events.jsonl');
  const output = options.outputFile ?? join(folder, 'output');
  const live = await runRecorded(origin, { ...options, recordFile: events, outputFile: output }, report);
  if (live === undefined) return undefined;
  const request = { events, libraryFolders: options.libraryFolders, verbosity: options.verbosity };
  const replay = openReplay(origin, request, report);
  if (replay === undefined) return undefined;
  const { program, recording, lines } = replay;
  try {
    const compared = compareReplay(program, replay.options, recording, lines, { ...live, output });
    if (recording.lost > 0) report.add('STSX6038', undefined, { path: events, lost: recording.lost });
    const difference = compared.difference ?? (await replayBuildDifference(origin, replay, compared, report));
    const sides = compared.difference ? 'the recorded run' : 'the replay build';
    return difference ? differenceText(difference, sides) : [verdict(replay, compared)];
  } catch (problem) {
    if (!(problem instanceof RecordingProblem)) throw problem;
    problem.addTo(report);
    return undefined;
  }
}

async function runRecorded(
  origin: ScriptOrigin,
  options: SessionOptions,
  report: Report,
): Promise<{ readonly errors: string; readonly status: number } | undefined> {
  const front = { attachElsewhere: false, runStage: <Result>(_: string, stage: () => Result) => stage() };
  const recorded = compileRecorded(origin, options, front, undefined, report);
  if (recorded === undefined) return undefined;
  const { plan, events } = recorded;
  const missing = needsKernel(plan.program) ? missingCapabilities(thisHost()) : [];
  if (missing.length > 0) {
    report.add('STSX6017', undefined, { capabilities: missing.join(' and ') });
    return undefined;
  }
  const built = await build(plan, programName(origin), { ...buildOptions(noProgramOptions), events }, report);
  if (built === undefined) return undefined;
  let errors = '';
  const heard = (bytes: string) => void (errors += bytes);
  const status = await launch(built.path, { arguments: programArguments(options), heard }, report);
  return report.hasErrors ? undefined : { errors, status };
}

/** The kernel half as it is planned without a recording, on the same events. */
async function replayBuildDifference(
  origin: ScriptOrigin,
  replay: Replay,
  { output, errors, status }: Compared,
  report: Report,
): Promise<Difference | undefined> {
  const path = await buildReplay(replay, programName(origin), report);
  if (path === undefined) return undefined;
  const run = await runCaptured(path, ['--replay', replay.lines.path], mostReplaySeconds);
  if (run.output !== output) return { what: ['the output'], found: run.output, expected: output };
  if (run.errors !== errors) return { what: ['standard error'], found: run.errors, expected: errors };
  if (run.status === status) return undefined;
  return { what: ['the exit status'], found: String(run.status), expected: String(status) };
}

function differenceText({ what, found, expected }: Difference, side: string): readonly string[] {
  return [
    ...what,
    `  - the reference, + ${side}`,
    ...diffLines(expected, found).map((line) => `  ${line}`),
    `different: ${side} and the reference do not agree`,
  ];
}

function verdict({ recording }: Replay, { output, globals }: Compared): string {
  const counts = `${recording.events} events, ${output.length} bytes of output, ${globals} globals`;
  return `verified: ${counts}: the run, the reference and the replay build agree`;
}
