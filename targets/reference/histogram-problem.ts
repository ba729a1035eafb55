/** SystemTap finds out that a histogram's parameters make no sense when the session begins, and then refuses to begin. */
import type * as ir from '../../src/ir/ir.ts';
import { histogramProblem } from './histogram.ts';

export function findHistogramProblem(
  globals: readonly ir.Global[],
): { warning: string; error: string } | undefined {
  for (const global of globals) {
    const shape = global.kind === 'scalar' ? undefined : global.stat;
    const warning = shape?.histogram && histogramProblem(shape.histogram);
    if (warning) return { warning, error: `global variable '__global_${global.name}' allocation failed` };
  }
  return undefined;
}
