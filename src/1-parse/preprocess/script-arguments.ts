/**
 * `$1` pastes an argument's bytes where a token may start, `@1` pastes it as a string, `$#` and `@#` their number. Tokens
 * in, tokens out; pasted ones have the place of the `$1`. What the bytes run into (`$1abc`, an open quote) joins them, so
 * then the text is lexed again from there. stap(1), section GENERAL SYNTAX.
 */
import type { IToken } from 'chevrotain';
import { tokenize } from '../../../grammar/lexer.ts';
import * as literal from '../../../grammar/tokens/literals.ts';
import { endOf } from '../../../grammar/tokens/written.ts';
import { quoteString } from '../../ast/quote-string.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** An argument that is missing stays as it is: it is wrong only where it is parsed. */
export function pasteArguments(
  text: string,
  tokens: readonly IToken[],
  environment: ParseEnvironment,
): readonly IToken[] {
  if (!tokens.some((token) => token.tokenType === literal.Argument)) return tokens;
  const pasted: IToken[] = [];
  let rest = tokens;
  for (let i = 0; i < rest.length; i++) {
    const token = rest[i];
    if (token === undefined) break;
    const paste = token.tokenType === literal.Argument ? pasteOf(token, environment) : undefined;
    if (paste === undefined) {
      pasted.push(token);
      continue;
    }
    const after = text[endOf(token)] ?? '';
    const run = wordEnd.test(paste) ? wordRun(text, endOf(token)) : '';
    const own = tokenize(paste + run).tokens;
    if (staysApart(paste + run, own, after)) {
      for (const part of own) pasted.push(placed(part, token));
      while ((rest[i + 1]?.startOffset ?? Infinity) < endOf(token) + run.length) i++;
    } else {
      rest = lexAgain(text, token, paste);
      i = -1;
    }
  }
  return pasted;
}

/** Undefined where there is no such argument, and for arguments within arguments. */
function pasteOf(token: IToken, environment: ParseEnvironment): string | undefined {
  const { arguments: given, argumentUsed } = environment;
  const number = token.image.slice(1);
  const quoted = token.image.startsWith('@');
  if (number === '#') {
    given.forEach((_, place) => argumentUsed(place));
    return quoted ? `"${given.length}"` : String(given.length);
  }
  const place = Number(number) - 1;
  const argument = given[place];
  if (argument === undefined) return undefined;
  argumentUsed(place);
  return quoted ? quoteString(argument) : argument;
}

const wordEnd = /[A-Za-z0-9_$@]$/;
const operatorEnd = /[^A-Za-z0-9_$\s"]$/;
const operatorStart = /^[^A-Za-z0-9_$\s"]/;

/** What a word that ends here goes on with. */
function wordRun(text: string, start: number): string {
  const run = /[A-Za-z0-9_$]*/y;
  run.lastIndex = start;
  return run.exec(text)?.[0] ?? '';
}

function staysApart(paste: string, own: readonly IToken[], after: string): boolean {
  const last = own.at(-1);
  const isOpen =
    last?.tokenType === literal.UnterminatedString || last?.tokenType === literal.UnterminatedCode;
  if (isOpen || /#|\/[/*]/.test(paste)) return false;
  if (paste.endsWith('@')) return false;
  const isClosed = last?.tokenType === literal.StringLiteral || last?.tokenType === literal.EmbeddedCode;
  return isClosed || !(operatorEnd.test(paste) && operatorStart.test(after));
}

/** The rest of the text with the paste in front; offsets are those of the file. */
function lexAgain(text: string, token: IToken, paste: string): IToken[] {
  const end = endOf(token);
  const shift = end - paste.length;
  const { tokens } = tokenize(paste + text.slice(end));
  return tokens.map((part) => {
    const within = part.startOffset < paste.length;
    const nested = within && part.tokenType === literal.Argument;
    const startOffset = within ? token.startOffset : part.startOffset + shift;
    const endOffset = endOf(part) <= paste.length ? end - 1 : endOf(part) - 1 + shift;
    return { ...part, ...(nested ? nestedArgument : {}), startOffset, endOffset };
  });
}

function placed(part: IToken, token: IToken): IToken {
  const place = { startOffset: token.startOffset, endOffset: endOf(token) - 1 };
  return part.tokenType === literal.Argument
    ? { ...part, ...nestedArgument, ...place }
    : { ...part, ...place };
}

const nestedArgument = {
  tokenType: literal.NestedArgument,
  tokenTypeIdx: literal.NestedArgument.tokenTypeIdx ?? 0,
};
