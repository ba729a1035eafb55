/** Handlers that can run in the kernel half as far as their own text goes. In: a probe; out: the handler inlined and how it uses globals. */
import type * as ir from '../ir/ir.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { inlineCalls, type InlinedBody } from './inline-calls.ts';
import { examineHandler, type GlobalUse } from './kernel-handler.ts';
import { localLengths, type ProgramLengths } from './string-lengths.ts';

export interface Candidate {
  readonly inlined: InlinedBody;
  readonly uses: readonly GlobalUse[];
  /** By local: largest length of its text. */
  readonly lengths: readonly number[];
}

/** A string is the obstacle, in words. */
export function examineProbe(
  probe: ir.Probe,
  program: ir.Program,
  lengths: ProgramLengths,
  capabilities: KernelCapabilities,
): Candidate | string {
  const inlined = inlineCalls(probe.body, probe.locals, program, () => true);
  if (!inlined) return 'calls a recursive function';
  const ofLocals = localLengths(inlined.body, inlined.locals, lengths);
  const examined = examineHandler(
    inlined.body,
    program,
    capabilities,
    (local) => ofLocals[local] ?? 0,
    lengths,
  );
  if (examined.obstacle !== undefined) return examined.obstacle;
  return { inlined, uses: examined.uses, lengths: ofLocals };
}
