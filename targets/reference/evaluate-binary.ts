/** The operators between two numbers, as a table; division is the one that can fail. */
import type * as ir from '../../src/ir/ir.ts';
import { raise } from './machine.ts';
import { divide, remainder, shiftLeft, shiftRight, shiftRightUnsigned, wrap } from './values.ts';

export type BinaryOperation = (left: bigint, right: bigint) => bigint;

const operations: Readonly<Record<Exclude<ir.BinaryOperator, '/' | '%'>, BinaryOperation>> = {
  '+': (left, right) => wrap(left + right),
  '-': (left, right) => wrap(left - right),
  '*': (left, right) => wrap(left * right),
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '<<': shiftLeft,
  '>>': shiftRight,
  '>>>': shiftRightUnsigned,
};

export function binaryOperation(operator: ir.BinaryOperator, site: ir.Site): BinaryOperation {
  if (operator !== '/' && operator !== '%') return operations[operator];
  const operate = operator === '/' ? divide : remainder;
  return (left, right) => operate(left, right === 0n ? raise('division by 0', site) : right);
}
