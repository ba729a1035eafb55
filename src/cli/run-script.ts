/**
 * `stsx run`: compiles a script and runs it on the target that is asked for or fits. Out: the exit status. Diagnostics are on standard
 * error before the script's first output.
 */
import { noProgramOptions } from '../../targets/libbpf/program-options.ts';
import type { EventUse } from '../../targets/libbpf/recording.ts';
import { needsKernel } from '../../targets/reference/needs-kernel.ts';
import { build, hasClang as hasClangOn } from '../6-run/build.ts';
import { installedDialect } from '../6-run/bpftrace/find-bpftrace.ts';
import { cacheFolder } from '../6-run/cache-folder.ts';
import { installCommand } from '../6-run/install-command.ts';
import { lookUpRun, storeRun } from '../6-run/known-runs.ts';
import { launch } from '../6-run/launch.ts';
import type { ProgramCache } from '../6-run/program-cache.ts';
import { programArguments } from '../6-run/program-arguments.ts';
import { runOnReference } from '../6-run/reference/run-on-reference.ts';
import { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';
import type { Compilation } from '../pipeline.ts';
import { thisHost } from '../kernel/host.ts';
import { missingCapabilities } from '../kernel/privileges.ts';
import { isEventPoint, isInProgram, isInputPoint } from '../program/attach-point.ts';
import type { SessionOptions } from '../session-options.ts';
import { buildOptions } from './build-options.ts';
import { compileFront, surroundings } from './compile-front.ts';
import { compileRecorded } from './compile-recorded.ts';
import { exitStatus } from './exit-status.ts';
import { explainText } from './explain-plan.ts';
import { programName } from './program-name.ts';
import type { ScriptOrigin } from './read-script.ts';
import { runIdentity } from './run-identity.ts';
import { stageTiming, type StageTiming } from './stage-timing.ts';
import { writeReport } from './write-report.ts';

export type TargetName = 'libbpf' | 'bpftrace' | 'reference';

export interface RunRequest {
  readonly target?: TargetName;
  /** On bpftrace: the version to write for, and nothing may differ. */
  readonly bpftrace?: string;
  readonly strict?: true;
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
  if (options.recordFile !== undefined && request.explain !== true) {
    return runRecorded(origin, options, timing, report);
  }
  const identity = request.explain === true ? undefined : runIdentity(origin, options);
  const known =
    identity && (request.target ?? 'libbpf') === 'libbpf' ? lookUpRun(programCache(), identity) : undefined;
  if (known !== undefined) return launchProgram(known, options, report);
  if (request.target === 'bpftrace') return runByBpftrace(origin, options, request, timing, report);
  const front = { depth: 'place', attachElsewhere: false, runStage: timing.run } as const;
  const made = compileFront(origin, options, surroundings(options), front, report);
  writeReport(report, options);
  if (made?.program === undefined || made.plan === undefined || report.hasErrors) return exitStatus.refused;
  if (request.explain === true) {
    process.stdout.write(explainText(made.plan));
    return exitStatus.success;
  }
  const target = request.target ?? fittingTarget(made.program);
  // The compiled program is the first choice; bpftrace serves where it cannot be made.
  if (request.target === undefined && target === 'libbpf' && !hasClang() && hasBpftrace()) {
    return runByBpftrace(origin, options, request, timing, new Report());
  }
  switch (target) {
    case 'bpftrace':
    case 'reference':
      warnOfSilentProbes(made.program, options);
      return runOnReference(made.program, options);
    case 'libbpf':
      return runOnLibbpf(
        origin,
        options,
        made.plan,
        timing,
        report.diagnostics.length === 0 ? identity : undefined,
      );
  }
}

/** Always a compiled program, one that needs no kernel too: it is what writes recordings. */
async function runRecorded(
  origin: ScriptOrigin,
  options: SessionOptions,
  timing: StageTiming,
  report: Report,
): Promise<number> {
  const front = { attachElsewhere: false, runStage: timing.run };
  const recorded = compileRecorded(origin, options, front, undefined, report);
  writeReport(report, options);
  if (recorded === undefined) return exitStatus.refused;
  return runOnLibbpf(origin, options, recorded.plan, timing, undefined, recorded.events);
}

/** Its plan is its own: bpftrace can do less than a compiled program. */
async function runByBpftrace(
  origin: ScriptOrigin,
  options: SessionOptions,
  request: RunRequest,
  timing: StageTiming,
  report: Report,
): Promise<number> {
  const { planForBpftrace } = await import('./plan-for-bpftrace.ts');
  const planned = planForBpftrace(origin, options, request.bpftrace, timing.run, report);
  if (planned === undefined || report.hasErrors) return refuse(report, options);
  if (request.explain === true) {
    writeReport(report, options);
    process.stdout.write(explainText(planned.plan));
    return exitStatus.success;
  }
  if (!needsKernel(planned.plan.program)) {
    writeReport(report, options);
    return runOnReference(planned.plan.program, options);
  }
  if (lacksPrivileges(report)) return refuse(report, options);
  let told = 0;
  const tell = () => {
    const unsaid = new Report();
    unsaid.diagnostics.push(...report.diagnostics.slice(told));
    told = report.diagnostics.length;
    writeReport(unsaid, options);
  };
  const { runOnBpftrace } = await import('../6-run/bpftrace/run-on-bpftrace.ts');
  const otherWay =
    request.target === undefined
      ? `with clang the script runs without bpftrace: ${installCommand()}`
      : 'leave --target away, and the script runs without bpftrace';
  const run = { ...planned, options, strict: request.strict === true, otherWay };
  const status = await runOnBpftrace(run, report, tell);
  tell();
  return status;
}

function programCache(): ProgramCache {
  return { folder: cacheFolder((name) => process.env[name]) };
}

/** A script that asks nothing of the kernel needs neither a compiler nor privileges, and starts sooner without. */
export function fittingTarget(program: ir.Program): TargetName {
  return needsKernel(program) || program.probes.some(({ point }) => isInputPoint(point))
    ? 'libbpf'
    : 'reference';
}

/** Of a script that is run on the reference because the command line asks for it. */
function warnOfSilentProbes(program: ir.Program, options: SessionOptions): void {
  const silent = program.probes.filter(({ point }) => isEventPoint(point) || isInputPoint(point));
  const [first] = silent;
  if (!first) return;
  const report = new Report();
  report.add('STSX6040', undefined, { count: silent.length, probe: first.pointText });
  writeReport(report, options);
}

const searchPath = () => process.env['PATH'] ?? '/usr/bin:/bin';

function hasClang(): boolean {
  return hasClangOn(searchPath());
}

function hasBpftrace(): boolean {
  return installedDialect(searchPath()) !== undefined;
}

/** `identity`: the run may start without being compiled the next time. */
async function runOnLibbpf(
  origin: ScriptOrigin,
  options: SessionOptions,
  plan: NonNullable<Compilation['plan']>,
  timing: StageTiming,
  identity: readonly string[] | undefined,
  events?: EventUse,
): Promise<number> {
  const report = new Report();
  // Said before anything is built.
  if (needsKernel(plan.program) && lacksPrivileges(report)) return refuse(report, options);
  const built = await timing.wait('build', () =>
    build(plan, programName(origin), { ...buildOptions(noProgramOptions), events }, report),
  );
  if (built === undefined) return refuse(report, options);
  // A program that asks nothing of the kernel needs no privileges, which is not asked of a run that is known. Files of programs may change.
  const isKnowable =
    needsKernel(plan.program) && !plan.program.probes.some(({ point }) => isInProgram(point));
  if (identity && isKnowable) storeRun(programCache(), identity, built.key);
  return start(built.path, options, report);
}

/** A run that is known to probe the kernel. */
async function launchProgram(path: string, options: SessionOptions, report: Report): Promise<number> {
  return lacksPrivileges(report) ? refuse(report, options) : start(path, options, report);
}

function lacksPrivileges(report: Report): boolean {
  const missing = missingCapabilities(thisHost());
  if (missing.length > 0) report.add('STSX6017', undefined, { capabilities: missing.join(' and ') });
  return missing.length > 0;
}

function refuse(report: Report, options: SessionOptions): number {
  writeReport(report, options);
  return exitStatus.refused;
}

async function start(path: string, options: SessionOptions, report: Report): Promise<number> {
  const status = await launch(path, { arguments: programArguments(options) }, report);
  writeReport(report, options);
  return status;
}
