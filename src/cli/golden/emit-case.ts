/** The text that stsx emits for a golden case, of a live run on the kernel that its recording describes. */
import { emitLibbpf } from '../../../targets/libbpf/emit.ts';
import type { EmittedFileName, GoldenCase } from './golden-case.ts';
import { openCase } from './open-case.ts';

export type EmittedText =
  | { readonly kind: 'emitted'; readonly text: string }
  | { readonly kind: 'refused'; readonly lines: readonly string[] };

export function emitCase(golden: GoldenCase, file: EmittedFileName): EmittedText {
  const opened = openCase(golden);
  if (opened.kind === 'refused') return opened;
  opened.replay?.lines.close();
  const { user, kernel, header } = emitLibbpf(opened.plan, 'script');
  const emitted = { 'expected.c': user, 'expected.bpf.c': kernel, 'expected.h': header }[file];
  return { kind: 'emitted', text: emitted?.text ?? '' };
}
