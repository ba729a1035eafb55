/** delete: a scalar goes back to its beginning, an array loses one element, those that match, or all. */
import type * as ir from '../../src/ir/ir.ts';
import { evaluateKeys, writeValue } from './evaluate-place.ts';
import type { Evaluator } from './evaluator.ts';
import { evaluateKeyPattern, matchesPattern } from './key-pattern.ts';
import { cellOf, type StatementCode } from './machine.ts';
import type { OrderedArray } from './ordered-array.ts';
import { clearStatistic } from './statistics.ts';

export function executeDelete(node: ir.Delete, evaluator: Evaluator): StatementCode {
  const { machine } = evaluator;
  const { target } = node;
  switch (target.kind) {
    case 'local':
    case 'global': {
      const write = writeValue(target, evaluator);
      const initial = target.type === 'long' ? 0n : '';
      return (frame) => {
        write(frame, initial);
        return 'normal';
      };
    }
    case 'stat-global': {
      const { statistic } = cellOf(machine, target.global, 'statistic');
      return () => {
        clearStatistic(statistic);
        return 'normal';
      };
    }
    case 'array': {
      const { array } = cellOf(machine, target.global, 'long-array', 'string-array', 'statistic-array');
      return () => {
        array.clear();
        return 'normal';
      };
    }
    case 'element':
    case 'stat-element':
      return deleteElement(target, evaluator);
  }
}

function deleteElement(
  target: ir.ElementPlace | (ir.StatPlace & { kind: 'stat-element' }),
  evaluator: Evaluator,
): StatementCode {
  const { array } = cellOf(evaluator.machine, target.global, 'long-array', 'string-array', 'statistic-array');
  const keys = evaluateKeys(target.keys, evaluator);
  return (frame) => {
    // The types of the array's content do not matter for taking an element out of it.
    const untyped = array as OrderedArray<unknown>;
    const element = untyped.find(keys(frame));
    if (element) untyped.remove(element);
    return 'normal';
  };
}

export function executeDeleteMatching(node: ir.DeleteMatching, evaluator: Evaluator): StatementCode {
  const { array } = cellOf(evaluator.machine, node.global, 'long-array', 'string-array', 'statistic-array');
  const pattern = evaluateKeyPattern(node.keys, evaluator);
  return (frame) => {
    const untyped = array as OrderedArray<unknown>;
    const wanted = pattern(frame);
    for (const element of untyped.inOrder())
      if (matchesPattern(element.keys, wanted)) untyped.remove(element);
    return 'normal';
  };
}
