/** `stsx compile -o x.bt`: a script as bpftrace text that stands alone. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { Report } from '../diagnostics/report.ts';
import type { SessionOptions } from '../session-options.ts';
import { bpftraceText } from './bpftrace-text.ts';
import { compileFront, surroundings } from './compile-front.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { programName } from './program-name.ts';
import type { ScriptOrigin } from './read-script.ts';
import { stageTiming } from './stage-timing.ts';
import { writeReport } from './write-report.ts';
import { fileProblem } from '../6-run/file-problem.ts';

export interface CompileBpftraceRequest {
  readonly output: string;
  readonly bpftrace?: string;
  readonly strict?: true;
  readonly timing?: true;
}

export function compileToBpftrace(
  origin: ScriptOrigin,
  options: SessionOptions,
  request: CompileBpftraceRequest,
): ExitStatus {
  const { run } = stageTiming(request.timing === true);
  const report = new Report();
  const around = surroundings(options);
  const front = { depth: 'types', attachElsewhere: true, runStage: run } as const;
  const made = compileFront(origin, options, around, front, report);
  const { program, syntax } = made ?? {};
  if (program && syntax && !report.hasErrors) {
    const files = [syntax.source, ...around.library.files];
    const deviations = request.strict === true ? ('refuse' as const) : ('keep' as const);
    const text = { name: programName(origin), version: request.bpftrace, deviations, files };
    const emitted = run('emit', () => bpftraceText(program, options, text, report));
    if (emitted) write(request.output, emitted.text, report);
  }
  writeReport(report, options);
  return program === undefined || report.hasErrors ? exitStatus.refused : exitStatus.success;
}

/** Beside its place first: nobody reads half a file. */
function write(path: string, text: string, report: Report): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text, { encoding: 'latin1', mode: 0o755 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    report.add('STSX6015', undefined, { path, reason: fileProblem(error) });
  }
}
