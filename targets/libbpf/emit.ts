/**
 * The libbpf target's emission: from a plan to C text, a pure function. NAME.c is the user half; with event probes NAME.bpf.c is the kernel
 * half, and NAME.h holds the records that it passes.
 */
import type { Plan } from '../../src/5-split/plan.ts';
import type { EmittedFile } from '../target.ts';
import { emitKernelHalf } from './kernel/emit-program.ts';
import { noProgramOptions, type ProgramOptions } from './program-options.ts';
import { live, type EventUse } from './recording.ts';
import { recordDefinitions, recordLayouts } from './record-layout.ts';
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
  const { plan: lean, programs } = groupTracepoints(plan);
  const layouts = recordLayouts(lean);
  const kernel = emitKernelHalf(lean, name, layouts, programs);
  const user = emitUserHalf(lean, name, { layouts, tracepoints: programs, kernel }, options, events);
  return {
    user: { name: `${name}.c`, text: user },
    kernel: kernel && { name: `${name}.bpf.c`, text: kernel.text },
    header: layouts.size === 0 ? undefined : { name: `${name}.h`, text: header(lean, name, layouts) },
  };
}

function header(plan: Plan, name: string, layouts: ReturnType<typeof recordLayouts>): string {
  const guard = `${cIdentifier(name).toUpperCase()}_RECORDS_H`;
  return [
    `/* Records that the kernel half of ${name} passes to the user half. */`,
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    ...recordDefinitions(plan, layouts),
    '#endif',
    '',
  ].join('\n');
}
