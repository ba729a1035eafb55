/** The globals' memory: one cell a global, in the order of `Program.globals`. */
import type * as ir from '../../src/ir/ir.ts';
import { OrderedArray } from './ordered-array.ts';
import { emptyStatistic, type Statistic } from './statistics.ts';

export type Cell =
  LongCell | StringCell | StatisticCell | LongArrayCell | StringArrayCell | StatisticArrayCell;

export interface LongCell {
  readonly kind: 'long';
  value: bigint;
}

export interface StringCell {
  readonly kind: 'string';
  value: string;
}

export interface StatisticCell {
  readonly kind: 'statistic';
  readonly statistic: Statistic;
}

interface ArrayCellBase<Content> {
  readonly global: ir.ArrayGlobal;
  readonly array: OrderedArray<Content>;
}

export interface LongArrayCell extends ArrayCellBase<bigint> {
  readonly kind: 'long-array';
}

export interface StringArrayCell extends ArrayCellBase<string> {
  readonly kind: 'string-array';
}

export interface StatisticArrayCell extends ArrayCellBase<Statistic> {
  readonly kind: 'statistic-array';
  readonly shape: ir.StatShape;
}

export type ArrayCell = LongArrayCell | StringArrayCell | StatisticArrayCell;

export function makeCell(global: ir.Global): Cell {
  switch (global.kind) {
    case 'scalar':
      return typeof global.initial === 'bigint'
        ? { kind: 'long', value: global.initial }
        : { kind: 'string', value: global.initial };
    case 'stat':
      return { kind: 'statistic', statistic: emptyStatistic(global.stat) };
    case 'array':
      return makeArrayCell(global);
  }
}

function makeArrayCell(global: ir.ArrayGlobal): ArrayCell {
  const { capacity, wrap } = global;
  if (global.value === 'long') return { kind: 'long-array', global, array: new OrderedArray(capacity, wrap) };
  if (global.value === 'string')
    return { kind: 'string-array', global, array: new OrderedArray(capacity, wrap) };
  if (!global.stat) throw new Error(`array ${global.name} of aggregates without a shape`);
  return { kind: 'statistic-array', global, shape: global.stat, array: new OrderedArray(capacity, wrap) };
}
