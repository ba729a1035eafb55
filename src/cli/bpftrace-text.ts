/**
 * A script as bpftrace text, for `compile -o x.bt` and `check --target bpftrace`. In: a program and a dialect. Out: the text, undefined
 * where it cannot be or may not be written; what bpftrace cannot do and what differs is in the report.
 */
import { dialectOf, newestVersion, type Dialect } from '../../targets/bpftrace/dialects.ts';
import { emitBpftrace, type EmittedScript } from '../../targets/bpftrace/emit.ts';
import { installedDialect } from '../6-run/bpftrace/find-bpftrace.ts';
import type { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';
import { spanOfSite } from '../pipeline.ts';
import type { SessionOptions } from '../session-options.ts';
import type { SourceFile } from '../source/source.ts';

export interface BpftraceTextRequest {
  readonly name: string;
  /** As given; undefined: what is installed, else the newest that stsx knows. */
  readonly version: string | undefined;
  /** What becomes of what differs: it stands at the head of the text in any case. */
  readonly deviations: 'refuse' | 'list' | 'keep';
  readonly files: readonly SourceFile[];
}

export function bpftraceText(
  program: ir.Program,
  options: SessionOptions,
  request: BpftraceTextRequest,
  report: Report,
): EmittedScript | undefined {
  const emitted = emitBpftrace(program, request.name, chosenDialect(request.version), {
    target: options.command === undefined ? String(options.targetPid ?? 0) : 'cpid',
  });
  for (const { site, probe, obstacle } of emitted.problems) {
    report.add('STSX5020', spanOfSite(site, request.files), { probe: probe.pointText, obstacle });
  }
  if (request.deviations !== 'keep') {
    const code = request.deviations === 'refuse' ? 'STSX5021' : 'STSX5022';
    for (const { number, text } of emitted.deviations) report.add(code, undefined, { number, text });
  }
  return report.hasErrors ? undefined : emitted;
}

/** The version was looked at when the command line was read. */
export function chosenDialect(version: string | undefined): Dialect {
  const chosen =
    version === undefined
      ? (installedDialect(process.env['PATH'] ?? '/usr/bin:/bin') ?? dialectOf(newestVersion))
      : dialectOf(version);
  if (!chosen) throw new Error(`there is no dialect for bpftrace ${version ?? newestVersion}`);
  return chosen;
}
