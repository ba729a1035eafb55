/**
 * Golden cases: folders that hold `script.stp`, what must come of it (`output.txt`, `status`), and what it runs on: `args`, the words of a command
 * line, one a line; `events.jsonl`, a recording. In: folders of the command line; out: the cases in them, by path.
 */
import { existsSync, type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface GoldenCase {
  readonly folder: string;
}

/** Emitted text that a case may hold, by the name of the file that it is compared with. */
export const emittedFiles = ['expected.c', 'expected.bpf.c', 'expected.h'] as const;
export type EmittedFileName = (typeof emittedFiles)[number];

/** Undefined: a folder cannot be read, of which `complain` was told: its cases are not left out in silence. */
export function findCases(
  folders: readonly string[],
  complain: (folder: string, reason: string) => void,
): readonly GoldenCase[] | undefined {
  const found = new Set<string>();
  const unreadable: string[] = [];
  const entriesOf = (folder: string): readonly Dirent[] => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      complain(folder, error instanceof Error ? error.message : String(error));
      unreadable.push(folder);
      return [];
    }
  };
  const visit = (folder: string): void => {
    if (existsSync(join(folder, 'script.stp'))) found.add(folder);
    for (const entry of entriesOf(folder)) {
      const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
      if (entry.isDirectory() && !isHidden) visit(join(folder, entry.name));
    }
  };
  for (const folder of folders) visit(folder);
  return unreadable.length > 0 ? undefined : [...found].sort().map((folder) => ({ folder }));
}

/** Undefined: the case has no such file. Bytes as characters. */
export function readCaseFile(golden: GoldenCase, name: string): string | undefined {
  const path = join(golden.folder, name);
  return existsSync(path) ? readFileSync(path, 'latin1') : undefined;
}

export function casePath(golden: GoldenCase, name: string): string | undefined {
  const path = join(golden.folder, name);
  return existsSync(path) ? path : undefined;
}

/** The words of `args`. */
export function caseWords(golden: GoldenCase): readonly string[] {
  return (readCaseFile(golden, 'args') ?? '').split('\n').filter((word) => word !== '');
}

/** A folder that can be looked through; false: there is none. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
