import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareValues,
  cut,
  cutAtNul,
  divide,
  INT64_MAX,
  INT64_MIN,
  remainder,
  shiftLeft,
  shiftRight,
  shiftRightUnsigned,
  wrap,
} from '../../../../targets/reference/values.ts';

const long = fc.bigInt({ min: INT64_MIN, max: INT64_MAX });

describe('numbers', () => {
  it('wrap at 64 bits', () => {
    expect(wrap(INT64_MAX + 1n)).toBe(INT64_MIN);
    expect(wrap(-INT64_MIN)).toBe(INT64_MIN);
  });

  it('divide towards zero, without a trap at the edge', () => {
    expect(divide(-7n, 2n)).toBe(-3n);
    expect(remainder(-7n, 2n)).toBe(-1n);
    expect(remainder(7n, -2n)).toBe(1n);
    expect(divide(INT64_MIN, -1n)).toBe(INT64_MIN);
    expect(remainder(INT64_MIN, -1n)).toBe(0n);
  });

  it('are quotient times divisor plus remainder', () => {
    fc.assert(
      fc.property(
        long,
        long.filter((n) => n !== 0n),
        (a, b) => wrap(divide(a, b) * b + remainder(a, b)) === a,
      ),
    );
  });

  it('shift by the low six bits of the count', () => {
    expect(shiftLeft(1n, 64n)).toBe(1n);
    expect(shiftLeft(1n, 65n)).toBe(2n);
    expect(shiftLeft(1n, -1n)).toBe(INT64_MIN);
    expect(shiftRight(-8n, -1n)).toBe(-1n);
    expect(shiftRightUnsigned(-1n, 60n)).toBe(15n);
    expect(shiftRightUnsigned(-1n, 0n)).toBe(-1n);
  });
});

describe('strings', () => {
  it('are compared by unsigned bytes', () => {
    expect(compareValues('a\x80', 'a\x7f')).toBeGreaterThan(0);
    expect(compareValues('a', 'ab')).toBeLessThan(0);
    expect(compareValues('ab', 'ab')).toBe(0);
  });

  it('are cut to one byte less than their buffer', () => {
    expect(cut('abcd', 4)).toBe('abc');
    expect(cut('abc', 4)).toBe('abc');
    expect(cutAtNul('a\0b', 10)).toBe('a');
  });
});
