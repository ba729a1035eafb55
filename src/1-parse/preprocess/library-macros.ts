/**
 * The macros of the library's .stpm files, which hold nothing but definitions, with conditionals around them. A macro
 * may use those of other files: bodies are expanded where the macro is used. stap(1), section PREPROCESSOR MACROS.
 */
import { tokenize } from '../../../grammar/lexer.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { SourceFile } from '../../source/source.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { describeToken, writtenSpan } from '../token-place.ts';
import type { Macro, MacroTable } from './macro.ts';
import { preprocess } from './preprocess.ts';

/** Where two files define a macro, the first has it. */
export function readLibraryMacros(
  files: readonly SourceFile[],
  environment: Omit<ParseEnvironment, 'libraryMacros'>,
  report: Report,
): MacroTable {
  const table = new Map<string, Macro>();
  for (const file of files) {
    const { tokens } = tokenize(file.text);
    const own = preprocess(file, tokens, { ...environment, libraryMacros: new Map() }, report);
    const [stray] = own.tokens;
    if (stray !== undefined) {
      report.add('STSX1049', writtenSpan(file, stray), { found: describeToken(stray) });
    }
    for (const [name, macro] of own.macros) if (!table.has(name)) table.set(name, macro);
  }
  return table;
}
