/**
 * A script's text through stages 1 to 4, keeping what each made: for tests of checking and lowering. Stops after a stage that reported an
 * error, as the pipeline does.
 */
import { environmentOf } from '../../src/1-parse/environment-of.ts';
import { parseFile } from '../../src/1-parse/parse-file.ts';
import { resolve } from '../../src/2-resolve/resolve.ts';
import { check } from '../../src/3-check/check.ts';
import { lower } from '../../src/4-lower/lower.ts';
import { readLibrary } from '../../src/cli/read-library.ts';
import { Report, type Diagnostic } from '../../src/diagnostics/report.ts';
import type * as ir from '../../src/ir/ir.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { packageRoot } from '../../src/package-root.ts';
import type { TypedProgram } from '../../src/program/program.ts';
import { lineColumn, sourceFile, type SourceFile } from '../../src/source/source.ts';
import { createLibrary } from '../../src/tapset/library.ts';
import { fakeKernel } from './fake-kernel.ts';

export interface CheckSettings {
  readonly kernel?: Kernel;
  readonly defines?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  readonly unoptimized?: boolean;
}

export interface Checked {
  readonly stage: 'parse' | 'resolve' | 'check' | 'lower' | 'done';
  readonly diagnostics: readonly Diagnostic[];
  readonly typed: TypedProgram | undefined;
  readonly program: ir.Program | undefined;
}

let libraryFiles: readonly SourceFile[] | undefined;

export function checkScript(text: string, settings: CheckSettings = {}): Checked {
  const { kernel = fakeKernel(), defines = {}, unoptimized = false } = settings;
  const report = new Report();
  const failed = () => report.hasErrors;
  libraryFiles ??= readLibrary(`${packageRoot}src/tapset`, [], kernel);
  const given = { arguments: settings.arguments ?? [], guru: true };
  const environment = environmentOf(kernel, given, libraryFiles, report);
  const stopped = (stage: Checked['stage'], typed?: TypedProgram): Checked => ({
    stage,
    diagnostics: report.diagnostics,
    typed,
    program: undefined,
  });
  const syntax = parseFile(sourceFile('test.stp', text), environment, report);
  if (!syntax || failed()) return stopped('parse');
  const library = createLibrary(libraryFiles, (file) => parseFile(file, environment, report));
  const resolved = resolve(syntax, library, kernel, { globals: new Map(), attachElsewhere: true }, report);
  if (failed()) return stopped('resolve');
  const typed = check(resolved, { unoptimized }, report);
  if (failed()) return stopped('check', typed);
  const options = { defines: new Map(Object.entries(defines)), showUnreadGlobals: true };
  const program = lower(typed, options, report);
  return { stage: failed() ? 'lower' : 'done', diagnostics: report.diagnostics, typed, program };
}

/** `1:15 type mismatch: …`, one a diagnostic. */
export function diagnosticLines(
  { diagnostics }: Pick<Checked, 'diagnostics'>,
  severity: Diagnostic['severity'],
): string[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.severity === severity)
    .map(({ message, span }) => {
      if (!span) return message;
      const { line, column } = lineColumn(span.file, span.start);
      return `${line}:${column} ${message}`;
    });
}
