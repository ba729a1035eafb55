/** Keys with wildcards, `[k, *]`: of `in`, of a foreach's slice, of delete. */
import type * as ir from '../../src/ir/ir.ts';
import type { Evaluator } from './evaluator.ts';
import type { Frame } from './machine.ts';
import { cut, type Value } from './values.ts';

/** Undefined: any key. */
export type KeyPattern = readonly (Value | undefined)[];

export function evaluateKeyPattern(
  keys: readonly (ir.Expression | undefined)[],
  evaluator: Evaluator,
): (frame: Frame) => KeyPattern {
  const { maxStringLength } = evaluator.machine.limits;
  const codes = keys.map((key) => key && evaluator.value(key));
  return (frame) =>
    codes.map((code) => {
      const value = code?.(frame);
      return typeof value === 'string' ? cut(value, maxStringLength) : value;
    });
}

export function matchesPattern(keys: readonly Value[], pattern: KeyPattern): boolean {
  return pattern.every((wanted, index) => wanted === undefined || wanted === keys[index]);
}
