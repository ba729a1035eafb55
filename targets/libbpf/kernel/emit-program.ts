/**
 * The kernel half as one BPF C file. In: the plan. Out: its text and the places that its errors name, which the user half holds; undefined
 * if no probe is an event.
 */
import type { Plan } from '../../../src/5-split/plan.ts';
import type { RecordLayout } from '../record-layout.ts';
import type { SiteTable } from '../text/site-table.ts';
import { fedDefinitions, valueText } from './emit-fed.ts';
import { emitProbe } from './emit-probe.ts';
import { createKernelUnit, type KernelUnit } from './unit.ts';

export interface KernelHalf {
  readonly text: string;
  readonly sites: SiteTable;
}

export function emitKernelHalf(
  plan: Plan,
  name: string,
  layouts: ReadonlyMap<number, RecordLayout>,
): KernelHalf | undefined {
  const unit = createKernelUnit(plan, layouts);
  const programs = plan.probes.flatMap((planned) =>
    planned.placement === 'user' ? [] : [emitProbe(planned, unit)],
  );
  if (programs.length === 0) return undefined;
  const sections: (readonly string[])[] = [
    [`/* Kernel half of ${name}: what its probes do where the event is. */`],
    prelude(unit, name),
    unit.types.definitions(),
    fedDefinitions(unit),
    ...programs.map((text) => [text.trimEnd()]),
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n').trimEnd()}\n`)
    .join('\n');
  return { text, sites: unit.sites };
}

function prelude(unit: KernelUnit, name: string): readonly string[] {
  const usesRegisters = unit.plan.probes.some(
    ({ placement, probe }) => placement !== 'user' && probe.point.kind === 'function',
  );
  const values = [...unit.fed.values()].map(valueText);
  const largest = values.includes('sizeof(struct stsx_fed_stat)') || values.length > 0;
  return [
    `#define STSX_PROBES ${unit.plan.probes.length}`,
    ...(unit.usesEvents ? ['#define STSX_EVENTS'] : []),
    ...(largest
      ? [`#define STSX_FED (sizeof(struct stsx_fed_stat) + ${mostBuckets(unit)} * sizeof(__s64))`]
      : []),
    '#include "stsx.bpf.h"',
    ...(usesRegisters ? ['#include "registers.bpf.h"'] : []),
    ...(unit.layouts.size > 0 ? [`#include "${name}.h"`] : []),
  ];
}

function mostBuckets(unit: KernelUnit): number {
  return Math.max(0, ...[...unit.fed.values()].map(({ layout }) => layout.buckets));
}
