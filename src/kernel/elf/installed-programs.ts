/**
 * The programs that are installed on this machine, found as a shell finds commands and the dynamic linker finds libraries
 * (stapprobes(3stap), USER-SPACE). Files are read once a session.
 */
import type { Host } from '../host.ts';
import { isElf, MalformedElf } from './elf-file.ts';
import { fileNameMatcher, filesMatching } from './files-matching.ts';
import { libraryCache } from './library-cache.ts';
import { openProgram } from './open-program.ts';
import type { FoundPrograms, ProgramFile, Programs } from './programs.ts';

const defaultFolders = ['/lib64', '/usr/lib64', '/lib', '/usr/lib'];
const debugFolder = '/usr/lib/debug/.build-id';
/** Interpreters of interpreters; the kernel follows no more. */
const deepestScript = 5;

export function installedPrograms(host: Host): Programs {
  const opened = new Map<string, ProgramFile | string>();
  let cache: ReadonlyMap<string, string> | undefined;

  function open(path: string): ProgramFile | string {
    const known = opened.get(path);
    if (known !== undefined) return known;
    const program = read(path, 0);
    opened.set(path, program);
    return program;
  }

  function read(path: string, depth: number): ProgramFile | string {
    const bytes = host.readBytes(path);
    if (bytes === undefined) return `'${path}' cannot be read`;
    const interpreter = interpreterOf(bytes);
    if (interpreter !== undefined && depth < deepestScript) {
      const found = host.filePath(interpreter);
      if (found === undefined) return `'${path}' is a script for '${interpreter}', which does not exist`;
      return read(found, depth + 1);
    }
    if (!isElf(bytes)) return `'${path}' is not a program: it is not in ELF format`;
    try {
      return openProgram(path, bytes, (buildId) =>
        host.readBytes(`${debugFolder}/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`),
      );
    } catch (error) {
      if (error instanceof MalformedElf) return `'${path}' cannot be probed: ${error.message}`;
      throw error;
    }
  }

  function all(paths: readonly string[]): FoundPrograms {
    const programs = paths.map(open);
    const files = programs.filter((program) => typeof program !== 'string');
    const problem = programs.find((program) => typeof program === 'string');
    return files.length === 0 && problem !== undefined ? { problem, similar: [] } : { files };
  }

  function find(name: string): FoundPrograms {
    if (/[*?[]/.test(name)) {
      const paths = filesMatching(host, name);
      if (paths.length === 0) return { problem: `no file matches '${name}'`, similar: [] };
      // Of files that a pattern names, those that are no programs are passed over.
      const found = all(paths);
      return 'files' in found ? found : { problem: `no program matches '${name}'`, similar: [] };
    }
    if (name.includes('/')) {
      const path = host.filePath(name);
      return path === undefined
        ? { problem: `cannot find executable '${name}'`, similar: host.list(folderOf(name)) }
        : all([path]);
    }
    const folders = searchPath(host);
    for (const folder of folders) {
      const path = host.filePath(`${folder}/${name}`);
      if (path !== undefined && host.isExecutable(path)) return all([path]);
    }
    return {
      problem: `cannot find executable '${name}' in $PATH`,
      similar: folders.flatMap((folder) => host.list(folder)),
    };
  }

  function locate(program: ProgramFile, library: string): string | undefined {
    if (library.includes('/')) return host.filePath(library);
    cache ??= libraryCache(host.readBytes('/etc/ld.so.cache') ?? new Uint8Array());
    const cached = cache.get(library);
    const places = [
      ...program.libraryFolders().map((folder) => `${folder}/${library}`),
      ...(cached === undefined ? [] : [cached]),
      ...defaultFolders.map((folder) => `${folder}/${library}`),
    ];
    for (const place of places) {
      const path = host.filePath(place);
      if (path !== undefined) return path;
    }
    return undefined;
  }

  /** Names and paths of what the dynamic linker will load, breadth first as it does. */
  function linked(program: ProgramFile): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const pending: ProgramFile[] = [program];
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      for (const name of next.neededLibraries()) {
        const path = found.has(name) ? undefined : locate(next, name);
        if (path === undefined) continue;
        found.set(name, path);
        const library = open(path);
        if (typeof library !== 'string') pending.push(library);
      }
    }
    return found;
  }

  function libraries(program: ProgramFile, name: string): FoundPrograms {
    const known = linked(program);
    const matches = libraryMatcher(name);
    const paths = [...known]
      .filter(([soname, path]) => matches(soname) || matches(path))
      .map(([, path]) => path);
    if (paths.length > 0) return all([...new Set(paths)]);
    if (name.includes('/')) return find(name);
    return {
      problem: `'${program.path}' is not linked with a library '${name}'`,
      similar: [...known.keys()],
    };
  }

  return {
    find,
    libraries,
    imagesOf: (program) => [...new Set([program.path, ...linked(program).values()])],
    ofProcess: (pid) => {
      const path = host.filePath(`/proc/${pid}/exe`);
      if (path === undefined) return { problem: `there is no process ${pid}`, similar: [] };
      return all([path]);
    },
  };
}

/** `#! /bin/sh -e` */
function interpreterOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return undefined;
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return /^#![ \t]*(\S+)/.exec(head)?.[1];
}

function searchPath(host: Host): readonly string[] {
  const path = host.environment('PATH') ?? '/usr/local/bin:/usr/bin:/bin';
  return path.split(':').map((folder) => (folder === '' ? '.' : folder));
}

function folderOf(path: string): string {
  return path.replace(/\/[^/]*$/, '') || '/';
}

/** By its name, the end of its path, or a pattern of either. */
function libraryMatcher(pattern: string): (text: string) => boolean {
  const whole = fileNameMatcher(pattern);
  return (text) => whole(text) || whole(text.replace(/^.*\//, ''));
}
