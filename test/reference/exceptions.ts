/**
 * Cases that are not compared to the byte, each with its reason. The corpus's README names those that depend on the host that they were
 * recorded on; docs/deviations.md has those where stsx declines to copy an accident.
 */
import type { ReferenceCase } from '../support/reference-cases.ts';

export interface Exception {
  readonly reason: string;
  /** Run without these of the case's options. */
  readonly withoutFlags?: RegExp;
  /** What of the expected output stands for it; compared in place of the whole on both sides. */
  readonly essence?: (output: string) => string;
  /** The case cannot run without the kernel that it was recorded on. */
  readonly skip?: true;
}

export const exceptions: Readonly<Record<ReferenceCase['name'], Exception>> = {
  ty_flags_G: {
    reason:
      'recorded with -G given to the translator alone, where it has no effect; `stsx run -G` does what `stap -G` does (see cli tests)',
    withoutFlags: /^-G$|^\w+=/,
  },
};
