/**
 * What run, compile, check and explain begin with: the script read, the kernel opened, the library's files at hand, and the passes run as
 * far as asked. In: a script's origin and the options. Out: what the passes made of it; what is wrong is in the report.
 */
import { kernelCapabilities } from '../../targets/libbpf/capabilities.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { runningKernel } from '../kernel/running-kernel.ts';
import { packageRoot } from '../package-root.ts';
import { compileScript, type Compilation, type Depth, type Input, type RunStage } from '../pipeline.ts';
import type { SessionOptions } from '../session-options.ts';
import type { SourceFile } from '../source/source.ts';
import { sharedLibrary, type SharedLibrary } from '../shared-library.ts';
import { readLibrary } from './read-library.ts';
import { readScript, type ScriptOrigin } from './read-script.ts';

export interface FrontOptions {
  readonly depth: Depth;
  /** The program may be for another machine: what this kernel cannot attach to is accepted if nothing that it can serves. */
  readonly attachElsewhere: boolean;
  /** The machine that runs the program chooses among alternatives (`A !, B`). */
  readonly keepAlternatives?: boolean;
  readonly runStage: RunStage;
  readonly events?: Input['events'];
}

/** What one process needs once, however many scripts it looks at. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly library: SharedLibrary;
}

export function surroundings(options: SessionOptions, kernel: Kernel = runningKernel()): Surroundings {
  const files = readLibrary(`${packageRoot}src/tapset`, options.libraryFolders, kernel);
  return { kernel, library: sharedLibrary(files, kernel, options) };
}

export interface FrontCompilation extends Compilation {
  readonly source: SourceFile;
}

/** Undefined: the script could not be read. */
export function compileFront(
  origin: ScriptOrigin,
  options: SessionOptions,
  { kernel, library }: Surroundings,
  { depth, attachElsewhere, keepAlternatives = false, runStage, events }: FrontOptions,
  report: Report,
): FrontCompilation | undefined {
  const source = runStage('read', () => readScript(origin, report));
  if (source === undefined) return undefined;
  const made = compileScript(
    {
      source,
      options,
      kernel,
      library,
      capabilities: kernelCapabilities,
      attachElsewhere,
      keepAlternatives,
      depth,
      events,
    },
    report,
    runStage,
  );
  return { ...made, source };
}
