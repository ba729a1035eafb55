/**
 * The index that stsx brings along: functions.index, made from the debuginfo of a few kernels by scripts/source-index.mjs.
 * Undefined: this copy of stsx has none. Opened when first asked; no script without an `@` in a function's pattern asks.
 */
import { readFileSync } from 'node:fs';
import { packageRoot } from '../../package-root.ts';
import type { SourceFileIndex } from '../kernel.ts';
import { openIndex } from './open-index.ts';

export const indexPath = 'src/kernel/source-files/functions.index';

export function packagedIndex(release: string): SourceFileIndex | undefined {
  const bytes = read(`${packageRoot}${indexPath}`);
  return bytes === undefined ? undefined : openIndex(bytes, release);
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
