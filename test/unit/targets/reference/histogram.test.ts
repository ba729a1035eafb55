import { describe, expect, it } from 'vitest';
import type * as ir from '../../../../src/ir/ir.ts';
import { bucketCount, drawHistogram, histogramProblem } from '../../../../targets/reference/histogram.ts';
import { addToStatistic, emptyStatistic } from '../../../../targets/reference/statistics.ts';

const linear = (low: number, high: number, step: number): ir.HistogramShape => ({
  kind: 'linear',
  low: BigInt(low),
  high: BigInt(high),
  step: BigInt(step),
});

function buckets(shape: ir.HistogramShape, values: readonly number[]): bigint[] {
  const statistic = emptyStatistic({ operators: [], shift: 0, histogram: shape });
  for (const value of values) addToStatistic(statistic, BigInt(value));
  return statistic.buckets;
}

/** Each row as `label bar count`, to be read at a glance. */
function rows(shape: ir.HistogramShape, values: readonly number[]): string[] {
  const lines = drawHistogram(buckets(shape, values), shape).split('\n').slice(1, -2);
  return lines.map((line) => line.replace('|', '').replaceAll(/\s+/g, ' ').trim());
}

describe('logarithmic histograms', () => {
  const log: ir.HistogramShape = { kind: 'log' };

  it('put 0 into bucket 64, 1 into 65, -1 into 63', () => {
    const filled = buckets(log, [0, 1, 2, 3, -1, -64, -127]).flatMap((count, index) =>
      count ? [[index, Number(count)]] : [],
    );
    expect(filled).toEqual([
      [57, 2],
      [63, 1],
      [64, 1],
      [65, 1],
      [66, 2],
    ]);
  });

  it('take the extremes of 64 bits', () => {
    const statistic = emptyStatistic({ operators: [], shift: 0, histogram: log });
    addToStatistic(statistic, 2n ** 63n - 1n);
    addToStatistic(statistic, -(2n ** 63n));
    expect([statistic.buckets[0], statistic.buckets[127]]).toEqual([1n, 1n]);
  });

  it('are drawn to the last blank', () => {
    expect(drawHistogram(buckets(log, [1, 2]), log)).toBe(
      [
        'value |-------------------------------------------------- count',
        '    0 |                                                   0',
        '    1 |@                                                  1',
        '    2 |@                                                  1',
        '    4 |                                                   0',
        '    8 |                                                   0',
        '',
        '',
      ].join('\n'),
    );
  });

  it('leave out long gaps, and nothing below 0 without negative values', () => {
    expect(rows(log, [1, 1_000_000, 1_000_001, 64])).toEqual([
      '0 0',
      '1 @ 1',
      '2 0',
      '4 0',
      '~',
      '16 0',
      '32 0',
      '64 @ 1',
      '128 0',
      '256 0',
      '~',
      '131072 0',
      '262144 0',
      '524288 @@ 2',
      '1048576 0',
      '2097152 0',
    ]);
    expect(rows(log, [-1]).slice(0, 3)).toEqual(['-4 0', '-2 0', '-1 @ 1']);
  });

  it('scale bars beyond 50, count column and all', () => {
    const drawn = drawHistogram(
      buckets(log, [...Array<number>(50).fill(4), ...Array<number>(51).fill(9), 17]),
      log,
    );
    expect(drawn).toContain(`    8 |${'@'.repeat(25)}${' '.repeat(26)}51\n`);
    expect(drawn).toContain(`   16 |${' '.repeat(52)}1\n`);
  });
  it('let a maximum that is a multiple of 50 fill the bar', () => {
    const drawn = drawHistogram(buckets(log, Array<number>(100).fill(4)), log);
    expect(drawn).toContain(`    4 |${'@'.repeat(50)} 100\n`);
  });
});

describe('linear histograms', () => {
  it('count the upper bound inside, and show what lies outside only where there is something', () => {
    const values = Array.from({ length: 13 }, (_, i) => i);
    expect(rows(linear(0, 10, 3), values)).toEqual(['0 @@@ 3', '3 @@@ 3', '6 @@@ 3', '9 @@@ 3', '>9 @ 1']);
    expect(rows(linear(0, 10, 5), [-3, 7])).toEqual(['<0 @ 1', '0 0', '5 @ 1', '10 0']);
  });

  it('show two rows on each side', () => {
    expect(rows(linear(0, 10, 1), [5])).toEqual(['3 0', '4 0', '5 @ 1', '6 0', '7 0']);
  });

  it('have a bucket a step, and two', () => {
    expect(bucketCount(linear(0, 100, 10))).toBe(13);
    expect(buckets(linear(-20, 20, 5), [-20, -16, 20, 24, 25])).toEqual([
      0n,
      2n,
      0n,
      0n,
      0n,
      0n,
      0n,
      0n,
      0n,
      2n,
      1n,
    ]);
  });

  it('are refused where SystemTap refuses them', () => {
    expect(histogramProblem(linear(0, 100, 0))).toBe('histogram: interval cannot be zero.');
    expect(histogramProblem(linear(100, 0, 10))).toContain('must be between 1 and 126');
    expect(histogramProblem(linear(0, 126, 1))).toContain('must be between 1 and 126');
    expect(histogramProblem(linear(0, 125, 1))).toBeUndefined();
    expect(histogramProblem(linear(5, 5, 1))).toBeUndefined();
  });
});
