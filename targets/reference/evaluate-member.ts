/** `[k, *] in a`: whether some element has these keys. */
import type * as ir from '../../src/ir/ir.ts';
import { evaluateKeyPattern, matchesPattern } from './key-pattern.ts';
import { evaluateKeys } from './evaluate-place.ts';
import type { Evaluator } from './evaluator.ts';
import { cellOf, type LongCode } from './machine.ts';
import { truth } from './values.ts';

export function evaluateMember(node: ir.Member, evaluator: Evaluator): LongCode {
  const { array } = cellOf(evaluator.machine, node.global, 'long-array', 'string-array', 'statistic-array');
  const exact = node.keys.filter((key) => key !== undefined);
  if (exact.length === node.keys.length) {
    const keys = evaluateKeys(exact, evaluator);
    return (frame) => truth(array.find(keys(frame)) !== undefined);
  }
  const pattern = evaluateKeyPattern(node.keys, evaluator);
  return (frame) => {
    const wanted = pattern(frame);
    for (const element of array.inOrder()) if (matchesPattern(element.keys, wanted)) return 1n;
    return 0n;
  };
}
