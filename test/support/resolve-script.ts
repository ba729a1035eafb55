/** Text through stages 1 and 2, with the tapset and a fake kernel. */
import { parseFile } from '../../src/1-parse/parse-file.ts';
import { environmentOf } from '../../src/1-parse/environment-of.ts';
import { resolve } from '../../src/2-resolve/resolve.ts';
import { readLibrary } from '../../src/cli/read-library.ts';
import { Report, type Diagnostic } from '../../src/diagnostics/report.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { packageRoot } from '../../src/package-root.ts';
import type { Program } from '../../src/program/program.ts';
import { lineColumn, sourceFile } from '../../src/source/source.ts';
import { createLibrary } from '../../src/tapset/library.ts';
import { fakeKernel } from './fake-kernel.ts';

export interface Settings {
  readonly kernel?: Kernel;
  readonly globals?: Readonly<Record<string, string>>;
  readonly defines?: Readonly<Record<string, string>>;
  readonly attachElsewhere?: boolean;
  readonly keepAlternatives?: boolean;
  /** -c and -x. */
  readonly target?: { readonly command?: string; readonly pid?: number };
  readonly guru?: boolean;
  readonly arguments?: readonly string[];
  /** More library files, by name. */
  readonly library?: Readonly<Record<string, string>>;
}

export interface Resolved {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
  /** `CODE LINE:COLUMN message` of each. */
  readonly messages: readonly string[];
}

export function resolveScript(text: string, settings: Settings = {}): Resolved {
  const { kernel = fakeKernel(), globals = {}, attachElsewhere = false, library: more = {} } = settings;
  const report = new Report();
  const files = [
    ...readLibrary(`${packageRoot}src/tapset`, [], kernel),
    ...Object.entries(more).map(([name, body]) => sourceFile(name, body, 'tapset')),
  ];
  const given = { arguments: settings.arguments ?? [], guru: settings.guru === true };
  const environment = environmentOf(kernel, given, files, report);
  const file = parseFile(sourceFile('script.stp', text), environment, report);
  if (file === undefined) throw new Error(`the script does not parse: ${messagesOf(report).join('; ')}`);
  const library = createLibrary(files, (source) => parseFile(source, environment, report));
  const options = {
    globals: new Map(Object.entries(globals)),
    defines: new Map(Object.entries(settings.defines ?? {})),
    attachElsewhere,
    keepAlternatives: settings.keepAlternatives,
    target: settings.target,
  };
  const program = resolve(file, library, kernel, options, report);
  return { program, diagnostics: report.diagnostics, messages: messagesOf(report) };
}

/** The same, of a script that has no error. */
export function resolveGood(text: string, settings: Settings = {}): Program {
  const { program, messages, diagnostics } = resolveScript(text, settings);
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error(messages.join('\n'));
  return program;
}

function messagesOf(report: Report): string[] {
  return report.diagnostics.map(({ code, span, message }) => {
    const place = span === undefined ? undefined : lineColumn(span.file, span.start);
    return place === undefined ? `${code} ${message}` : `${code} ${place.line}:${place.column} ${message}`;
  });
}
