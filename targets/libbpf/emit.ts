/**
 * The libbpf target's emission: from a plan to C text, a pure function. NAME.c is the user half; with event probes NAME.bpf.c is the kernel
 * half, and NAME.h holds what both know.
 */
import type { Plan } from '../../src/5-split/plan.ts';
import type { EmittedFile } from '../target.ts';
import { emitKernelHalf } from './kernel/emit-program.ts';
import { noProgramOptions, type ProgramOptions } from './program-options.ts';
import { live, type EventUse } from './recording.ts';
import { recordedDefinitions, recordedLayouts } from './recorded-layout.ts';
import { recordDefinitions, recordLayouts, type RecordLayout } from './record-layout.ts';
import { hasHeader, sharedDefinition } from './shared-layout.ts';
import { cIdentifier } from './text/literal.ts';
import { groupTracepoints } from './tracepoint-programs.ts';
import { emitUserHalf } from './user/emit-program.ts';

export interface EmittedProgram {
  readonly user: EmittedFile;
  /** Undefined: the script has no event probes. */
  readonly kernel: EmittedFile | undefined;
  readonly header: EmittedFile | undefined;
}

/** `name` is the program's: a file name without folder and suffix. */
export function emitLibbpf(
  plan: Plan,
  name: string,
  options: ProgramOptions = noProgramOptions,
  events: EventUse = live,
): EmittedProgram {
  const recorded = events.kind === 'replayed' ? recordedLayouts(events.reads) : undefined;
  // Recorded events come one by one, whichever program would have seen them.
  const { plan: lean, programs } = recorded ? { plan, programs: [] } : groupTracepoints(plan);
  const layouts = recordLayouts(lean);
  const kernel = emitKernelHalf(lean, name, layouts, programs, recorded);
  const shared = { layouts, recorded, tracepoints: programs, kernel };
  const user = emitUserHalf(lean, name, shared, options, events);
  return {
    user: { name: `${name}.c`, text: user },
    kernel: kernel && { name: `${name}.bpf.c`, text: kernel.text },
    header:
      hasHeader(lean, layouts) || recorded
        ? { name: `${name}.h`, text: header(lean, name, layouts, recorded) }
        : undefined,
  };
}

function header(
  plan: Plan,
  name: string,
  layouts: ReadonlyMap<number, RecordLayout>,
  recorded: ReturnType<typeof recordedLayouts> | undefined,
): string {
  const guard = `${cIdentifier(name).toUpperCase()}_RECORDS_H`;
  return [
    `/* What both halves of ${name} know: records that one passes to the other, globals that both work on. */`,
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    ...recordDefinitions(plan, layouts),
    ...sharedDefinition(plan),
    ...(recorded ? recordedDefinitions(recorded) : []),
    '#endif',
    '',
  ].join('\n');
}
