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
        const end = skip(result === undefined ? 'whole' : 'then', reader);
        if (end === '%:') open.push({ start: token, inElse: true });
        else if (end === 'file' && result !== undefined) reader.problem('STSX1061', token, {});
      }
    } else if (type === op.ElseConditional || type === op.CloseConditional) {
      const last = open.at(-1);
      if (last === undefined) reader.problem('STSX1060', token, {});
      else if (type === op.CloseConditional) open.pop();
      else {
        if (last.inElse) reader.problem('STSX1062', token, {});
        open.pop();
        if (skip('else', reader) === 'file') reader.problem('STSX1061', last.start, {});
      }
    } else if (type === op.ThenConditional) reader.problem('STSX1060', token, {});
    else kept.push(token);
  }
  if (reader.isExhausted) return { tokens: [], macros: reader.macros };
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

/**
 * To behind the end of what is left out: a `then` branch, which an `%:` may end, an `else` branch, which none may stand in,
 * or a `whole` conditional whose test made no sense.
 */
function skip(what: 'then' | 'else' | 'whole', reader: MacroReader): '%:' | '%)' | 'file' {
  let depth = 0;
  for (let token = reader.nextRaw(); token !== undefined; token = reader.nextRaw()) {
    const type = token.tokenType;
    if (type === op.OpenConditional) depth++;
    else if (type === op.CloseConditional && depth-- === 0) return '%)';
    else if (type === op.ElseConditional && depth === 0) {
      if (what === 'then') return '%:';
      if (what === 'else') reader.problem('STSX1062', token, {});
    }
  }
  return 'file';
}
