/**
 * Reads the library's files: the folders of -I first, then the tapset that comes with stsx. In a folder, and in its
 * subfolders named after the kernel's version and architecture, as stap(1) has it under -I.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { sourceFile, type SourceFile } from '../source/source.ts';

export interface LibraryTexts {
  /** `.stp`: functions, globals and aliases. */
  readonly scripts: readonly SourceFile[];
  /** `.stpm`: macros. */
  readonly macros: readonly SourceFile[];
}

/** `builtin` is the tapset's own folder, found from `packageRoot`; its files are called `tapset/NAME` in messages. */
export function readLibrary(
  builtin: string,
  userFolders: readonly string[],
  kernel: { readonly release: string; readonly architecture: string },
): LibraryTexts {
  const scripts: SourceFile[] = [];
  const macros: SourceFile[] = [];
  const read = (folder: string, shownAs: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const kept = name.endsWith('.stp') ? scripts : name.endsWith('.stpm') ? macros : undefined;
      const path = join(folder, name);
      if (kept === undefined || !statSync(path).isFile()) continue;
      kept.push(sourceFile(join(shownAs, name), readFileSync(path, 'latin1'), 'tapset'));
    }
  };
  for (const folder of userFolders) {
    for (const part of versionFolders(kernel)) {
      const path = join(folder, part);
      if (existsSync(path) && statSync(path).isDirectory()) read(path, path);
    }
  }
  read(builtin, 'tapset');
  return { scripts, macros };
}

function versionFolders(kernel: { readonly release: string; readonly architecture: string }): string[] {
  const version = /^\d+\.\d+(\.\d+)?/.exec(kernel.release)?.[0] ?? kernel.release;
  const short = /^\d+\.\d+/.exec(kernel.release)?.[0] ?? version;
  const versions = [...new Set([kernel.release, version, short, ''])];
  return versions.flatMap((part) => [join(part, kernel.architecture), part]).concat('linux');
}
