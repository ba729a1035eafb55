/**
 * Conditionals: reads tokens through the macros and leaves out the branches that do not hold. `%( test %? tokens %: tokens
 * %)` nests; what is left out may be anything that has tokens. stap(1), section PREPROCESSING.
 */
import type { IToken } from 'chevrotain';
import * as literal from '../../../grammar/tokens/literals.ts';
import * as op from '../../../grammar/tokens/operators.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { SourceFile } from '../../source/source.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { MacroReader } from './macro-reader.ts';
import type { MacroTable } from './macro.ts';

export interface Preprocessed {
  readonly tokens: readonly IToken[];
  readonly macros: MacroTable;
}

export function preprocess(
  source: SourceFile,
  tokens: readonly IToken[],
  environment: ParseEnvironment,
  report: Report,
): Preprocessed {
  if (!tokens.some(needsWork)) return { tokens, macros: new Map() };
  const reader = new MacroReader(source, tokens, environment.libraryMacros, report);
  const kept: IToken[] = [];
  /** The conditionals that are open, and whether their `%:` was passed. */
  const open: { readonly start: IToken; inElse: boolean }[] = [];

  for (let token = reader.next(); token !== undefined; token = reader.next()) {
    const type = token.tokenType;
    if (type === op.OpenConditional) {
      const result = evaluateCondition(token, reader, environment);
      if (result === true) open.push({ start: token, inElse: false });
      else {
        const end = skipBranch(reader, result === undefined);
        if (end === 'else') open.push({ start: token, inElse: true });
        else if (end === 'file' && result !== undefined) reader.problem('STSX1061', token, {});
      }
    } else if (type === op.ElseConditional || type === op.CloseConditional) {
      const last = open.at(-1);
      if (last === undefined) reader.problem('STSX1060', token, {});
      else if (type === op.CloseConditional) open.pop();
      else {
        if (last.inElse) reader.problem('STSX1062', token, {});
        open.pop();
        if (skipBranch(reader, true) === 'file') reader.problem('STSX1061', last.start, {});
      }
    } else if (type === op.ThenConditional) reader.problem('STSX1060', token, {});
    else kept.push(token);
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined && !isUnterminated(kept.at(-1))) reader.problem('STSX1061', unclosed.start, {});
  return { tokens: kept, macros: reader.macros };
}

/** It swallowed the rest of the file, and is the mistake to report. */
function isUnterminated(token: IToken | undefined): boolean {
  return token?.tokenType === literal.UnterminatedString || token?.tokenType === literal.UnterminatedCode;
}

function needsWork(token: IToken): boolean {
  const type = token.tokenType;
  return (
    type === literal.AtWord ||
    type === op.OpenConditional ||
    type === op.ThenConditional ||
    type === op.ElseConditional ||
    type === op.CloseConditional
  );
}

/** To behind the branch's end; `toClose`: an `%:` is not it. */
function skipBranch(reader: MacroReader, toClose: boolean): 'else' | 'close' | 'file' {
  let depth = 0;
  for (let token = reader.nextRaw(); token !== undefined; token = reader.nextRaw()) {
    const type = token.tokenType;
    if (type === op.OpenConditional) depth++;
    else if (type === op.CloseConditional && depth-- === 0) return 'close';
    else if (type === op.ElseConditional && depth === 0 && !toClose) return 'else';
  }
  return 'file';
}
