/**
 * The maps that keep an aggregate: bpftrace has one function a statistic. In: its shape and the dialect. Out: each map's function and the
 * name behind the aggregate's own, which is empty where there is one only.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { Dialect } from './dialects.ts';

export interface StatMap {
  /** `first`: when the element came. */
  readonly keeps: 'count' | 'sum' | 'min' | 'max' | 'stats' | 'histogram' | 'first';
  readonly suffix: string;
}

/** Undefined: it keeps a variance, which bpftrace has not. */
export function statMaps(shape: ir.StatShape, dialect: Dialect): readonly StatMap[] | undefined {
  const { operators, histogram } = shape;
  if (operators.includes('variance')) return undefined;
  const sums = operators.includes('sum') || operators.includes('avg');
  const counts = operators.includes('count') || operators.includes('avg');
  const asStats = sums && counts && !dialect.has('castable-aggregates');
  const kept: StatMap['keeps'][] = [
    ...(asStats ? ['stats' as const] : []),
    ...(counts && !asStats ? ['count' as const] : []),
    ...(sums && !asStats ? ['sum' as const] : []),
    ...(operators.includes('min') ? ['min' as const] : []),
    ...(operators.includes('max') ? ['max' as const] : []),
    ...(histogram ? ['histogram' as const] : []),
  ];
  const maps = kept.length === 0 ? ['count' as const] : kept;
  return maps.map((keeps) => ({ keeps, suffix: maps.length === 1 ? '' : `_${keeps}` }));
}

/** `sum($length)` */
export function statCall(map: StatMap, value: string, shape: ir.StatShape): string {
  switch (map.keeps) {
    case 'first':
      return 'nsecs';
    case 'count':
      return 'count()';
    case 'sum':
    case 'min':
    case 'max':
    case 'stats':
      return `${map.keeps}(${value})`;
    case 'histogram':
      return shape.histogram?.kind === 'linear'
        ? `lhist(${value}, ${shape.histogram.low}, ${shape.histogram.high}, ${shape.histogram.step})`
        : `hist(${value})`;
  }
}
