/** The text that stsx emits for a golden case, of a live run on the kernel that its recording describes. */
import { emitLibbpf } from '../../../targets/libbpf/emit.ts';
import type { EmittedFileName } from './golden-case.ts';
import type { OpenCase } from './open-case.ts';

export function emitCase({ plan }: OpenCase, file: EmittedFileName): string {
  const { user, kernel, header } = emitLibbpf(plan, 'script');
  const emitted = { 'expected.c': user, 'expected.bpf.c': kernel, 'expected.h': header }[file];
  return emitted?.text ?? '';
}
