/**
 * Built programs by the hash of all that went into them. An entry is a folder that is renamed into place when it is complete, so
 * concurrent builds are safe: the first one wins and the others use it. A checksum beside the program finds damaged entries.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';

const programName = 'program';
const checksumName = 'checksum';
const unusedDays = 30;

export interface ProgramCache {
  readonly folder: string;
}

export function contentKey(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part, 'latin1')}:`).update(part, 'latin1');
  return hash.digest('hex').slice(0, 40);
}

/** The program of an entry that is whole; a damaged entry is taken away. */
export function lookUp({ folder }: ProgramCache, key: string): string | undefined {
  const entry = `${folder}/programs/${key}`;
  const program = `${entry}/${programName}`;
  try {
    const checksum = readFileSync(`${entry}/${checksumName}`, 'latin1');
    if (checksum === checksumOf(program)) {
      const now = new Date();
      utimesSync(entry, now, now);
      return program;
    }
  } catch {
    // No such entry, or one that cannot be read: then it is of no use either way.
  }
  rmSync(entry, { recursive: true, force: true });
  return undefined;
}

/** A folder of its own for one build, beside the entries so that it can be renamed to one. */
export function workFolder({ folder }: ProgramCache): string {
  const path = `${folder}/work-${process.pid}-${randomBytes(4).toString('hex')}`;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Makes an entry of the program in a work folder; gives the program's path in the cache. */
export function store(cache: ProgramCache, key: string, built: string): string {
  const entries = `${cache.folder}/programs`;
  mkdirSync(entries, { recursive: true });
  dropUnused(entries);
  const staged = workFolder(cache);
  renameSync(built, `${staged}/${programName}`);
  writeFileSync(`${staged}/${checksumName}`, checksumOf(`${staged}/${programName}`));
  const entry = `${entries}/${key}`;
  try {
    renameSync(staged, entry);
  } catch {
    // Another build was faster.
    rmSync(staged, { recursive: true, force: true });
  }
  return `${entry}/${programName}`;
}

/** It is to find damage, not malice, and on the way of every start. */
function checksumOf(path: string): string {
  const bytes = readFileSync(path);
  return `${bytes.length} ${crc32(bytes)}`;
}

/** Takes away what was not used for long. */
export function dropUnused(entries: string): void {
  const oldest = Date.now() - unusedDays * 24 * 60 * 60 * 1000;
  for (const name of readdirSync(entries)) {
    try {
      if (statSync(`${entries}/${name}`).mtimeMs < oldest) rmSync(`${entries}/${name}`, { recursive: true });
    } catch {
      // Another process was faster, here too.
    }
  }
}
