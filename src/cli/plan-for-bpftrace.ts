/** A script's plan for the bpftrace of this machine, or for it as one of `version`. Out: undefined where it cannot be had, with the reason in the report. */
import { kernelCapabilities } from '../../targets/bpftrace/capabilities.ts';
import { servedByProgram } from '../../targets/bpftrace/script/emit-handlers.ts';
import { split } from '../5-split/split.ts';
import type { Plan } from '../5-split/plan.ts';
import { findBpftrace, type FoundBpftrace } from '../6-run/bpftrace/find-bpftrace.ts';
import { installCommand } from '../6-run/install-command.ts';
import type { Report } from '../diagnostics/report.ts';
import { spanOfSite, type RunStage } from '../pipeline.ts';
import { isInputPoint } from '../program/attach-point.ts';
import type { SessionOptions } from '../session-options.ts';
import { compileFront, surroundings } from './compile-front.ts';
import type { ScriptOrigin } from './read-script.ts';

export interface BpftracePlan {
  readonly plan: Plan;
  readonly bpftrace: FoundBpftrace;
}

export function planForBpftrace(
  origin: ScriptOrigin,
  options: SessionOptions,
  version: string | undefined,
  runStage: RunStage,
  report: Report,
): BpftracePlan | undefined {
  const bpftrace = findBpftrace(process.env['PATH'] ?? '/usr/bin:/bin', installCommand(), version, report);
  if (!bpftrace) return undefined;
  const around = surroundings(options);
  const front = { depth: 'types', attachElsewhere: false, runStage } as const;
  const made = compileFront(origin, options, around, front, report);
  const { program, syntax } = made ?? {};
  if (!program || !syntax || report.hasErrors) return undefined;
  const { plan, problems } = runStage('split', () => split(program, kernelCapabilities(bpftrace.dialect)));
  for (const { site, probe, obstacle } of problems) {
    const span = spanOfSite(site, [syntax.source, ...around.library.files]);
    report.add('STSX5023', span, { probe: probe.pointText, obstacle });
  }
  for (const { point, pointText, site } of program.probes) {
    if (!isInputPoint(point)) continue;
    const span = spanOfSite(site, [syntax.source, ...around.library.files]);
    report.add('STSX5023', span, { probe: pointText, obstacle: servedByProgram });
  }
  return plan && { plan, bpftrace };
}
