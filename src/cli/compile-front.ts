/**
 * What run, compile, check and explain begin with: the script read, the kernel opened, the library's files at hand, and the passes run as
 * far as asked. In: a script's origin and the options. Out: what the passes made of it; what is wrong is in the report.
 */
import { kernelCapabilities } from '../../targets/libbpf/capabilities.ts';
import type { MessageCode } from '../diagnostics/messages.ts';
import { Report } from '../diagnostics/report.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { runningKernel } from '../kernel/running-kernel.ts';
import { packageRoot } from '../package-root.ts';
import { compileScript, type Compilation, type Depth, type RunStage } from '../pipeline.ts';
import type { SessionOptions } from '../session-options.ts';
import type { SourceFile } from '../source/source.ts';
import { readLibrary } from './read-library.ts';
import { readScript, type ScriptOrigin } from './read-script.ts';

export interface FrontOptions {
  readonly depth: Depth;
  /** The program may be for another machine: what this kernel cannot attach to is accepted if nothing that it can serves. */
  readonly attachElsewhere: boolean;
  readonly runStage: RunStage;
}

/** What one process needs once, however many scripts it looks at. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly library: readonly SourceFile[];
}

export function surroundings(options: SessionOptions): Surroundings {
  const kernel = runningKernel();
  return { kernel, library: readLibrary(`${packageRoot}src/tapset`, options.libraryFolders, kernel) };
}

/** Undefined: the script could not be read. */
export function compileFront(
  origin: ScriptOrigin,
  options: SessionOptions,
  { kernel, library }: Surroundings,
  { depth, attachElsewhere, runStage }: FrontOptions,
  report: Report,
): Compilation | undefined {
  const source = runStage('read', () => readScript(origin, report));
  if (source === undefined) return undefined;
  const compile = (elsewhere: boolean, into: Report) =>
    compileScript(
      {
        source,
        options,
        kernel,
        library,
        capabilities: kernelCapabilities,
        attachElsewhere: elsewhere,
        depth,
      },
      into,
      runStage,
    );
  const here = new Report();
  const compiled = compile(false, here);
  const serves = !here.diagnostics.some(({ code }) => unattachable.has(code));
  if (serves || !attachElsewhere) {
    report.diagnostics.push(...here.diagnostics);
    return compiled;
  }
  return compile(true, report);
}

/** A probe point has no place on this kernel: an error, or a warning where every point of a probe is optional. */
const unattachable: ReadonlySet<MessageCode> = new Set(['STSX2101', 'STSX2108']);
