/**
 * From a plan to a program: emission, both compilers side by side, the link. In: the plan and where things are. Out: the program's path in
 * the cache, or undefined with the reason in the report. What was built before from the same text, library and tools is used again.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { emitLibbpf, type EmittedProgram } from '../../targets/libbpf/emit.ts';
import type { ProgramOptions } from '../../targets/libbpf/program-options.ts';
import type { EventUse } from '../../targets/libbpf/recording.ts';
import type { Plan } from '../5-split/plan.ts';
import type { Report } from '../diagnostics/report.ts';
import { buildRuntime } from './build-runtime.ts';
import { bpfFlags, libraryFlags, userFlags } from './compiler-flags.ts';
import { findTool, type Tool } from './find-tool.ts';
import { contentKey, lookUp, store, workFolder, type ProgramCache } from './program-cache.ts';
import { runTool } from './run-tool.ts';
import { sourcesIdentity, type RuntimeSources } from './runtime-sources.ts';
import { reportToolFailure } from './tool-failures.ts';
import { fileProblem } from './file-problem.ts';

export interface BuildOptions {
  readonly program: ProgramOptions;
  /** Undefined: they are the running kernel's, and not recorded. */
  readonly events?: EventUse | undefined;
  readonly sources: RuntimeSources;
  /** Where built programs are kept. */
  readonly cacheFolder: string;
  /** Folders to look for tools in, as in $PATH. */
  readonly searchPath: string;
  /** The command that installs what is missing on this machine. */
  readonly install: string;
}

export interface BuiltProgram {
  readonly path: string;
  /** Its name in the cache. */
  readonly key: string;
  /** It was built before. */
  readonly cached: boolean;
}

interface Tools {
  readonly cc: Tool;
  /** Undefined where there is no kernel half. */
  readonly clang: Tool | undefined;
}

/** `name` is the program's own: the script's file name without folder and suffix. */
export async function build(
  plan: Plan,
  name: string,
  options: BuildOptions,
  report: Report,
): Promise<BuiltProgram | undefined> {
  const emitted = emitLibbpf(plan, name, options.program, options.events);
  const tools = findTools(emitted, options, report);
  if (!tools) return undefined;
  const cache: ProgramCache = { folder: options.cacheFolder };
  const key = programKey(emitted, tools, options);
  try {
    const known = lookUp(cache, key);
    if (known !== undefined) return { path: known, key, cached: true };
    return await buildAnew(emitted, tools, cache, key, options, report);
  } catch (error) {
    if (!isFileError(error)) throw error;
    report.add('STSX6015', undefined, { path: error.path ?? cache.folder, reason: fileProblem(error) });
    return undefined;
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function findTools(emitted: EmittedProgram, options: BuildOptions, report: Report): Tools | undefined {
  const cc = findTool(['cc', 'gcc', 'clang'], options.searchPath);
  if (!cc) report.add('STSX6011', undefined, { install: options.install });
  const clang = emitted.kernel && findClang(options.searchPath);
  if (emitted.kernel && !clang) report.add('STSX6010', undefined, { install: options.install });
  return cc && (clang || !emitted.kernel) ? { cc, clang } : undefined;
}

export function hasClang(searchPath: string): boolean {
  return findClang(searchPath) !== undefined;
}

function findClang(searchPath: string): Tool | undefined {
  return findTool(['clang', ...versionedClangs], searchPath);
}

/** Distributions that install several versions side by side may have none called clang. */
const versionedClangs = Array.from({ length: 12 }, (_, index) => `clang-${22 - index}`);

function programKey(emitted: EmittedProgram, tools: Tools, options: BuildOptions): string {
  return contentKey([
    emitted.user.text,
    emitted.kernel?.text ?? '',
    emitted.header?.text ?? '',
    sourcesIdentity(options.sources),
    tools.cc.identity,
    tools.clang?.identity ?? '',
    [...bpfFlags(), ...userFlags, ...libraryFlags()].join(' '),
  ]);
}

async function buildAnew(
  emitted: EmittedProgram,
  tools: Tools,
  cache: ProgramCache,
  key: string,
  options: BuildOptions,
  report: Report,
): Promise<BuiltProgram | undefined> {
  const work = workFolder(cache);
  try {
    for (const file of [emitted.user, emitted.kernel, emitted.header]) {
      if (file) writeFileSync(`${work}/${file.name}`, file.text, 'latin1');
    }
    const [archive, user, kernel] = await Promise.all([
      buildRuntime(options.sources, tools.cc, cache, options, report),
      compileUserHalf(emitted, tools.cc, work, options, report),
      compileKernelHalf(emitted, tools.clang, work, options, report),
    ]);
    if (!archive || !user || !kernel) return undefined;
    if (!(await link(archive.path, emitted, tools.cc, work, options, report))) return undefined;
    return { path: store(cache, key, `${work}/linked`), key, cached: false };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function compileUserHalf(
  { user }: EmittedProgram,
  cc: Tool,
  work: string,
  { sources, install }: BuildOptions,
  report: Report,
): Promise<boolean> {
  const args = [...userFlags, `-I${sources.runtime}`, '-c', user.name, '-o', 'user_half.o'];
  const { ok, output } = await runTool(cc.path, args, work);
  if (!ok) reportToolFailure('the C compiler', output, install, report);
  return ok;
}

async function compileKernelHalf(
  { kernel }: EmittedProgram,
  clang: Tool | undefined,
  work: string,
  { sources, install }: BuildOptions,
  report: Report,
): Promise<boolean> {
  if (!kernel || !clang) return true;
  const folders = [`-I${sources.prelude}`, `-I${sources.runtime}`];
  const args = [...bpfFlags(), ...folders, '-c', kernel.name, '-o', 'kernel_half.o'];
  const { ok, output } = await runTool(clang.path, args, work);
  if (!ok) reportToolFailure('clang', output, install, report);
  return ok;
}

/** The kernel half goes in as it is: main() finds its bytes by the symbols that the linker makes of the file's name. */
async function link(
  archive: string,
  { kernel }: EmittedProgram,
  cc: Tool,
  work: string,
  { install }: BuildOptions,
  report: Report,
): Promise<boolean> {
  const kernelHalf = kernel ? ['-Wl,--format=binary', 'kernel_half.o', '-Wl,--format=default'] : [];
  const args = [
    '-static',
    '-s',
    '-Wl,--gc-sections',
    '-Wl,-z,noexecstack',
    'user_half.o',
    ...kernelHalf,
    archive,
    ...libraryFlags(),
    '-o',
    'linked',
  ];
  const { ok, output } = await runTool(cc.path, args, work);
  if (!ok) reportToolFailure('the linker', output, install, report);
  return ok;
}
