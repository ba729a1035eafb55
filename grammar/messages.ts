/**
 * What the parser's own messages say was expected, in SystemTap's words. Rows are keyed by the rule and the token type
 * that was wanted; a rule that found no alternative has one row. Without a row the token type's label speaks.
 */
import { EOF, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain';
import * as op from './tokens/operators.ts';
import { Keyword } from './tokens/words.ts';

const value = 'literal string or number';
const item = "'probe', 'global', 'private', 'function', or '%{'";

const mismatches: Readonly<Record<string, string>> = {
  'call RightParenthesis': "one of ') ,'",
  'subscript RightBracket': "one of '] ,'",
  'operationsHead RightBracket': "',' or ']'",
  'print RightParenthesis': "one of ', )'",
  'print Comma': "one of ', )'",
  'operatorCall StringLiteral': 'string',
  'slice RightBracket': "',' or ']'",
  'foreachKeys RightBracket': "',' or ']'",
  'foreachStatement SortMark': 'sort directive',
  'file EOF': item,
};

const noAlternatives: Readonly<Record<string, string>> = {
  base: 'identifier or statistical operation',
  component: "identifier or '*' or '{'",
  functionDeclaration: "'{'",
  privateDeclaration: "'function' or identifier",
  statement: 'statement',
  probe: "one of ', { } = +='",
  file: item,
};

/** Lists that must hold something. */
const earlyExits: Readonly<Record<string, string>> = {
  globals: 'identifier',
  foreachKeys: 'identifier',
  literalString: 'literal string',
  points: "identifier or '*' or '{'",
  point: "identifier or '*' or '{'",
};

/** At the end of the file SystemTap names these, and for all others says `unexpected end-of-file`. */
const namedAtEnd: ReadonlySet<string> = new Set(['statement', "',' or ']'", "one of ', { } = +='", item]);

export const endOfFile = 'unexpected end-of-file';

export const messageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual, previous, ruleName }) =>
    mismatch(expected, actual, previous, ruleName),
  buildNoViableAltMessage: ({ actual, ruleName }) => {
    const found = actual[0];
    const expected = noAlternatives[ruleName] ?? value;
    if (found?.tokenType !== EOF) return expected === 'statement' ? statementOr(found) : expected;
    if (expected === value) return 'value';
    return namedAtEnd.has(expected) ? expected : endOfFile;
  },
  buildNotAllInputParsedMessage: () => item,
  buildEarlyExitMessage: ({ actual, ruleName }) => {
    const row = earlyExits[ruleName];
    const found = actual[0];
    if (found?.tokenType === EOF) return row === undefined ? 'value' : endOfFile;
    // `printd("" 1)`: the literal was there, the list did not go on.
    if (ruleName === 'print' && found !== undefined && found.tokenType !== op.RightParenthesis) {
      return "one of ', )'";
    }
    return row ?? value;
  },
};

function mismatch(expected: TokenType, actual: IToken, previous: IToken, rule: string): string {
  if (rule === 'block' && expected === op.RightBrace) return statementOr(actual);
  // An opened list that holds nothing wanted a value, and so did a comma.
  if (expected === op.RightParenthesis && previous.tokenType === op.LeftParenthesis) {
    return actual.tokenType === EOF ? 'value' : value;
  }
  const text = mismatches[`${rule} ${expected.name}`] ?? expected.LABEL ?? expected.name;
  return actual.tokenType !== EOF || namedAtEnd.has(text) ? text : endOfFile;
}

/** Where a statement may start, an operator was meant to be an expression; a keyword was not. */
function statementOr(found: IToken | undefined): string {
  if (found === undefined || found.tokenType === EOF) return 'statement';
  const isWord = found.tokenType.CATEGORIES?.includes(Keyword) ?? false;
  return isWord || found.tokenType.name === 'Junk' ? 'statement' : value;
}
