/**
 * Reads the library's files, `.stp` and `.stpm`: the tapset that comes with stsx, then the folders of -I. In a folder, and in its
 * subfolders named after the kernel's version and architecture, as stap(1) has it under -I.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { sourceFile, type SourceFile } from '../source/source.ts';

/** `builtin` is the tapset's own folder, found from `packageRoot`; its files are called `tapset/NAME` in messages. */
export function readLibrary(
  builtin: string,
  userFolders: readonly string[],
  kernel: { readonly release: string; readonly architecture: string },
): SourceFile[] {
  const files = readFolder(builtin, 'tapset');
  for (const folder of userFolders) {
    for (const part of versionFolders(kernel)) {
      const path = join(folder, part);
      if (existsSync(path) && statSync(path).isDirectory()) files.push(...readFolder(path, path));
    }
  }
  return files;
}

function readFolder(folder: string, shownAs: string): SourceFile[] {
  return readdirSync(folder)
    .filter((name) => /\.stpm?$/.test(name) && statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => sourceFile(join(shownAs, name), readFileSync(join(folder, name), 'latin1'), 'tapset'));
}

function versionFolders(kernel: { readonly release: string; readonly architecture: string }): string[] {
  const version = /^\d+\.\d+(\.\d+)?/.exec(kernel.release)?.[0] ?? kernel.release;
  const short = /^\d+\.\d+/.exec(kernel.release)?.[0] ?? version;
  const versions = [...new Set([kernel.release, version, short, ''])];
  return versions.flatMap((part) => [join(part, kernel.architecture), part]).concat('linux');
}
