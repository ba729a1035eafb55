/**
 * What the grammar found wrong becomes a diagnostic. Some tokens are wrong wherever a rule meets them (an open string, a
 * missing argument), and they speak for themselves.
 */
import { EOF, type IToken } from 'chevrotain';
import { endOfFile } from '../../grammar/messages.ts';
import { itemStarts, type SyntaxProblem } from '../../grammar/parser.ts';
import { nestingLimit } from '../../grammar/rules/nesting.ts';
import * as literal from '../../grammar/tokens/literals.ts';
import { atWords, Keyword } from '../../grammar/tokens/words.ts';
import type { Report } from '../diagnostics/report.ts';
import type { SourceFile } from '../source/source.ts';
import type { ParseEnvironment } from './parse-environment.ts';
import { closestWord } from './closest-word.ts';
import { describeToken, writtenSpan } from './token-place.ts';

export function reportProblem(
  problem: SyntaxProblem,
  source: SourceFile,
  environment: ParseEnvironment,
  report: Report,
): void {
  const { token } = problem;
  const span = writtenSpan(source, token);
  if (problem.kind === 'nesting') {
    report.add('STSX1003', span, { limit: nestingLimit });
    return;
  }
  switch (token.tokenType) {
    case literal.UnterminatedString:
      return report.add('STSX1004', span, {});
    case literal.UnterminatedCode:
      return report.add('STSX1005', span, {});
    case literal.NestedArgument:
      return report.add('STSX1007', span, {});
    case literal.Argument:
      return report.add('STSX1006', span, { count: environment.arguments.length, argument: token.image });
    default:
  }
  if (token.tokenType === literal.AtWord && wantsValue(problem.expected)) {
    return report.add('STSX1008', span, { name: token.image }, { hint: atWordHint(token.image) });
  }
  const hint = hintFor(problem.expected, token, problem.rule);
  if (problem.expected === endOfFile) report.add('STSX1002', span, {}, { hint });
  else report.add('STSX1001', span, { expected: problem.expected, found: describeToken(token) }, { hint });
}

function wantsValue(expected: string): boolean {
  return expected === 'literal string or number' || expected === 'statement';
}

function atWordHint(image: string): string {
  const similar = closestWord(image, atWords.keys());
  return similar === undefined ? `no macro '${image}' is defined` : `did you mean ${similar}?`;
}

function hintFor(expected: string, token: IToken, rule: string): string | undefined {
  if (itemStarts.has(token.tokenType) && rule === 'block') {
    return `a '}' may be missing before this '${token.image}'`;
  }
  if (token.tokenType === EOF)
    return endHints[expected] ?? (rule === 'block' ? endHints['statement'] : undefined);
  if (expected === 'identifier' && isKeyword(token)) {
    return `'${token.image}' is a keyword and cannot be a name`;
  }
  if (rule === 'file' && token.tokenType === literal.Identifier) {
    const similar = closestWord(token.image, itemWords);
    return similar === undefined
      ? "statements stand in a probe's or function's braces"
      : `did you mean '${similar}'?`;
  }
  return hints[expected];
}

/** At the end of the file. */
const endHints: Readonly<Record<string, string>> = {
  statement: "a '}' is missing",
  "one of ', { } = +='": 'a probe needs a handler: { … }',
};

const hints: Readonly<Record<string, string>> = {
  "':'": "'?' needs a ':' with the other value",
  "'catch'": "'try { … }' needs a 'catch { … }' behind it",
  "';'": "for takes three parts: 'for (start; condition; step)'",
  'sort directive': "an operator behind the array needs a '+' or '-'",
};

const itemWords: readonly string[] = ['probe', 'global', 'private', 'function'];

function isKeyword(token: IToken): boolean {
  return token.tokenType.CATEGORIES?.includes(Keyword) ?? false;
}
