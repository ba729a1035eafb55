/**
 * The run-time library as an archive. In: its sources. Out: the archive's path: the one that `npm run build` left, if no source is
 * newer, else one in the cache that is built once for each state of the sources.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Report } from '../diagnostics/report.ts';
import { findTool, type Tool } from './find-tool.ts';
import { contentKey, workFolder, type ProgramCache } from './program-cache.ts';
import { runTool } from './run-tool.ts';
import { sourceFiles, sourcesIdentity, type RuntimeSources } from './runtime-sources.ts';
import { reportToolFailure } from './tool-failures.ts';

export interface RuntimeArchive {
  readonly path: string;
}

export async function buildRuntime(
  sources: RuntimeSources,
  compiler: Tool,
  cache: ProgramCache,
  environment: { readonly searchPath: string; readonly install: string },
  report: Report,
): Promise<RuntimeArchive | undefined> {
  const shipped = `${sources.runtime}/build/libstsx.a`;
  if (isCurrent(shipped, sources.runtime)) return { path: shipped };
  const key = contentKey([sourcesIdentity(sources), compiler.identity]);
  const path = `${cache.folder}/runtime-${key}.a`;
  if (existsSync(path)) return { path };
  const make = findTool(['make', 'gmake'], environment.searchPath);
  if (!make) {
    report.add('STSX6014', undefined, { install: environment.install });
    return undefined;
  }
  const work = workFolder(cache);
  try {
    const jobs = `-j${availableParallelism()}`;
    const variables = [`BUILD=${work}`, `CC=${compiler.path}`];
    const made = await runTool(
      make.path,
      ['-s', jobs, '-C', sources.runtime, ...variables, `${work}/libstsx.a`],
      work,
    );
    if (!made.ok) {
      reportToolFailure('make', made.output, environment.install, report);
      return undefined;
    }
    mkdirSync(cache.folder, { recursive: true });
    renameSync(`${work}/libstsx.a`, path);
    return { path };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function isCurrent(archive: string, runtime: string): boolean {
  if (!existsSync(archive)) return false;
  const made = statSync(archive).mtimeMs;
  return sourceFiles(runtime).every((path) => statSync(`${runtime}/${path}`).mtimeMs <= made);
}
