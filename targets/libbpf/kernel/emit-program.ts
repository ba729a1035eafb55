/**
 * The kernel half as one BPF C file. In: the plan. Out: its text and the places that its errors name, which the user half holds; undefined
 * if no probe is an event.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { Plan } from '../../../src/5-split/plan.ts';
import type { RecordedLayout } from '../recorded-layout.ts';
import type { RecordLayout } from '../record-layout.ts';
import { hasHeader } from '../shared-layout.ts';
import type { SiteTable } from '../text/site-table.ts';
import type { TracepointProgram } from '../tracepoint-programs.ts';
import { findKernelTwins, isFirst, twinsOf } from '../twins.ts';
import { fedDefinitions } from './emit-fed.ts';
import { emitReplayPrograms } from './emit-recorded.ts';
import { emitProbe } from './emit-probe.ts';
import { emitTracepointProgram } from './emit-tracepoint.ts';
import { sharedDefinitions } from './shared-definitions.ts';
import { createKernelUnit, type KernelUnit } from './unit.ts';

import type { CalledHandler } from './emit-attachment.ts';

export interface KernelHalf {
  readonly text: string;
  readonly sites: SiteTable;
  /** Files whose identity the user half fills in: stsx_executables, in order. */
  readonly executables: readonly string[];
  /** The handler of each probe, by its number. */
  readonly called: ReadonlyMap<number, CalledHandler>;
}

export function emitKernelHalf(
  plan: Plan,
  name: string,
  layouts: ReadonlyMap<number, RecordLayout>,
  tracepoints: readonly TracepointProgram[],
  recorded?: ReadonlyMap<number, RecordedLayout>,
): KernelHalf | undefined {
  const unit = createKernelUnit(plan, layouts, recorded);
  const twins = findKernelTwins(plan);
  const handlers = plan.probes.flatMap((planned) =>
    planned.placement === 'user' || !isFirst(twins, planned.probe.id)
      ? []
      : [emitProbe(planned, twinsOf(twins, planned.probe.id), unit)],
  );
  if (handlers.length === 0) return undefined;
  const programs = recorded
    ? [...handlers, emitReplayPrograms(unit.called, recorded)]
    : [...handlers, ...tracepoints.map((program) => emitTracepointProgram(program, unit))];
  const sections: (readonly string[])[] = [
    [`/* Kernel half of ${name}: what its probes do where the event is. */`],
    prelude(unit, name, programs),
    unit.types.definitions(),
    fedDefinitions(unit),
    sharedDefinitions(unit),
    ...programs.map((text) => [text.trimEnd()]),
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n').trimEnd()}\n`)
    .join('\n');
  return { text, sites: unit.sites, executables: unit.executables.paths, called: unit.called };
}

function prelude(unit: KernelUnit, name: string, programs: readonly string[]): readonly string[] {
  const registerPoints: readonly string[] = ['function', 'perf', 'user-function', 'user-mark'];
  const { lockCount, program } = unit.plan;
  const { limits } = program;
  const usesRegisters = unit.plan.probes.some(
    ({ placement, probe }) =>
      !unit.recorded && placement !== 'user' && registerPoints.includes(probe.point.kind),
  );
  const uses = (name: string): boolean => programs.some((text) => text.includes(`${name}(`));
  const { paths } = unit.executables;
  // Each place of a mark may keep its arguments elsewhere.
  const sites = unit.plan.probes.reduce(
    (sum, { probe: { point } }) => sum + (point.kind === 'user-mark' ? point.sites : 0),
    0,
  );
  return [
    `#define STSX_PROBES ${unit.plan.probes.length}`,
    ...(unit.usesEvents
      ? [`#define STSX_EVENTS ${unit.layouts.size > 0 ? '(16 << 20)' : '(64 << 10)'}`]
      : []),
    ...(unit.fed.size > 0 ? [`#define STSX_FED ${largestValue(unit)}`] : []),
    ...(lockCount > 0
      ? [`#define STSX_LOCKS ${lockCount}`, `#define STSX_LOCK_TRIES ${lockTries(limits)}`]
      : []),
    ...(unit.recorded ? ['#define STSX_REPLAYS'] : []),
    '#include "stsx.bpf.h"',
    ...(usesRegisters || uses('stsx_user_address') ? ['#include "registers.bpf.h"'] : []),
    ...(programs.some((text) => text.includes('stsx_syscall_')) ? ['#include "syscall.bpf.h"'] : []),
    ...(sites > 0 ? [`#define BPF_USDT_MAX_SPEC_CNT ${sites}`, '#include "mark.bpf.h"'] : []),
    ...(uses('stsx_in_target') ? ['#include "probed-process.bpf.h"'] : []),
    ...(programs.some((text) => /\bstsx_(kernel_stack|user_stack|user_places)/.test(text))
      ? ['#include "stack.bpf.h"']
      : []),
    ...(unit.recorded ? ['#include "replay.bpf.h"'] : []),
    ...(hasHeader(unit.plan, unit.layouts) || unit.recorded ? [`#include "${name}.h"`] : []),
    ...(paths.length > 0
      ? ['', `const volatile struct stsx_executable stsx_executables[${paths.length}] = {};`]
      : []),
  ];
}

/** Looks at a lock that another program holds, before the event is streamed; each takes some nanoseconds. */
function lockTries({ maxTryLock }: ir.Limits): number {
  return Math.max(1, Math.min(maxTryLock * triesAStep, mostTries));
}

/** The default of 100 MAXTRYLOCK makes some microseconds. */
const triesAStep = 10;
/** The verifier goes through them all. */
const mostTries = 4000;

/** Bytes that the value of any fed global fits in. */
function largestValue(unit: KernelUnit): string {
  const buckets = Math.max(0, ...[...unit.fed.values()].map(({ layout }) => layout.buckets));
  const stat = 'sizeof(struct stsx_fed_stat)';
  return buckets === 0 ? stat : `(${stat} + ${buckets} * sizeof(__s64))`;
}
