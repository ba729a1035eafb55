/** What was added up elsewhere, merged into a global: as if its additions ran one after the other now. */
import type * as ir from '../../src/ir/ir.ts';
import type { Journal } from './journal.ts';
import type { Machine } from './machine.ts';
import { ScriptError } from './script-error.ts';
import { emptyStatistic, type Statistic } from './statistics.ts';
import { overflowMessage } from '../../src/ir/overflow-message.ts';
import { wrap, type Value } from './values.ts';

export interface Sum {
  readonly global: number;
  readonly keys: readonly Value[];
  readonly count: bigint;
  readonly sum: bigint;
  readonly min: bigint;
  readonly max: bigint;
  /** Whose events these were, and where the script adds: an array that overflows says so there. */
  readonly probe: ir.Probe;
  readonly site: ir.Site;
}

export function mergeSum(sum: Sum, machine: Machine, journal: Journal): void {
  const cell = machine.cells[sum.global];
  switch (cell?.kind) {
    case 'long':
      cell.value = wrap(cell.value + sum.sum);
      return;
    case 'statistic':
      mergeStatistic(cell.statistic, sum);
      return;
    case 'long-array': {
      const element = cell.array.findOrInsert(sum.keys, () => 0n);
      if (element) element.content = wrap(element.content + sum.sum);
      else overflow(sum, cell.global, machine, journal);
      return;
    }
    case 'statistic-array': {
      const element = cell.array.findOrInsert(sum.keys, () => emptyStatistic(cell.shape));
      if (element) mergeStatistic(element.content, sum);
      else overflow(sum, cell.global, machine, journal);
      return;
    }
    case 'string':
    case 'string-array':
    case undefined:
      throw new Error(`global ${sum.global} cannot be added to`);
  }
}

function mergeStatistic(statistic: Statistic, { count, sum, min, max }: Sum): void {
  if (count === 0n) return;
  const first = statistic.count === 0n;
  statistic.count = wrap(statistic.count + count);
  statistic.sum = wrap(statistic.sum + sum);
  if (first || min < statistic.min) statistic.min = min;
  if (first || max > statistic.max) statistic.max = max;
}

function overflow(sum: Sum, global: ir.ArrayGlobal, machine: Machine, journal: Journal): void {
  if (journal.failed) return;
  if (journal.report(new ScriptError(overflowMessage(global), sum.site), sum.probe)) machine.stopping = true;
}
