/** `stsx check`: diagnostics of each file; with --format json one line a file on standard output and nothing else. */
import { diagnosticJson } from '../diagnostics/render.ts';
import { Report } from '../diagnostics/report.ts';
import type { Depth } from '../pipeline.ts';
import type { SessionOptions } from '../session-options.ts';
import { fromBytes } from './bytes.ts';
import { bpftraceText } from './bpftrace-text.ts';
import { compileFront, surroundings } from './compile-front.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { internalError } from './internal-error.ts';
import { programName } from './program-name.ts';
import type { ScriptOrigin } from './read-script.ts';
import { stageTiming } from './stage-timing.ts';
import { writeReport } from './write-report.ts';

export interface CheckRequest {
  readonly stage: Depth;
  readonly format: 'text' | 'json';
  readonly timing?: true;
  readonly target?: 'libbpf' | 'bpftrace' | 'reference';
  readonly bpftrace?: string;
  readonly strict?: true;
}

export function checkScripts(
  origins: readonly ScriptOrigin[],
  options: SessionOptions,
  request: CheckRequest,
): ExitStatus {
  const { run } = stageTiming(request.timing === true);
  const around = surroundings(options);
  const forBpftrace = request.target === 'bpftrace' && request.stage === 'place';
  const depth = forBpftrace ? 'types' : request.stage;
  const front = { depth, attachElsewhere: true, runStage: run } as const;
  let allGood = true;
  for (const origin of origins) {
    const report = new Report();
    try {
      const made = compileFront(origin, options, around, front, report);
      if (forBpftrace && made?.program && !report.hasErrors) {
        const files = made.syntax ? [made.syntax.source, ...around.library.files] : around.library.files;
        const deviations = request.strict === true ? ('refuse' as const) : ('list' as const);
        const text = { name: programName(origin), version: request.bpftrace, deviations, files };
        bpftraceText(made.program, options, text, report);
      }
    } catch (error) {
      // A bug that one file shows must not hide the verdict on the others.
      report.add('STSX9001', undefined, { problem: internalError(error, options.verbosity) });
    }
    allGood &&= !report.hasErrors;
    if (request.format === 'json') process.stdout.write(`${JSON.stringify(asJson(origin, report))}\n`);
    else writeReport(report, options);
  }
  return allGood ? exitStatus.success : exitStatus.refused;
}

function asJson(origin: ScriptOrigin, report: Report): unknown {
  const file = origin.kind === 'path' ? fromBytes(origin.path) : '<input>';
  return { file, ok: !report.hasErrors, diagnostics: report.diagnostics.map(diagnosticJson) };
}
