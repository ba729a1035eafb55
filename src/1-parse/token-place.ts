/**
 * From the grammar's tokens to places in source files and to the tokens that messages name.
 */
import { createTokenInstance, EOF, type IToken, type TokenType } from 'chevrotain';
import { writtenPlace, endOf } from '../../grammar/tokens/written.ts';
import * as literal from '../../grammar/tokens/literals.ts';
import * as word from '../../grammar/tokens/words.ts';
import { isEndOfFile } from '../../grammar/parser.ts';
import type { TokenKind, TokenRef } from '../ast/ast.ts';
import type { SourceFile, Span } from '../source/source.ts';

/** Stands for the token that is missing at the end of a file. */
export const endOfText: IToken = createTokenInstance(EOF, '', NaN, NaN, NaN, NaN, NaN, NaN);

/** Where the token takes effect: for what a macro put there, the macro's use. */
export function spanOf(source: SourceFile, token: IToken): Span {
  if (isEndOfFile(token)) return { file: source, start: source.text.length, end: source.text.length };
  return { file: source, start: token.startOffset, end: endOf(token) };
}

/** Where the token was written: for what a macro put there, inside the macro's body. */
export function writtenSpan(source: SourceFile, token: IToken): Span {
  const written = writtenPlace(token);
  if (written === undefined) return spanOf(source, token);
  return { file: written.source as SourceFile, start: written.start, end: written.end };
}

export function tokenRef(source: SourceFile, token: IToken): TokenRef {
  const kind = tokenKind(token);
  return { kind, text: tokenText(kind, token.image), span: writtenSpan(source, token) };
}

/** By token type index: it is asked for every node. */
const kinds: TokenKind[] = [];

function tokenKind(token: IToken): TokenKind {
  return (kinds[token.tokenTypeIdx] ??= kindOfType(token.tokenType));
}

function kindOfType(type: TokenType): TokenKind {
  if (type === literal.NumberLiteral) return 'number';
  if (type === literal.StringLiteral) return 'string';
  if (type === literal.EmbeddedCode) return 'embedded-code';
  const categories = type.CATEGORIES ?? [];
  if (categories.includes(word.Keyword)) return 'keyword';
  return categories.includes(literal.Name) ? 'identifier' : 'operator';
}

function tokenText(kind: TokenKind, image: string): string {
  if (kind === 'string') return image.slice(1, -1);
  return kind === 'embedded-code' ? image.slice(2, -2) : image;
}

/** Enough to recognise it by. */
const longestShown = 40;

/** As SystemTap's messages name a token: `operator ')'`, `keyword 'if'`, `end of file`. */
export function describeToken(token: IToken): string {
  if (isEndOfFile(token)) return 'end of file';
  const kind = token.tokenType === literal.Junk ? 'junk' : tokenKind(token);
  if (kind === 'embedded-code') return 'embedded code';
  const text = kind === 'junk' ? token.image : tokenText(kind, token.image);
  const shown = text.length <= longestShown ? text : `${text.slice(0, longestShown)}...`;
  return `${kind} '${shown.replace(/[^ -~]/g, escapeByte)}'`;
}

function escapeByte(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
