/**
 * What this kernel and this machine offer to a script, in rows for `stsx doctor`. A row looks at its own thing only, and one that
 * fails to look is a finding too: this is what people run when things are broken.
 */
import type { Host } from '../host.ts';
import { thisHost } from '../host.ts';
import type { Kernel } from '../kernel.ts';
import { runningKernel } from '../running-kernel.ts';
import { attachRows } from './attach-rows.ts';
import { kernelRows } from './kernel-rows.ts';
import type { MachineRow } from './machine-row.ts';
import { toolRows } from './tool-rows.ts';

export interface MachineQuestion {
  readonly host: Host;
  readonly kernel: Kernel;
  /** The one command that installs what building programs takes on this distribution. */
  readonly installCommand: string;
  /** Where built programs are kept. */
  readonly cacheFolder: string;
  /** From what `bpftrace --version` says: how well it serves. */
  readonly judgeBpftrace?: (said: string) => { readonly serves: boolean; readonly detail: string };
}

export type RowLook = (question: MachineQuestion) => MachineRow;

const looks: readonly (readonly [what: string, group: MachineRow['group'], look: RowLook])[] = [
  ...kernelRows.map(([what, look]) => [what, 'kernel', look] as const),
  ...attachRows.map(([what, look]) => [what, 'attach', look] as const),
  ...toolRows.map(([what, look]) => [what, 'tools', look] as const),
];

export function describeMachine(
  given: Pick<MachineQuestion, 'installCommand' | 'cacheFolder'> & Partial<MachineQuestion>,
): readonly MachineRow[] {
  const host = given.host ?? thisHost();
  const question = { ...given, host, kernel: given.kernel ?? runningKernel(host) };
  return looks.map(([what, group, look]) => {
    try {
      return look(question);
    } catch (error) {
      return {
        group,
        what,
        state: 'missing',
        detail: error instanceof Error ? error.message : String(error),
      };
    }
  });
}
