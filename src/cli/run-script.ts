/**
 * `stsx run`: compiles a script and runs it on the target that is asked for or fits. Out: the exit status. Diagnostics are on standard
 * error before the script's first output.
 */
import { noProgramOptions } from '../../targets/libbpf/program-options.ts';
import { build } from '../6-run/build.ts';
import { launch } from '../6-run/launch.ts';
import { programArguments } from '../6-run/program-arguments.ts';
import { runOnReference } from '../6-run/reference/run-on-reference.ts';
import { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';
import type { Compilation } from '../pipeline.ts';
import { thisHost } from '../kernel/host.ts';
import { missingCapabilities } from '../kernel/privileges.ts';
import { isEventPoint } from '../program/attach-point.ts';
import type { SessionOptions } from '../session-options.ts';
import { buildOptions } from './build-options.ts';
import { compileFront, surroundings } from './compile-front.ts';
import { exitStatus } from './exit-status.ts';
import { explainText } from './explain-plan.ts';
import { programName } from './program-name.ts';
import type { ScriptOrigin } from './read-script.ts';
import { stageTiming, type StageTiming } from './stage-timing.ts';
import { writeReport } from './write-report.ts';

export type TargetName = 'libbpf' | 'reference';

export interface RunRequest {
  readonly target?: TargetName;
  readonly explain?: true;
  readonly timing?: true;
}

export async function runScript(
  origin: ScriptOrigin,
  options: SessionOptions,
  request: RunRequest,
): Promise<number> {
  const timing = stageTiming(request.timing === true);
  const report = new Report();
  const front = { depth: 'place', attachElsewhere: false, runStage: timing.run } as const;
  const made = compileFront(origin, options, surroundings(options), front, report);
  writeReport(report, options);
  if (made?.program === undefined || made.plan === undefined || report.hasErrors) return exitStatus.refused;
  if (request.explain === true) {
    process.stdout.write(explainText(made.plan));
    return exitStatus.success;
  }
  switch (request.target ?? fittingTarget(made.program)) {
    case 'reference':
      return runOnReference(made.program, options);
    case 'libbpf':
      return runOnLibbpf(origin, options, made.plan, timing);
  }
}

/** A script without event probes needs neither a compiler nor privileges, and starts sooner without. */
export function fittingTarget(program: ir.Program): TargetName {
  return probesTheKernel(program) ? 'libbpf' : 'reference';
}

function probesTheKernel(program: ir.Program): boolean {
  return program.probes.some(({ point }) => isEventPoint(point));
}

async function runOnLibbpf(
  origin: ScriptOrigin,
  options: SessionOptions,
  plan: NonNullable<Compilation['plan']>,
  timing: StageTiming,
): Promise<number> {
  const report = new Report();
  const missing = probesTheKernel(plan.program) ? missingCapabilities(thisHost()) : [];
  if (missing.length > 0) {
    report.add('STSX6017', undefined, { capabilities: missing.join(' and ') });
    writeReport(report, options);
    return exitStatus.refused;
  }
  const built = await timing.wait('build', () =>
    build(plan, programName(origin), buildOptions(noProgramOptions), report),
  );
  const status =
    built === undefined
      ? exitStatus.refused
      : await launch(built.path, { arguments: programArguments(options) }, report);
  writeReport(report, options);
  return status;
}
