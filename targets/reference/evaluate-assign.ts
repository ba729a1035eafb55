/** =, the compound assignments, ++ and --. The target's keys come first, its old value is read after the right-hand side. */
import type * as ir from '../../src/ir/ir.ts';
import { binaryOperation } from './evaluate-binary.ts';
import { referLong, referString } from './evaluate-place.ts';
import type { Evaluator } from './evaluator.ts';
import type { LongCode, StringCode } from './machine.ts';
import { cut, wrap } from './values.ts';

export function assignLong(node: ir.Assign, evaluator: Evaluator): LongCode {
  const target = referLong(node.target, evaluator);
  const value = evaluator.long(node.value);
  if (node.operator === undefined) {
    return (frame) => {
      const place = target(frame);
      const assigned = value(frame);
      place.write(assigned);
      return assigned;
    };
  }
  if (node.operator === 'concat') throw new Error('a number cannot be appended to');
  const operate = binaryOperation(node.operator, node.site);
  return (frame) => {
    const place = target(frame);
    const right = value(frame);
    const assigned = operate(place.read(), right);
    place.write(assigned);
    return assigned;
  };
}

export function assignString(node: ir.Assign, evaluator: Evaluator): StringCode {
  const target = referString(node.target, evaluator);
  const value = evaluator.string(node.value);
  const { maxStringLength } = evaluator.machine.limits;
  const appends = node.operator === 'concat';
  return (frame) => {
    const place = target(frame);
    const right = value(frame);
    const assigned = cut(appends ? place.read() + right : right, maxStringLength);
    place.write(assigned);
    return assigned;
  };
}

export function stepLong(node: ir.Step, evaluator: Evaluator): LongCode {
  const target = referLong(node.target, evaluator);
  const delta = BigInt(node.delta);
  return (frame) => {
    const place = target(frame);
    const before = place.read();
    const after = wrap(before + delta);
    place.write(after);
    return node.result === 'old' ? before : after;
  };
}
