/** What parsing takes from outside, gathered: the kernel's answers, the command line's arguments, the library's macros. */
import type { Report } from '../diagnostics/report.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { SessionOptions } from '../session-options.ts';
import type { SourceFile } from '../source/source.ts';
import { versionOfRelease, type ParseEnvironment } from './parse-environment.ts';
import { readLibraryMacros } from './preprocess/library-macros.ts';

/** `library`: its .stpm files count. What is wrong in them goes into the report. */
export function environmentOf(
  kernel: Kernel,
  options: Pick<SessionOptions, 'arguments' | 'guru'>,
  library: readonly SourceFile[],
  report: Report,
  argumentUsed: ParseEnvironment['argumentUsed'] = () => undefined,
): ParseEnvironment {
  const surroundings = {
    kernelRelease: kernel.release,
    kernelVersion: versionOfRelease(kernel.release),
    architecture: kernel.architecture,
    config: (option: string) => kernel.config(option),
    arguments: options.arguments,
    guru: options.guru,
    argumentUsed,
  };
  const macroFiles = library.filter(({ name }) => name.endsWith('.stpm'));
  return { ...surroundings, libraryMacros: readLibraryMacros(macroFiles, surroundings, report) };
}
