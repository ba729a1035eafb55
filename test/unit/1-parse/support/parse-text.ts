/** Parses a text the way tests need it: the tree, and the diagnostics as `code message at line:column` lines. */
import type { ParseEnvironment } from '../../../../src/1-parse/parse-environment.ts';
import { parseFile } from '../../../../src/1-parse/parse-file.ts';
import type * as ast from '../../../../src/ast/ast.ts';
import { Report } from '../../../../src/diagnostics/report.ts';
import { lineColumn, sourceFile, type SourceFile } from '../../../../src/source/source.ts';

const config: Readonly<Record<string, string>> = { CONFIG_SMP: 'y', CONFIG_HZ: '250', CONFIG_NR_CPUS: '64' };

export const testEnvironment: ParseEnvironment = {
  kernelRelease: '6.18.5-2-amd64',
  kernelVersion: '6.18.5',
  architecture: 'x86_64',
  config: (option) => config[option],
  arguments: [],
  guru: false,
  libraryMacros: new Map(),
  argumentUsed: () => undefined,
};

export interface Parsed {
  readonly file: ast.File | undefined;
  readonly problems: readonly string[];
  readonly report: Report;
}

export function parseText(
  text: string,
  environment: Partial<ParseEnvironment> = {},
  origin: SourceFile['origin'] = 'user',
): Parsed {
  const report = new Report();
  const file = parseFile(sourceFile('t.stp', text, origin), { ...testEnvironment, ...environment }, report);
  const problems = report.diagnostics.map(({ message, span }) => {
    const place = span === undefined ? undefined : lineColumn(span.file, span.start);
    return `${message} at ${place?.line}:${place?.column}`;
  });
  return { file, problems, report };
}

/** The tree of a text that must have no problems. */
export function parseGood(text: string, environment: Partial<ParseEnvironment> = {}): ast.File {
  const { file, problems } = parseText(text, environment);
  if (file === undefined || problems.length > 0) throw new Error(`${text}\n${problems.join('\n')}`);
  return file;
}

/** The statements of a probe's handler that must have no problems. */
export function parseStatements(text: string): readonly ast.Statement[] {
  const [item] = parseGood(`global a probe begin {${text}\n}`, { guru: true }).items.slice(1);
  if (item?.kind !== 'Probe') throw new Error('no probe');
  return item.body.statements;
}
