/**
 * What the parser's own messages say was expected, in SystemTap's words. Rows are keyed by the rule and the token type
 * that was wanted; a rule that found no alternative has one row. Without a row the token type's label speaks.
 */
import { EOF, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain';
import * as op from './tokens/operators.ts';
import { Junk } from './tokens/literals.ts';
import { Keyword } from './tokens/words.ts';

const value = 'literal string or number';
const item = "'probe', 'global', 'private', 'function', or '%{'";

const point = "identifier or '*' or '{'";
const points = "one of ', { } = +='";
const keyList = "',' or ']'";

const mismatches: Readonly<Record<string, string>> = {
  'call RightParenthesis': "one of ') ,'",
  'subscript RightBracket': "one of '] ,'",
  'bucket RightBracket': "one of '] ,'",
  'tuple RightBracket': keyList,
  'slice RightBracket': keyList,
  'foreachKeys RightBracket': keyList,
  'foreachStatement SortMark': 'sort directive',
  'print RightParenthesis': "one of ', )'",
  'print Comma': "one of ', )'",
  'component RightBrace': points,
  'functionDeclaration RightParenthesis': "',' or ')'",
  'functionDeclaration NumberLiteral': value,
};

const noAlternatives: Readonly<Record<string, string>> = {
  base: 'identifier or statistical operation',
  component: point,
  foreachStatement: 'identifier',
  functionName: 'identifier',
  functionDeclaration: "'{'",
  privateDeclaration: "'function' or identifier",
  statement: 'statement',
  probe: points,
  file: item,
};

/** Lists that must hold something. */
const earlyExits: Readonly<Record<string, string>> = {
  globals: 'identifier',
  foreachKeys: 'identifier',
  literalString: 'literal string',
  points: point,
  point,
};

export const endOfFile = 'unexpected end-of-file';

/** At the end of the file SystemTap names these, and for all others says `unexpected end-of-file`. */
const namedAtEnd: ReadonlySet<string> = new Set(['statement', keyList, points, item]);

/** It also names them in a probe point's condition. */
const namingRule = 'point';

/** Where these find nothing at the end of the file, it says `expected value`. */
const valueRules: ReadonlySet<string> = new Set(['operand', 'operations', 'value', 'keys']);

export const messageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual, previous, ruleName }) =>
    actual.tokenType === EOF
      ? mismatchAtEnd(expected, previous, ruleName)
      : mismatch(expected, actual, previous, ruleName),
  buildNoViableAltMessage: ({ actual, ruleName }) => noAlternative(actual[0], ruleName),
  buildNotAllInputParsedMessage: () => item,
  buildEarlyExitMessage: ({ actual, ruleName }) => earlyExit(actual[0], ruleName),
};

function mismatch(expected: TokenType, actual: IToken, previous: IToken, rule: string): string {
  if (rule === 'block' && expected === op.RightBrace) return statementOr(actual);
  if (wantedValue(expected, previous, rule)) return value;
  if (rule === 'functionDeclaration' && expected === op.RightParenthesis && opensPart(previous)) {
    return 'identifier';
  }
  return nameOf(expected, rule);
}

function mismatchAtEnd(expected: TokenType, previous: IToken, rule: string): string {
  if (rule === 'block' && expected === op.RightBrace) return 'statement';
  if (wantedValue(expected, previous, rule)) return 'value';
  const name = nameOf(expected, rule);
  return namedAtEnd.has(name) || rule === namingRule ? name : endOfFile;
}

function nameOf(expected: TokenType, rule: string): string {
  return mismatches[`${rule} ${expected.name}`] ?? expected.LABEL ?? expected.name;
}

/** A list of arguments that was opened, or a part of a for that was begun, and holds nothing that could be a value. */
function wantedValue(expected: TokenType, previous: IToken, rule: string): boolean {
  if (rule === 'forStatement') return expected !== op.LeftParenthesis && opensPart(previous);
  const isList = rule === 'call' || rule === 'print';
  return isList && expected === op.RightParenthesis && previous.tokenType === op.LeftParenthesis;
}

function opensPart({ tokenType }: IToken): boolean {
  return tokenType === op.LeftParenthesis || tokenType === op.Semicolon || tokenType === op.Comma;
}

function noAlternative(found: IToken | undefined, rule: string): string {
  const expected = noAlternatives[rule] ?? value;
  if (found === undefined || found.tokenType === EOF) {
    if (valueRules.has(rule)) return 'value';
    return namedAtEnd.has(expected) ? expected : endOfFile;
  }
  if (rule === 'statement') return statementOr(found);
  // An alias has one name.
  if (rule === 'probe' && (found.tokenType === op.Assign || found.tokenType === op.AddAssign)) {
    return 'probe point specifier';
  }
  return expected;
}

function earlyExit(found: IToken | undefined, rule: string): string {
  const expected = earlyExits[rule] ?? value;
  if (found === undefined || found.tokenType === EOF) return expected === value ? 'value' : endOfFile;
  // `printd("" 1)`: the literal was there, the list did not go on.
  if (rule === 'print' && found.tokenType !== op.RightParenthesis) return "one of ', )'";
  return expected;
}

/** Where a statement may start, an operator was meant to be an expression; a keyword was not. */
function statementOr({ tokenType }: IToken): string {
  const isWord = tokenType.CATEGORIES?.includes(Keyword) ?? false;
  return isWord || tokenType === Junk ? 'statement' : value;
}
