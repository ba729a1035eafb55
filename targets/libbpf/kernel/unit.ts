/** What the programs of one kernel half share. */
import type { Plan } from '../../../src/5-split/plan.ts';
import { fedGlobals, type FedGlobal } from '../fed-layout.ts';
import type { RecordLayout } from '../record-layout.ts';
import { sharedGlobals, type SharedGlobal } from '../shared-layout.ts';
import type { RecordedLayout } from '../recorded-layout.ts';
import { SiteTable } from '../text/site-table.ts';
import type { CalledHandler } from './emit-attachment.ts';
import { ExecutableTable } from './executable-table.ts';
import { TypeTable } from './type-table.ts';

export interface KernelUnit {
  readonly plan: Plan;
  readonly layouts: ReadonlyMap<number, RecordLayout>;
  /** By the global's id. */
  readonly fed: ReadonlyMap<number, FedGlobal>;
  /** By the global's id. */
  readonly shared: ReadonlyMap<number, SharedGlobal>;
  /** Places that errors of kernel handlers name; the user half holds the table. */
  readonly sites: SiteTable;
  readonly types: TypeTable;
  readonly executables: ExecutableTable;
  /** Of a replay build: what is recorded of each probe's events. */
  readonly recorded: ReadonlyMap<number, RecordedLayout> | undefined;
  /** Some program writes to the ring buffer. */
  usesEvents: boolean;
  /** By the probe's id: its handler, once it is written. */
  readonly called: Map<number, CalledHandler>;
}

export function createKernelUnit(
  plan: Plan,
  layouts: ReadonlyMap<number, RecordLayout>,
  recorded: ReadonlyMap<number, RecordedLayout> | undefined,
): KernelUnit {
  return {
    plan,
    layouts,
    fed: new Map(fedGlobals(plan).map((fed) => [fed.planned.global.id, fed])),
    shared: new Map(sharedGlobals(plan).map((shared) => [shared.planned.global.id, shared])),
    sites: new SiteTable('kernel_sites'),
    types: new TypeTable(),
    executables: new ExecutableTable(),
    recorded,
    usesEvents: layouts.size > 0,
    called: new Map(),
  };
}
