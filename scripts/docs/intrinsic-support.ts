/** Which intrinsics each target defines, from the targets' own tables. */
import type { IntrinsicSupport } from './functions-page.ts';

export const intrinsicSupport: IntrinsicSupport = {
  reference: new Set(),
  libbpf: new Set(),
  kernelHalf: new Set(),
};
