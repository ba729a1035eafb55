/**
 * Globals that both halves work on: which, and how they lie in memory (stsx_shared.h). Scalars and aggregates are members of one structure,
 * which stands in the header of both halves; an array is a map of its own.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { Plan, PlannedGlobal } from '../../src/5-split/plan.ts';
import { bucketCount, keySizes, textSize } from './fed-layout.ts';
import { cIdentifier } from './text/literal.ts';
import type { RecordLayout } from './record-layout.ts';
import { NameTable } from './text/name-table.ts';

export interface SharedGlobal {
  readonly planned: PlannedGlobal;
  /** Member of the structure; of an array: its map. */
  readonly name: string;
  /** Bytes of each key. */
  readonly keySizes: readonly number[];
  /** Bytes of a string's buffer: a scalar's, or an array's value. */
  readonly textSize: number;
  /** Histogram buckets behind an aggregate. */
  readonly buckets: number;
}

export function sharedGlobals(plan: Plan): readonly SharedGlobal[] {
  const names = new NameTable();
  return plan.globals
    .filter(({ home }) => home === 'shared')
    .map((planned) => {
      const { global } = planned;
      const stat = global.kind === 'scalar' ? undefined : global.stat;
      return {
        planned,
        name: names.unique(global.kind === 'array' ? `array_${cIdentifier(global.name)}` : global.name),
        keySizes: keySizes(planned),
        textSize: textSize(plan.lengths.globals[global.id]?.value ?? 0),
        buckets: bucketCount(stat?.histogram),
      };
    });
}

/** Words of an aggregate: struct stsx_stat with its buckets. */
export function statWords({ buckets }: SharedGlobal): number {
  return 6 + buckets;
}

/** Whether the halves know something that is written in a header. */
export function hasHeader(plan: Plan, layouts: ReadonlyMap<number, RecordLayout>): boolean {
  return layouts.size > 0 || sharedDefinition(plan).length > 0;
}

/** `struct shared_globals`, empty where all shared globals are arrays. */
export function sharedDefinition(plan: Plan): readonly string[] {
  const members = sharedGlobals(plan).flatMap((shared) => memberLine(shared, shared.planned.global));
  if (members.length === 0) return [];
  return [
    '/* Globals that both halves work on, under locks. */',
    'struct shared_globals {',
    ...members,
    '} __attribute__((aligned(8)));',
    '',
  ];
}

function memberLine(shared: SharedGlobal, global: ir.Global): readonly string[] {
  switch (global.kind) {
    case 'scalar':
      return [
        global.type === 'long' ? `\tint64_t ${shared.name};` : `\tchar ${shared.name}[${shared.textSize}];`,
      ];
    case 'stat':
      return [`\tint64_t ${shared.name}[${statWords(shared)}]; /* struct stsx_stat */`];
    case 'array':
      return [];
  }
}
