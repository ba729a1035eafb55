/**
 * Histograms: which bucket a value falls into, and the drawing. Bucket 64 of a logarithmic one is the value 0, 65 + n the
 * values from 2^n, 63 - n their negatives. Bucket 0 of a linear one is what lies below `low`, its last one what lies above.
 */
import type * as ir from '../../src/ir/ir.ts';

const ZERO_BUCKET = 64;
const LOG_BUCKETS = 128;
const MOST_BUCKETS = 128n;

/** Of a bar, in characters. */
const WIDTH = 50;
/** Empty rows that are shown beside a row that is not. */
const MARGIN = 2;

export function bucketCount(shape: ir.HistogramShape): number {
  return shape.kind === 'log' ? LOG_BUCKETS : Number((shape.high - shape.low) / shape.step + 3n);
}

/** Why SystemTap would not make this histogram at the session's start; undefined: it would. */
export function histogramProblem(shape: ir.HistogramShape): string | undefined {
  if (shape.kind === 'log') return undefined;
  if (shape.step === 0n) return 'histogram: interval cannot be zero.';
  const count = (shape.high - shape.low) / shape.step + 3n;
  if (count > 0n && count <= MOST_BUCKETS) return undefined;
  return (
    'histogram: Number of buckets must be between 1 and 126\n' +
    'Number_of_buckets = (stop - start) / interval.\n' +
    'Please adjust your start, stop, and interval values.'
  );
}

export function addToHistogram(buckets: bigint[], shape: ir.HistogramShape, value: bigint): void {
  const index = shape.kind === 'log' ? logBucket(value) : linearBucket(shape, value, buckets.length);
  buckets[index] = (buckets[index] ?? 0n) + 1n;
}

function logBucket(value: bigint): number {
  if (value === 0n) return ZERO_BUCKET;
  const bits = (value < 0n ? -value : value).toString(2).length;
  return value < 0n ? ZERO_BUCKET - bits : ZERO_BUCKET + bits;
}

function linearBucket(shape: ir.HistogramShape & { kind: 'linear' }, value: bigint, count: number): number {
  if (value < shape.low) return 0;
  const index = (value - shape.low) / shape.step + 1n;
  return index < BigInt(count) ? Number(index) : count - 1;
}

/** The drawing, its closing empty line included; the histogram is not empty. */
export function drawHistogram(buckets: readonly bigint[], shape: ir.HistogramShape): string {
  const most = buckets.reduce((left, right) => (left > right ? left : right), 0n);
  // The least whole number of samples a character that keeps the longest bar within WIDTH.
  const scale = most <= BigInt(WIDTH) ? 1n : (most + BigInt(WIDTH) - 1n) / BigInt(WIDTH);
  const { first, last } = shownRange(buckets, shape);
  const labelWidth = Math.max(
    'value'.length,
    ...edgeLabels(first, last, buckets.length, shape).map((label) => label.length),
  );
  const countWidth = most.toString().length;

  const lines = [`${'value'.padStart(labelWidth)} |${'-'.repeat(WIDTH)} count`];
  let eliding = false;
  for (let index = first; index <= last; index++) {
    if (isElided(buckets, index)) {
      if (!eliding) lines.push(`${' '.repeat(labelWidth)} ~`);
      eliding = true;
      continue;
    }
    eliding = false;
    const count = buckets[index] ?? 0n;
    const bar = '@'.repeat(Number(count / scale));
    const field = WIDTH - bar.length + 1 + countWidth;
    lines.push(
      `${rowLabel(index, buckets.length, shape).padStart(labelWidth)} |${bar}${count.toString().padStart(field)}`,
    );
  }
  return `${lines.join('\n')}\n\n`;
}

/** From two rows before the data to two behind; rows of what lies outside only where there is something. */
function shownRange(buckets: readonly bigint[], shape: ir.HistogramShape): { first: number; last: number } {
  const firstFilled = buckets.findIndex((count) => count > 0n);
  const lastFilled = buckets.findLastIndex((count) => count > 0n);
  const end = buckets.length - 1;
  if (shape.kind === 'log') {
    const lowest = firstFilled >= ZERO_BUCKET ? ZERO_BUCKET : 0;
    return { first: Math.max(lowest, firstFilled - MARGIN), last: Math.min(end, lastFilled + MARGIN) };
  }
  return {
    first: Math.max(buckets[0] === 0n ? 1 : 0, firstFilled - MARGIN),
    last: Math.min(buckets[end] === 0n ? end - 1 : end, lastFilled + MARGIN),
  };
}

function isElided(buckets: readonly bigint[], index: number): boolean {
  return buckets.slice(Math.max(0, index - MARGIN), index + MARGIN + 1).every((count) => count === 0n);
}

function rowLabel(index: number, count: number, shape: ir.HistogramShape): string {
  if (shape.kind === 'log') return logBound(index).toString();
  if (index === 0) return `<${shape.low}`;
  if (index === count - 1) return `>${shape.low + BigInt(index - 2) * shape.step}`;
  return (shape.low + BigInt(index - 1) * shape.step).toString();
}

function logBound(index: number): bigint {
  if (index === ZERO_BUCKET) return 0n;
  return index > ZERO_BUCKET
    ? 1n << BigInt(index - ZERO_BUCKET - 1)
    : -(1n << BigInt(ZERO_BUCKET - index - 1));
}

/** What the label column is made wide enough for. A linear one is measured a step beyond its last row. */
function edgeLabels(first: number, last: number, count: number, shape: ir.HistogramShape): string[] {
  if (shape.kind === 'log') return [logBound(first).toString(), logBound(last).toString()];
  const below = first === 0 ? '<' : '';
  const above = last === count - 1 ? '>' : '';
  return [`${below}${shape.low}`, `${above}${shape.low + shape.step * BigInt(last)}`];
}
