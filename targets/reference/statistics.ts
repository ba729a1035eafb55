/**
 * Aggregates: `s <<< n` and the extractors. The reference has one CPU, so nothing is merged; the variance is still what
 * SystemTap's merging of per-CPU parts makes of one part, rounding included.
 */
import type * as ir from '../../src/ir/ir.ts';
import { addToHistogram, bucketCount } from './histogram.ts';
import { divide, wrap } from './values.ts';

export interface Statistic {
  readonly shape: ir.StatShape;
  count: bigint;
  sum: bigint;
  min: bigint;
  max: bigint;
  /** Running mean of the values << shape.shift, by Welford's steps in whole numbers. */
  mean: bigint;
  /** Sum of squared differences from it. */
  square: bigint;
  readonly buckets: bigint[];
}

export function emptyStatistic(shape: ir.StatShape): Statistic {
  const buckets = shape.histogram ? new Array<bigint>(bucketCount(shape.histogram)).fill(0n) : [];
  return { shape, count: 0n, sum: 0n, min: 0n, max: 0n, mean: 0n, square: 0n, buckets };
}

export function clearStatistic(statistic: Statistic): void {
  statistic.count = statistic.sum = statistic.min = statistic.max = statistic.mean = statistic.square = 0n;
  statistic.buckets.fill(0n);
}

export function addToStatistic(statistic: Statistic, value: bigint): void {
  const first = statistic.count === 0n;
  statistic.count = wrap(statistic.count + 1n);
  statistic.sum = wrap(statistic.sum + value);
  if (first || value < statistic.min) statistic.min = value;
  if (first || value > statistic.max) statistic.max = value;
  const { shape } = statistic;
  if (shape.operators.includes('variance')) addToVariance(statistic, value, first);
  if (shape.histogram) addToHistogram(statistic.buckets, shape.histogram, value);
}

function addToVariance(statistic: Statistic, value: bigint, first: boolean): void {
  const shifted = wrap(value << BigInt(statistic.shape.shift));
  if (first) {
    statistic.mean = shifted;
    statistic.square = 0n;
    return;
  }
  // The difference is kept in 32 bits, which is where large inputs go wrong in SystemTap too.
  const difference = BigInt.asIntN(32, shifted - statistic.mean);
  statistic.mean = wrap(statistic.mean + divide(difference, statistic.count));
  statistic.square = wrap(statistic.square + difference * (shifted - statistic.mean));
}

/** Undefined: "empty aggregate". */
export function readStatistic(
  statistic: Statistic | undefined,
  operator: ir.StatOperator,
): bigint | undefined {
  const empty = !statistic || statistic.count === 0n;
  switch (operator) {
    case 'count':
      return empty ? 0n : statistic.count;
    case 'sum':
      return empty ? 0n : statistic.sum;
    case 'min':
      return empty ? undefined : statistic.min;
    case 'max':
      return empty ? undefined : statistic.max;
    case 'avg':
      return empty ? undefined : divide(statistic.sum, statistic.count);
    case 'variance':
      return empty ? undefined : variance(statistic);
  }
}

/** The part's own variance, and how far its running mean is from the true one. */
function variance(statistic: Statistic): bigint {
  if (statistic.count < 2n) return 0n;
  const shift = BigInt(statistic.shape.shift);
  const mean = divide(wrap(statistic.sum << shift), statistic.count);
  const distance = statistic.mean - mean;
  const within = wrap((statistic.count - 1n) * divide(statistic.square, statistic.count - 1n));
  const between = wrap(statistic.count * distance * distance);
  // The count of a shift is taken modulo 64 here too.
  return divide(wrap(within + between), statistic.count - 1n) >> ((2n * shift) % 64n);
}

/** What arrays of aggregates are sorted by; there is no sorting by variance, which falls back to the count. */
export function sortKey(statistic: Statistic, operator: ir.StatOperator): bigint {
  return readStatistic(statistic, operator === 'variance' ? 'count' : operator) ?? 0n;
}
