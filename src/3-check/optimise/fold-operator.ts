/**
 * The value of an operator over constants, and the identities SystemTap knows (`x + 0`, `x * 0`, …). What could fail stays: a
 * division by a constant 0 fails when it is run. Shift counts are taken modulo 64, as at run time.
 */
import type * as ast from '../../ast/ast.ts';

export const long = (value: bigint): bigint => BigInt.asIntN(64, value);

export function foldBinary(
  operator: ast.ArithmeticOperator,
  left: bigint,
  right: bigint,
): bigint | undefined {
  const count = BigInt.asUintN(6, right);
  switch (operator) {
    case '+':
      return long(left + right);
    case '-':
      return long(left - right);
    case '*':
      return long(left * right);
    case '/':
      return right === 0n ? undefined : long(left / right);
    case '%':
      return right === 0n ? undefined : long(left % right);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return long(left << count);
    case '>>':
      return left >> count;
    case '>>>':
      return long(BigInt.asUintN(64, left) >> count);
  }
}

export function foldUnary(operator: ast.Unary['operator'], operand: bigint): bigint {
  switch (operator) {
    case '-':
      return long(-operand);
    case '+':
      return operand;
    case '!':
      return operand === 0n ? 1n : 0n;
    case '~':
      return long(~operand);
  }
}

export function foldComparison<Value extends bigint | string>(
  operator: ast.Comparison['operator'],
  left: Value,
  right: Value,
): bigint {
  const holds: Record<ast.Comparison['operator'], boolean> = {
    '<': left < right,
    '>': left > right,
    '<=': left <= right,
    '>=': left >= right,
    '==': left === right,
    '!=': left !== right,
  };
  return holds[operator] ? 1n : 0n;
}

/** What an operator gives when one side is this constant: the other side, or a constant (the other side must be pure). */
type Identity = 'other' | bigint;

const rightIdentities: Partial<Record<ast.ArithmeticOperator, ReadonlyMap<bigint, Identity>>> = {
  '+': new Map([[0n, 'other']]),
  '-': new Map([[0n, 'other']]),
  '*': new Map<bigint, Identity>([
    [0n, 0n],
    [1n, 'other'],
  ]),
  '/': new Map([[1n, 'other']]),
  '%': new Map([
    [1n, 0n],
    [-1n, 0n],
  ]),
  '<<': new Map([[0n, 'other']]),
  '>>': new Map([[0n, 'other']]),
  '&': new Map<bigint, Identity>([
    [0n, 0n],
    [-1n, 'other'],
  ]),
  '|': new Map<bigint, Identity>([
    [0n, 'other'],
    [-1n, -1n],
  ]),
  '^': new Map([[0n, 'other']]),
};

const leftIdentities: Partial<Record<ast.ArithmeticOperator, ReadonlyMap<bigint, Identity>>> = {
  '+': new Map([[0n, 'other']]),
  '*': rightIdentities['*'] ?? new Map(),
  '<<': new Map([[0n, 0n]]),
  '>>': new Map([[0n, 0n]]),
  '&': rightIdentities['&'] ?? new Map(),
  '|': rightIdentities['|'] ?? new Map(),
  '^': new Map([[0n, 'other']]),
};

export function identityOf(
  operator: ast.ArithmeticOperator,
  side: 'left' | 'right',
  constant: bigint,
): Identity | undefined {
  return (side === 'left' ? leftIdentities : rightIdentities)[operator]?.get(constant);
}
