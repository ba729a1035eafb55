import { describe, expect, it } from 'vitest';
import type * as ir from '../../../../src/ir/ir.ts';
import {
  addToStatistic,
  clearStatistic,
  emptyStatistic,
  readStatistic,
  sortKey,
} from '../../../../targets/reference/statistics.ts';

const operators: ir.StatOperator[] = ['count', 'sum', 'min', 'max', 'avg', 'variance'];

function statistic(values: readonly (number | bigint)[], shift = 0) {
  const made = emptyStatistic({ operators, shift, histogram: undefined });
  for (const value of values) addToStatistic(made, BigInt(value));
  return made;
}

const readAll = (values: readonly (number | bigint)[]) =>
  operators.slice(0, 5).map((operator) => readStatistic(statistic(values), operator));

describe('extractors', () => {
  it('give 0 or nothing of an empty aggregate', () => {
    const empty = statistic([]);
    expect(operators.map((operator) => readStatistic(empty, operator))).toEqual([
      0n,
      0n,
      ...Array<undefined>(4),
    ]);
    expect(readStatistic(undefined, 'sum')).toBe(0n);
    expect(readStatistic(undefined, 'min')).toBeUndefined();
  });

  it('give count, sum, min, max and the truncated average', () => {
    expect(readAll([5, 3, 9, -4, 0])).toEqual([5n, 13n, -4n, 9n, 2n]);
    expect(readAll([-1, -2])).toEqual([2n, -3n, -2n, -1n, -1n]);
  });

  it('wrap', () => {
    expect(readAll([2n ** 63n - 1n, 2n ** 63n - 1n]).slice(1, 2)).toEqual([-2n]);
  });

  it('begin anew after delete', () => {
    const made = statistic([1, 2]);
    clearStatistic(made);
    addToStatistic(made, 7n);
    expect(readStatistic(made, 'min')).toBe(7n);
    expect(readStatistic(made, 'count')).toBe(1n);
  });
});

describe('@variance', () => {
  const scattered = Array.from({ length: 20 }, (_, i) => (i * 37) % 23);

  it.each([
    [[1, 2, 3, 4, 5], 0, 12n],
    [[1, 2, 3, 4, 5], 1, 2n],
    [[2, 4, 4, 4, 5, 5, 7, 9], 0, 13n],
    [scattered, 0, 49n],
    [scattered, 5, 47n],
    [scattered, 10, 47n],
    [[5], 0, 0n],
    [[5, 5], 0, 0n],
  ])('of %j with shift %d', (values, shift, expected) => {
    expect(readStatistic(statistic(values, shift), 'variance')).toBe(expected);
  });

  it('is no order: arrays sorted by it are sorted by count', () => {
    expect(sortKey(statistic([1, 9]), 'variance')).toBe(2n);
  });
});
