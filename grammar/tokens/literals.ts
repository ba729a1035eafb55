/**
 * Tokens with a text of their own: words, numbers, strings, embedded code, script arguments, comments. stap(1), section
 * GENERAL SYNTAX. Strings and embedded code are matched by functions, because a regular expression that loops over ten
 * megabytes runs out of its stack. What ends too early is a token too: it is wrong only where something needs it.
 */
import { createToken, Lexer, type CustomPatternMatcherReturn } from 'chevrotain';

type Match = CustomPatternMatcherReturn | null;

/** Any identifier, also one that names a print function. */
export const Name = createToken({ name: 'Name', label: 'identifier', pattern: Lexer.NA });

/** Any identifier or keyword: what a probe point's component and a member may be called. */
export const Word = createToken({ name: 'Word', label: 'identifier or keyword', pattern: Lexer.NA });

export const Identifier = createToken({
  name: 'Identifier',
  label: 'identifier',
  pattern: /[A-Za-z_$][A-Za-z0-9_$]*/,
  categories: [Name, Word],
});

/** `$skb`: an identifier that starts with a dollar stands for a value of the probed code. */
export const TargetName = createToken({
  name: 'TargetName',
  label: 'identifier',
  pattern: Lexer.NA,
  categories: [Name, Word],
});

/** `$` and `$$` alone: behind a value they ask for its text. */
export const PrettyMark = createToken({
  name: 'PrettyMark',
  label: 'identifier',
  pattern: Lexer.NA,
  categories: [TargetName, Name, Word],
});

/** `$1` and `@1`, `$#` and `@#`. */
export const Argument = createToken({ name: 'Argument', pattern: /[$@](?:[0-9]+|#)/ });

/** An argument's text that asks for an argument. */
export const NestedArgument = createToken({ name: 'NestedArgument', pattern: Lexer.NA });

/** `@name`: an operator of the language or a macro. */
export const AtWord = createToken({ name: 'AtWord', pattern: /@[A-Za-z0-9_$]*/ });

/** Whether it is a number at all (`08`, `0x1g`) is asked where its value is needed. */
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  label: 'number',
  pattern: /[0-9][A-Za-z0-9]*/,
});

export const StringLiteral = createToken({
  name: 'StringLiteral',
  label: 'literal string',
  pattern: matchString,
  start_chars_hint: ['"'],
  line_breaks: true,
});

export const UnterminatedString = createToken({ name: 'UnterminatedString', pattern: /"[^\n]*/ });

export const EmbeddedCode = createToken({
  name: 'EmbeddedCode',
  label: "'%{'",
  pattern: matchEmbeddedCode,
  start_chars_hint: ['%'],
  line_breaks: true,
});

export const UnterminatedCode = createToken({
  name: 'UnterminatedCode',
  pattern: matchUnterminatedCode,
  start_chars_hint: ['%'],
  line_breaks: true,
});

export const WhiteSpace = createToken({
  name: 'WhiteSpace',
  pattern: /[ \t\n\v\f\r]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});

export const LineComment = createToken({
  name: 'LineComment',
  pattern: /(?:#|\/\/)[^\n]*/,
  group: 'comments',
});

/** An unclosed one runs to the end of the file. */
export const BlockComment = createToken({
  name: 'BlockComment',
  pattern: matchBlockComment,
  group: 'comments',
  start_chars_hint: ['/'],
  line_breaks: true,
});

/** Bytes that start no token. (A negated set would cost the lexer its choice by first character.) */
export const Junk = createToken({ name: 'Junk', pattern: /[\x00-\x08\x0e-\x1f\x7f-\xff]+/ });

const backslash = '\\'.charCodeAt(0);
const quote = '"'.charCodeAt(0);
const newline = '\n'.charCodeAt(0);

/** A backslash takes the next byte along, a newline too. */
function matchString(text: string, offset: number): Match {
  if (text.charCodeAt(offset) !== quote) return null;
  for (let i = offset + 1; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    if (byte === quote) return [text.slice(offset, i + 1)];
    if (byte === newline) return null;
    if (byte === backslash) i++;
  }
  return null;
}

function matchEmbeddedCode(text: string, offset: number): Match {
  if (!text.startsWith('%{', offset)) return null;
  const end = text.indexOf('%}', offset + 2);
  return end < 0 ? null : [text.slice(offset, end + 2)];
}

function matchUnterminatedCode(text: string, offset: number): Match {
  return text.startsWith('%{', offset) ? [text.slice(offset)] : null;
}

function matchBlockComment(text: string, offset: number): Match {
  if (!text.startsWith('/*', offset)) return null;
  const end = text.indexOf('*/', offset + 2);
  return [text.slice(offset, end < 0 ? text.length : end + 2)];
}
