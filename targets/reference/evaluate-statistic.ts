/** Reading aggregates: extractors and histogram buckets. A missing element reads as an empty aggregate. */
import type * as ir from '../../src/ir/ir.ts';
import { evaluateKeys } from './evaluate-place.ts';
import type { Evaluator } from './evaluator.ts';
import { cellOf, raise, type Frame, type LongCode, type StringCode } from './machine.ts';
import { drawHistogram } from './histogram.ts';
import { readStatistic, type Statistic } from './statistics.ts';
import { truth } from './values.ts';

export type StatisticCode = (frame: Frame) => Statistic | undefined;

export function findStatistic(place: ir.StatPlace, evaluator: Evaluator): StatisticCode {
  if (place.kind === 'stat-global') {
    const { statistic } = cellOf(evaluator.machine, place.global, 'statistic');
    return () => statistic;
  }
  const { array } = cellOf(evaluator.machine, place.global, 'statistic-array');
  const keys = evaluateKeys(place.keys, evaluator);
  return (frame) => array.find(keys(frame))?.content;
}

/** Of a statistic that has something in it. */
export function filledStatistic(
  place: ir.StatPlace,
  site: ir.Site,
  evaluator: Evaluator,
): (frame: Frame) => Statistic {
  const find = findStatistic(place, evaluator);
  return (frame) => {
    const statistic = find(frame);
    return statistic && statistic.count !== 0n ? statistic : raise('empty aggregate', site);
  };
}

export function evaluateStatRead(node: ir.StatRead, evaluator: Evaluator): LongCode {
  const find = findStatistic(node.stat, evaluator);
  return (frame) => readStatistic(find(frame), node.operator) ?? raise('empty aggregate', node.site);
}

export function evaluateBucketRead(node: ir.BucketRead, evaluator: Evaluator): LongCode {
  const find = filledStatistic(node.stat, node.site, evaluator);
  const index = evaluator.long(node.index);
  return (frame) => {
    const { buckets } = find(frame);
    return buckets[Number(index(frame))] ?? raise('histogram index out of range', node.site);
  };
}

export function evaluateBucketExists(node: ir.BucketExists, evaluator: Evaluator): LongCode {
  const find = findStatistic(node.stat, evaluator);
  const index = evaluator.long(node.index);
  return (frame) => {
    const statistic = find(frame);
    return truth(statistic?.buckets[Number(index(frame))] !== undefined);
  };
}

export function evaluateHistogram(part: ir.FormatHistogram, evaluator: Evaluator): StringCode {
  const find = filledStatistic(part.stat, part.site, evaluator);
  return (frame) => {
    const { buckets, shape } = find(frame);
    if (!shape.histogram) throw new Error('an aggregate is drawn whose shape has no histogram');
    return drawHistogram(buckets, shape.histogram);
  };
}
