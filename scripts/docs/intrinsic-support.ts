/**
 * Which intrinsics each target defines: the reference's table, the libbpf target's for the kernel half, and for its user half the functions
 * that the run-time library declares. In: the text of the library's headers.
 */
import { kernelCapabilities } from '../../targets/libbpf/capabilities.ts';
import { intrinsics } from '../../targets/reference/intrinsics.ts';
import type { IntrinsicSupport } from './functions-page.ts';

export function intrinsicSupport(headers: readonly string[]): IntrinsicSupport {
  const declared = headers.flatMap((text) =>
    Array.from(text.matchAll(/\bstsx_fn_(\w+)\s*\(/g), ([, name = '']) => name),
  );
  return {
    reference: new Set(Object.keys(intrinsics)),
    libbpf: new Set(declared),
    kernelHalf: kernelCapabilities.intrinsics,
  };
}
