/** A golden case on the compiled code: built, or taken from the cache, and run in real time; its recording, if it has one, on the replay build. */
import { noProgramOptions } from '../../../targets/libbpf/program-options.ts';
import { needsKernel } from '../../../targets/reference/needs-kernel.ts';
import { build } from '../../6-run/build.ts';
import { programArguments } from '../../6-run/program-arguments.ts';
import { runCaptured } from '../../6-run/run-captured.ts';
import { Report } from '../../diagnostics/report.ts';
import { thisHost } from '../../kernel/host.ts';
import { missingCapabilities } from '../../kernel/privileges.ts';
import { buildOptions } from '../build-options.ts';
import { buildReplay } from '../build-replay.ts';
import { refused, type Outcome } from './case-outcome.ts';
import type { GoldenCase } from './golden-case.ts';
import { openCase, type OpenCase } from './open-case.ts';

const mostSeconds = 20;

export async function runCaseOnLibbpf(golden: GoldenCase): Promise<Outcome> {
  const opened = openCase(golden);
  if (opened.kind === 'refused') return opened;
  const { program, options, replay } = opened;
  replay?.lines.close();
  const missing = needsKernel(program) ? missingCapabilities(thisHost()) : [];
  if (missing.length > 0) return { kind: 'skipped', reason: `needs root: ${missing.join(' and ')}` };
  if (!replay && needsKernel(program)) return { kind: 'skipped', reason: 'it has no recorded events' };
  const report = new Report();
  const path = await builtPath(opened, report);
  if (path === undefined) {
    const lacksTool = report.diagnostics.find(({ code }) => /^STSX601[0124]$/.test(code));
    return lacksTool ? { kind: 'skipped', reason: lacksTool.message } : refused(report);
  }
  const words = replay ? ['--replay', replay.lines.path] : programArguments(options);
  const seconds = (options.timeoutSeconds ?? 0) + mostSeconds;
  return { kind: 'ran', ...(await runCaptured(path, words, seconds)) };
}

async function builtPath({ plan, replay }: OpenCase, report: Report): Promise<string | undefined> {
  if (replay) return buildReplay(replay, 'script', report);
  return (await build(plan, 'script', buildOptions(noProgramOptions), report))?.path;
}
