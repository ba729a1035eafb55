/** Builds a plan's program with the libbpf target and runs it: the compiled C, in real time. */
import { spawn } from 'node:child_process';
import { noProgramOptions } from '../../../targets/libbpf/program-options.ts';
import type { Plan } from '../../../src/5-split/plan.ts';
import { build } from '../../../src/6-run/build.ts';
import { programArguments } from '../../../src/6-run/program-arguments.ts';
import { buildOptions } from '../../../src/cli/build-options.ts';
import { renderDiagnostics } from '../../../src/diagnostics/render.ts';
import { Report } from '../../../src/diagnostics/report.ts';
import { packageRoot } from '../../../src/package-root.ts';
import type { SessionOptions } from '../../../src/session-options.ts';
import type { Outcome } from './outcome.ts';

/** ^C comes after `timeoutSeconds`; a program that does not end then is killed. */
export async function runPlanOnLibbpf(
  plan: Plan,
  name: string,
  options: SessionOptions,
  timeoutSeconds: number,
): Promise<Outcome> {
  const report = new Report();
  const cacheFolder = `${packageRoot}build/test-cache`;
  const built = await build(plan, name, { ...buildOptions(noProgramOptions), cacheFolder }, report);
  if (built === undefined)
    throw new Error(renderDiagnostics(report.diagnostics, { color: false, all: true }));
  return runProgram(built.path, programArguments(options), timeoutSeconds);
}

function runProgram(path: string, words: readonly string[], timeoutSeconds: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('latin1').on('data', (bytes: string) => (output += bytes));
    child.stderr.setEncoding('latin1').on('data', (bytes: string) => (errors += bytes));
    const interrupt = setTimeout(() => child.kill('SIGINT'), timeoutSeconds * 1000);
    const kill = setTimeout(() => child.kill('SIGKILL'), (timeoutSeconds + 10) * 1000);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(interrupt);
      clearTimeout(kill);
      resolve({
        output,
        errors: signal === null ? errors : `${errors}\nended by ${signal}\n`,
        status: status ?? 128,
      });
    });
  });
}
