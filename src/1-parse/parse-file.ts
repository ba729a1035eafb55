/**
 * Stage 1: a file's text in, its syntax tree out, or undefined where there is none to speak of. Text -> tokens, with script
 * arguments pasted and macros and conditionals worked off -> items (grammar/) -> tree (build/). It never throws: whatever the
 * bytes are, there is a tree or a diagnostic. stap(1), section SCRIPT LANGUAGE.
 */
import type { IToken } from 'chevrotain';
import { tokenize } from '../../grammar/lexer.ts';
import { isEndOfFile, parseItems } from '../../grammar/parser.ts';
import { endOf } from '../../grammar/tokens/written.ts';
import type * as ast from '../ast/ast.ts';
import { Report } from '../diagnostics/report.ts';
import type { SourceFile } from '../source/source.ts';
import { itemBuilder } from './build/build-items.ts';
import { checkHeight, isSurelyLow } from './check-height.ts';
import type { ParseEnvironment } from './parse-environment.ts';
import { preprocess } from './preprocess/preprocess.ts';
import { pasteArguments } from './preprocess/script-arguments.ts';
import { reportProblem } from './report-problem.ts';

export function parseFile(
  source: SourceFile,
  environment: ParseEnvironment,
  report: Report,
): ast.File | undefined {
  const own = new Report();
  const file = parse(source, environment, own);
  for (const diagnostic of inOrder(own)) report.diagnostics.push(diagnostic);
  return own.hasErrors ? undefined : file;
}

function parse(source: SourceFile, environment: ParseEnvironment, report: Report): ast.File {
  const { tokens, comments } = tokenize(source.text);
  const pasted = pasteArguments(source.text, tokens, environment);
  const preprocessed = preprocess(source, pasted, environment, report);
  checkEmpty(source, tokens, preprocessed.tokens, report);

  // Behind a mistake of the preprocessor's the tokens are not those that were meant.
  const trusted = firstError(report);
  const isTrusted = environment.guru || source.origin === 'tapset';
  const shape = { depth: 0, deepest: 0, longest: 0 };
  const building = itemBuilder({ source, report, isTrusted, inFunction: false, shape });
  const problems = parseItems(preprocessed.tokens, building.take);
  for (const problem of problems) {
    const place = isEndOfFile(problem.token) ? source.text.length : problem.token.startOffset;
    if (place < trusted) reportProblem(problem, source, environment, report);
  }

  if (!isSurelyLow(shape)) for (const item of building.built) checkHeight(item, report);
  return {
    kind: 'File',
    source,
    items: building.built,
    comments: comments.map((token) => comment(source, token)),
  };
}

function firstError(report: Report): number {
  const places = report.diagnostics.flatMap(({ severity, span }) =>
    severity === 'error' && span !== undefined ? [span.start] : [],
  );
  return Math.min(...places, Infinity);
}

function comment(source: SourceFile, token: IToken): ast.Comment {
  return {
    text: token.image,
    span: { file: source, start: token.startOffset, end: endOf(token) },
  };
}

/** A script that says nothing is a mistake; so SystemTap has it. */
function checkEmpty(
  source: SourceFile,
  before: readonly IToken[],
  after: readonly IToken[],
  report: Report,
): void {
  if (after.length > 0 || report.hasErrors) return;
  const when = before.length > 0 ? ' after preprocessing' : '';
  report.add('STSX1026', { file: source, start: 0, end: 0 }, { name: source.name, when });
}

/** Different steps found them; the reader reads downwards. */
function inOrder(report: Report): Report['diagnostics'] {
  return report.diagnostics
    .map((diagnostic, found) => ({ diagnostic, found, start: diagnostic.span?.start ?? 0 }))
    .sort((left, right) => left.start - right.start || left.found - right.found)
    .map(({ diagnostic }) => diagnostic);
}
