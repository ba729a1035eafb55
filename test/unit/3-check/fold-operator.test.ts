/** Folding means what running means: 64-bit signed arithmetic that wraps, shift counts modulo 64. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldBinary, foldUnary, identityOf } from '../../../src/3-check/optimise/fold-operator.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const operators = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '>>>'] as const;
const smallest = -(2n ** 63n);

describe('folding', () => {
  it('stays in 64 bits', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operators), int64, int64, (operator, left, right) => {
        const value = foldBinary(operator, left, right);
        expect(value === undefined || BigInt.asIntN(64, value) === value).toBe(true);
      }),
    );
  });

  it('divides as the remainder says', () => {
    fc.assert(
      fc.property(int64, int64, (left, right) => {
        fc.pre(right !== 0n);
        const quotient = foldBinary('/', left, right) ?? 0n;
        const remainder = foldBinary('%', left, right) ?? 0n;
        expect(BigInt.asIntN(64, quotient * right + remainder)).toBe(left);
      }),
    );
  });

  it('takes shift counts modulo 64', () => {
    fc.assert(
      fc.property(fc.constantFrom('<<', '>>', '>>>'), int64, int64, (operator, value, count) => {
        expect(foldBinary(operator, value, count)).toBe(foldBinary(operator, value, count & 63n));
      }),
    );
  });

  it('knows only identities that hold', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...operators),
        fc.constantFrom('left', 'right'),
        int64,
        (operator, side, other) => {
          for (const constant of [-1n, 0n, 1n]) {
            const result = identityOf(operator, side, constant);
            if (result === undefined) continue;
            const [left, right] = side === 'left' ? [constant, other] : [other, constant];
            expect(foldBinary(operator, left, right)).toBe(result === 'other' ? other : result);
          }
        },
      ),
    );
  });

  it('leaves a division by zero to the run', () => {
    expect(foldBinary('/', 1n, 0n)).toBeUndefined();
    expect(foldBinary('%', 1n, 0n)).toBeUndefined();
  });

  it('wraps at the smallest number', () => {
    expect(foldUnary('-', smallest)).toBe(smallest);
    expect(foldBinary('/', smallest, -1n)).toBe(smallest);
    expect(foldBinary('%', smallest, -1n)).toBe(0n);
  });
});
