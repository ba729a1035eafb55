/** `stsx compile`: one static program, or a folder with its sources. Options of the run become defaults of the program's own. */
import { chmodSync, copyFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { live } from '../../targets/libbpf/recording.ts';
import { build } from '../6-run/build.ts';
import { writeSources } from '../6-run/write-sources.ts';
import { Report } from '../diagnostics/report.ts';
import type { SessionOptions } from '../session-options.ts';
import { buildOptions } from './build-options.ts';
import { compileFront, surroundings, type FrontOptions } from './compile-front.ts';
import { compileRecorded, type RecordedProgram } from './compile-recorded.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { programName } from './program-name.ts';
import type { ScriptOrigin } from './read-script.ts';
import { stageTiming } from './stage-timing.ts';
import { writeReport } from './write-report.ts';
import { fileProblem } from '../6-run/file-problem.ts';

export interface CompileRequest {
  readonly output: string;
  readonly timing?: true;
}

export async function compileToFile(
  origin: ScriptOrigin,
  options: SessionOptions,
  request: CompileRequest,
): Promise<ExitStatus> {
  const timing = stageTiming(request.timing === true);
  const report = new Report();
  const front = { attachElsewhere: true, keepAlternatives: true, runStage: timing.run } as const;
  const made =
    options.recordFile === undefined
      ? compileLive(origin, options, front, report)
      : compileRecorded(origin, options, front, options.recordFile, report);
  if (made !== undefined && !report.hasErrors) {
    await timing.wait('build', () => write(made, programName(origin), options, request.output, report));
  }
  writeReport(report, options);
  return made === undefined || report.hasErrors ? exitStatus.refused : exitStatus.success;
}

function compileLive(
  origin: ScriptOrigin,
  options: SessionOptions,
  front: Omit<FrontOptions, 'depth'>,
  report: Report,
): RecordedProgram | undefined {
  const made = compileFront(origin, options, surroundings(options), { ...front, depth: 'place' }, report);
  return made?.plan && { plan: made.plan, events: live };
}

async function write(
  { plan, events }: RecordedProgram,
  name: string,
  options: SessionOptions,
  output: string,
  report: Report,
): Promise<void> {
  const { command, targetPid, timeoutSeconds, bufferMegabytes, suppressHandlerErrors, suppressWarnings } =
    options;
  const program = {
    command,
    sessionName: options.sessionName,
    targetPid,
    timeoutSeconds,
    bufferMegabytes,
    suppressHandlerErrors,
    suppressWarnings,
    outputFile: undefined,
  };
  const building = { ...buildOptions(program), events };
  if (output.endsWith('/') || isFolder(output)) {
    writeSources(plan, name, output, building, report);
    return;
  }
  const built = await build(plan, name, building, report);
  if (built !== undefined) copyProgram(built.path, output, report);
}

/** Beside its place first and then renamed: a program of that name that runs now goes on with its old file. */
function copyProgram(from: string, to: string, report: Report): void {
  const beside = `${to}.${process.pid}.tmp`;
  try {
    copyFileSync(from, beside);
    chmodSync(beside, 0o755);
    renameSync(beside, to);
  } catch (error) {
    rmSync(beside, { force: true });
    report.add('STSX6015', undefined, { path: to, reason: fileProblem(error) });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
