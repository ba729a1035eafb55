/**
 * The library as the scripts of one process share it: its files are searched for names and parsed once, however many scripts use them. What is
 * wrong in a file is told to each script that uses it, as if it were parsed anew.
 */
import { environmentOf } from './1-parse/environment-of.ts';
import type { ParseEnvironment } from './1-parse/parse-environment.ts';
import { parseFile } from './1-parse/parse-file.ts';
import type * as ast from './ast/ast.ts';
import { Report } from './diagnostics/report.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { SessionOptions } from './session-options.ts';
import type { SourceFile } from './source/source.ts';
import { createLibrary, libraryNames, type Library, type LibraryNames } from './tapset/library.ts';

export interface SharedLibrary {
  readonly files: readonly SourceFile[];
  /** For one script, whose report and arguments they are. */
  readonly environment: (listener: Listener) => ParseEnvironment;
  readonly library: (listener: Listener) => Library;
}

/** Who is told what parsing finds. */
export interface Listener {
  readonly report: Report;
  readonly argumentUsed: ParseEnvironment['argumentUsed'];
}

export function sharedLibrary(
  files: readonly SourceFile[],
  kernel: Kernel,
  options: Pick<SessionOptions, 'arguments' | 'guru'>,
): SharedLibrary {
  const macros = once(({ report, argumentUsed }) =>
    environmentOf(kernel, options, files, report, argumentUsed),
  );
  const parsed = new Map<SourceFile, Repeated<ast.File | undefined>>();
  let names: LibraryNames | undefined;

  function parse(file: SourceFile, environment: ParseEnvironment, listener: Listener): ast.File | undefined {
    let known = parsed.get(file);
    if (known === undefined) {
      known = once(({ report, argumentUsed }) => parseFile(file, { ...environment, argumentUsed }, report));
      parsed.set(file, known);
    }
    return known(listener);
  }

  const environment: SharedLibrary['environment'] = (listener) => ({
    ...macros(listener),
    argumentUsed: listener.argumentUsed,
  });
  return {
    files,
    environment,
    library(listener) {
      const ofScript = environment({ ...listener, report: new Report() });
      names ??= libraryNames(files);
      return createLibrary(files, (file) => parse(file, ofScript, listener), names);
    },
  };
}

type Repeated<Result> = (listener: Listener) => Result;

/** Done for the first who asks; the others get the same result and are told the same. */
function once<Result>(make: Repeated<Result>): Repeated<Result> {
  let made: { readonly result: Result } | undefined;
  const told = new Report();
  const used = new Set<number>();
  return ({ report, argumentUsed }) => {
    made ??= { result: make({ report: told, argumentUsed: (place) => used.add(place) }) };
    report.diagnostics.push(...told.diagnostics);
    for (const place of used) argumentUsed(place);
    return made.result;
  };
}
