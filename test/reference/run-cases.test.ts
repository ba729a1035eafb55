/** The scripts that SystemTap ran: standard output to the byte, the status, and what standard error says, on both targets. */
import { basename } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { compileText, optionsOf } from '../support/compile-text.ts';
import type { Outcome } from '../support/engines/outcome.ts';
import { runPlanOnLibbpf } from '../support/engines/run-on-libbpf.ts';
import { runProgramOnReference } from '../support/engines/run-on-reference.ts';
import { runCases, type ReferenceCase } from '../support/reference-cases.ts';
import { exceptions } from './exceptions.ts';

type Target = 'reference' | 'libbpf';

async function run(candidate: ReferenceCase, target: Target): Promise<Outcome> {
  const without = exceptions[candidate.name]?.withoutFlags;
  const flags = candidate.flags.filter((flag) => without?.test(flag) !== true);
  const options = optionsOf(flags, candidate.arguments);
  const { program, plan, report } = compileText(basename(candidate.path), candidate.script, options);
  const refusal = renderDiagnostics(
    report.diagnostics.filter(({ severity }) => severity === 'error'),
    { color: false, all: false },
  );
  if (program === undefined || plan === undefined) return { output: '', errors: refusal, status: -1 };
  return target === 'reference'
    ? runProgramOnReference(program, options, candidate.timeoutSeconds)
    : runPlanOnLibbpf(plan, candidate.name, options, candidate.timeoutSeconds);
}

/** ERROR and WARNING lines as SystemTap printed them; places in its own tapset are its own. */
function complaints(errors: string): readonly string[] {
  return errors
    .split('\n')
    .filter((line) => /^(ERROR|WARNING): /.test(line))
    .map((line) => line.replace(/ at [^ ]*\/?tapset\/[^ ]*/, ' at (tapset)'));
}

describe.each<Target>(['reference', 'libbpf'])('on %s', (target) => {
  // The run-time library may have to be built first, which no single case should pay for.
  beforeAll(async () => {
    const { plan } = compileText('first.stp', 'probe begin { exit() }');
    if (target === 'libbpf' && plan !== undefined) await runPlanOnLibbpf(plan, 'first', optionsOf([], []), 1);
  }, 300_000);

  for (const candidate of runCases) {
    const { name, category } = candidate;
    const exception = exceptions[name];
    const title =
      exception === undefined ? `${category}/${name}` : `${category}/${name} (${exception.reason})`;
    const refusedWith = exception?.refusedWith;
    if (refusedWith !== undefined) {
      it(title, async () => {
        expect((await run(candidate, target)).errors).toContain(refusedWith);
      });
      continue;
    }
    it.concurrent(title, async ({ expect: expectHere }) => {
      const { output, errors, status } = await run(candidate, target);
      const essence = exception?.essence ?? ((text: string) => text);
      expectHere({
        output: essence(output),
        complaints: complaints(errors),
        status,
        errors: status < 0 ? errors : '',
      }).toEqual({
        output: essence(candidate.output),
        complaints: complaints(candidate.errors),
        status: candidate.status,
        errors: '',
      });
    });
  }
});

describe('the corpus', () => {
  it('is whole', () => {
    expect(runCases.length).toBeGreaterThanOrEqual(162);
  });

  it('has every case that an exception is made for', () => {
    const names = new Set(runCases.map(({ name }) => name));
    expect(Object.keys(exceptions).filter((name) => !names.has(name))).toEqual([]);
  });
});
