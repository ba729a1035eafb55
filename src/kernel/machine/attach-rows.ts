/** Rows on what probes can attach to; the kernel's features with the probe points that each serves. */
import type { FeatureName } from '../kernel.ts';
import type { RowLook } from './describe-machine.ts';
import type { MachineRow } from './machine-row.ts';

interface Mechanism {
  readonly feature: FeatureName;
  readonly what: string;
  readonly serves: string;
  /** Without it a script that needs it is refused; otherwise something slower takes its place. */
  readonly replaceable: boolean;
}

const mechanisms: readonly Mechanism[] = [
  { feature: 'rawTracepoint', what: 'tracepoints', serves: 'kernel.trace("…")', replaceable: false },
  { feature: 'kprobe', what: 'kprobes', serves: 'kernel.function("…")', replaceable: false },
  { feature: 'fentry', what: 'fentry', serves: 'kernel.function("…") at the least cost', replaceable: true },
  { feature: 'kprobeMulti', what: 'kprobe.multi', serves: 'many functions in one probe', replaceable: true },
  { feature: 'uprobe', what: 'uprobes', serves: 'process("…")', replaceable: false },
  { feature: 'perfEvent', what: 'perf events', serves: 'timer.profile, perf.*', replaceable: false },
];

export const attachRows: readonly (readonly [what: string, look: RowLook])[] = mechanisms.map((mechanism) => [
  mechanism.what,
  ({ kernel }): MachineRow => {
    const reason = kernel.features.reasons?.[mechanism.feature];
    const works = kernel.features[mechanism.feature];
    const { what, serves } = mechanism;
    if (works)
      return {
        group: 'attach',
        what,
        state: 'ok',
        detail: detail(mechanism, kernel.types?.tracepointNames().length),
      };
    return {
      group: 'attach',
      what,
      state: mechanism.replaceable ? 'limited' : 'missing',
      detail: `none for ${serves}: ${reason === undefined ? 'this kernel lacks them' : reason.replace(/^it /, 'this kernel ')}`,
    };
  },
]);

function detail(mechanism: Mechanism, tracepoints: number | undefined): string {
  if (mechanism.feature !== 'rawTracepoint' || tracepoints === undefined) return mechanism.serves;
  return `${mechanism.serves}: ${tracepoints} of them`;
}
