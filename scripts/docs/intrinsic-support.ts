/** Which intrinsics each target defines, from the targets' own tables. */
import { kernelCapabilities } from '../../targets/libbpf/capabilities.ts';
import { intrinsics as compiled } from '../../targets/libbpf/intrinsics.ts';
import { intrinsics as interpreted } from '../../targets/reference/intrinsics.ts';
import type { IntrinsicSupport } from './functions-page.ts';

export const intrinsicSupport: IntrinsicSupport = {
  reference: new Set(Object.keys(interpreted)),
  libbpf: new Set(Object.keys(compiled)),
  kernelHalf: kernelCapabilities.intrinsics,
};
