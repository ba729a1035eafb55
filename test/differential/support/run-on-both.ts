/** One script on both engines. In: its text. Out: what each printed and how it ended. A script that is refused throws: generators write valid ones. */
import { renderDiagnostics } from '../../../src/diagnostics/render.ts';
import { compileText, optionsOf } from '../../support/compile-text.ts';
import type { Outcome } from '../../support/engines/outcome.ts';
import { runPlanOnLibbpf } from '../../support/engines/run-on-libbpf.ts';
import { runProgramOnReference } from '../../support/engines/run-on-reference.ts';

export interface BothOutcomes {
  readonly reference: Outcome;
  readonly libbpf: Outcome;
}

/** A case that ends in an error must not take those behind it along. */
const options = optionsOf(['-D', 'MAXERRORS=100000'], []);
const timeoutSeconds = 20;

export async function runOnBoth(text: string): Promise<BothOutcomes> {
  const { program, plan, report } = compileText('case.stp', text, options);
  if (program === undefined || plan === undefined) {
    const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
    throw new Error(`refused:\n${renderDiagnostics(errors, { color: false, all: true })}\n${text}`);
  }
  const [reference, libbpf] = await Promise.all([
    runProgramOnReference(program, options, timeoutSeconds),
    runPlanOnLibbpf(plan, 'case', options, timeoutSeconds),
  ]);
  return { reference, libbpf };
}

export function isAccepted(text: string): boolean {
  return compileText('case.stp', text, options).plan !== undefined;
}
