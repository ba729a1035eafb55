/** The C sources that every program is built with: the run-time library and the kernel half's prelude. */
import { readdirSync, readFileSync, statSync } from 'node:fs';

export interface RuntimeSources {
  /** targets/libbpf/runtime */
  readonly runtime: string;
  /** targets/libbpf/prelude */
  readonly prelude: string;
}

export function runtimeSources(packageRoot: string): RuntimeSources {
  const target = `${packageRoot}targets/libbpf`;
  return { runtime: `${target}/runtime`, prelude: `${target}/prelude` };
}

/** C files and headers below a folder, as paths from it, sorted. What a build left there is not source. */
export function sourceFiles(folder: string): readonly string[] {
  const files: string[] = [];
  const visit = (inside: string): void => {
    for (const item of readdirSync(`${folder}/${inside}`, { withFileTypes: true })) {
      const path = `${inside}${item.name}`;
      if (item.isDirectory()) {
        if (item.name !== 'build' && item.name !== 'test') visit(`${path}/`);
      } else if (/\.[ch]$|^Makefile$/.test(item.name)) {
        files.push(path);
      }
    }
  };
  visit('');
  return files.sort();
}

/** Tells one state of the sources from another: by content for the few prelude files, by size and time for the library. */
export function sourcesIdentity({ runtime, prelude }: RuntimeSources): string {
  const library = sourceFiles(runtime).map((path) => {
    const { size, mtimeMs } = statSync(`${runtime}/${path}`);
    return `${path} ${size} ${mtimeMs}`;
  });
  const headers = sourceFiles(prelude).map((path) => readFileSync(`${prelude}/${path}`, 'latin1'));
  return [...library, ...headers].join('\n');
}
