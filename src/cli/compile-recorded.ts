/**
 * Compiles a script into a program whose runs can be recorded. In: what `run --record` and `compile --record` are given. Out: the plan, in which
 * each event of a probe reaches the user half, and what building has to know; undefined with the reasons in the report.
 */
import type { EventUse } from '../../targets/libbpf/recording.ts';
import type { Plan } from '../5-split/plan.ts';
import { makeHeader } from '../6-run/recording/make-header.ts';
import type { Report } from '../diagnostics/report.ts';
import { describingKernel } from '../kernel/described/describing-kernel.ts';
import { runningKernel } from '../kernel/running-kernel.ts';
import type { SessionOptions } from '../session-options.ts';
import { compileFront, surroundings, type FrontOptions } from './compile-front.ts';
import type { ScriptOrigin } from './read-script.ts';
import { version } from './version.ts';

export interface RecordedProgram {
  readonly plan: Plan;
  readonly events: EventUse;
}

/** `file`: where the program records to unless it is told otherwise. */
export function compileRecorded(
  origin: ScriptOrigin,
  options: SessionOptions,
  front: Omit<FrontOptions, 'depth' | 'events'>,
  file: string | undefined,
  report: Report,
): RecordedProgram | undefined {
  const { kernel, description } = describingKernel(runningKernel());
  const made = compileFront(
    origin,
    options,
    surroundings(options, kernel),
    { ...front, depth: 'place', events: 'recorded' },
    report,
  );
  if (made?.plan === undefined || report.hasErrors) return undefined;
  const { plan, source } = made;
  const script = {
    source,
    options,
    front: {
      attachElsewhere: front.attachElsewhere,
      keepAlternatives: front.keepAlternatives ?? false,
    },
    kernel: description(plan.program.probes.map(({ point }) => point)),
  };
  return { plan, events: { kind: 'recorded', header: makeHeader(plan, script, version), file } };
}
