/**
 * Text (one character a byte) in, tokens and comments out. It never fails: bytes that start no token become Junk, and
 * strings or code that never end become tokens that no grammar rule takes.
 */
import { Lexer, type IToken, type TokenType } from 'chevrotain';
import * as literals from './tokens/literals.ts';
import { operators } from './tokens/operators.ts';
import { atWords, words } from './tokens/words.ts';

const lexer = new Lexer(
  [
    literals.WhiteSpace,
    literals.LineComment,
    literals.BlockComment,
    literals.Argument,
    literals.Identifier,
    literals.AtWord,
    literals.NumberLiteral,
    literals.StringLiteral,
    literals.UnterminatedString,
    literals.EmbeddedCode,
    literals.UnterminatedCode,
    ...operators,
    literals.Junk,
  ],
  { positionTracking: 'onlyOffset', skipValidations: true, ensureOptimizations: true },
);

export interface Tokens {
  readonly tokens: IToken[];
  readonly comments: IToken[];
}

export function tokenize(text: string): Tokens {
  const { tokens, groups } = lexer.tokenize(text);
  for (const token of tokens) {
    if (token.tokenType === literals.Identifier) retype(token, meaningOf(token.image));
    else if (token.tokenType === literals.AtWord) retype(token, atWords.get(token.image));
  }
  return { tokens, comments: groups['comments'] ?? [] };
}

function meaningOf(image: string): TokenType | undefined {
  if (image[0] !== '$') return words.get(image);
  return image === '$' || image === '$$' ? literals.PrettyMark : literals.TargetName;
}

function retype(token: IToken, type: TokenType | undefined): void {
  if (type === undefined) return;
  token.tokenType = type;
  if (type.tokenTypeIdx !== undefined) token.tokenTypeIdx = type.tokenTypeIdx;
}
