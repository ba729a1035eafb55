/**
 * Cases that are not compared to the byte, each with its reason. The corpus's README names those that depend on the host that they were
 * recorded on; docs/deviations.md has those where stsx declines to copy an accident.
 */
import type { MessageCode } from '../../src/diagnostics/messages.ts';
import type { ReferenceCase } from '../support/reference-cases.ts';

export interface Exception {
  readonly reason: string;
  /** Run without these of the case's options. */
  readonly withoutFlags?: RegExp;
  /** What of the expected output stands for it; compared in place of the whole on both sides. */
  readonly essence?: (output: string) => string;
  /** stsx refuses the script, with this code. */
  readonly refusedWith?: MessageCode;
}

export const exceptions: Readonly<Record<ReferenceCase['name'], Exception>> = {
  ty_flags_G: {
    reason:
      'recorded with -G given to the translator alone, where it has no effect; `stsx run -G` does what `stap -G` does (see cli tests)',
    withoutFlags: /^-G$|^\w+=/,
  },
  pf_memdump: {
    reason:
      'reads a static variable of the kernel that it was recorded on; BTF does not know where variables are',
    refusedWith: 'STSX2209',
  },
  ty_cast: {
    reason:
      'reads a static variable of the kernel that it was recorded on; BTF does not know where variables are',
    refusedWith: 'STSX2209',
  },
};
