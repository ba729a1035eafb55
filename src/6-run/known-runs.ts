/**
 * Runs by the hash of all that decided what program they are: a start that changes none of it goes straight to the program. An
 * entry is a small file that names the program in the cache; it is only kept of runs that had nothing to say to the user.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { contentKey, dropUnused, lookUp, type ProgramCache } from './program-cache.ts';

/** The program's path; undefined: not known, or its program is gone. */
export function lookUpRun(cache: ProgramCache, parts: readonly string[]): string | undefined {
  try {
    return lookUp(cache, readFileSync(entryOf(cache, parts), 'latin1'));
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written makes the next start slower and nothing worse. */
export function storeRun(cache: ProgramCache, parts: readonly string[], programKey: string): void {
  const entry = entryOf(cache, parts);
  const staged = `${entry}.${process.pid}`;
  try {
    mkdirSync(`${cache.folder}/runs`, { recursive: true });
    dropUnused(`${cache.folder}/runs`);
    writeFileSync(staged, programKey);
    renameSync(staged, entry);
  } catch {
    // What was staged goes with the unused, if it is there at all.
  }
}

function entryOf({ folder }: ProgramCache, parts: readonly string[]): string {
  return `${folder}/runs/${contentKey(parts)}`;
}
