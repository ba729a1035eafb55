/**
 * Maps that collect additions to fed globals: which globals, in which order (their index in the library's tables and counters), and
 * how their keys and values lie in memory.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { Plan, PlannedGlobal } from '../../src/5-split/plan.ts';
import { cIdentifier } from './text/literal.ts';

export interface FedGlobal {
  /** Index among the fed globals. */
  readonly index: number;
  readonly planned: PlannedGlobal;
  readonly layout: FedLayout;
}

export interface FedLayout {
  /** Bytes of each key in the map's key; multiples of 8. */
  readonly keySizes: readonly number[];
  /** Histogram buckets behind the value. */
  readonly buckets: number;
}

export function fedGlobals(plan: Plan): readonly FedGlobal[] {
  return plan.globals
    .filter(({ home }) => home === 'fed')
    .map((planned, index) => ({ index, planned, layout: fedLayout(planned) }));
}

export function fedMapName(global: ir.Global, generation: number): string {
  return `fed_${cIdentifier(global.name)}_${generation}`;
}

/** Bytes that a text of at most `length` takes with its NUL. */
export function textSize(length: number): number {
  return (length + 1 + 7) & ~7;
}

function fedLayout(planned: PlannedGlobal): FedLayout {
  const { global } = planned;
  const stat = global.kind === 'scalar' ? undefined : global.stat;
  return { keySizes: keySizes(planned), buckets: bucketCount(stat?.histogram) };
}

/** Bytes of an array's keys in maps and elements. */
export function keySizes({ global, keyLengths }: PlannedGlobal): readonly number[] {
  const keys = global.kind === 'array' ? global.keys : [];
  return keys.map((type, index) => (type === 'long' ? 8 : textSize(keyLengths[index] ?? 0)));
}

export function bucketCount(histogram: ir.HistogramShape | undefined): number {
  if (!histogram) return 0;
  if (histogram.kind === 'log') return 128;
  return histogram.step === 0n ? 0 : Number((histogram.high - histogram.low) / histogram.step) + 3;
}
