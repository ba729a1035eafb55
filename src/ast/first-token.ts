/**
 * The token a statement begins with, as messages about the whole statement name it: `x = 1` is blamed at identifier 'x' though its own
 * token is the operator. Read from the text, since a bracket leaves no node.
 */
import type { Statement, TokenKind, TokenRef } from './ast.ts';

const tokenShapes: readonly (readonly [TokenKind, RegExp])[] = [
  ['operator', /^@\w*/],
  ['identifier', /^[A-Za-z_$][\w$]*/],
  ['number', /^\d\w*/],
  ['string', /^"(?:[^"\\]|\\[^])*"/],
  ['operator', /^(?:\+\+|--|.)/],
];

export function firstToken(statement: Statement): TokenRef {
  if (statement.kind !== 'ExpressionStatement') return statement.token;
  const { file, start } = statement.span;
  if (statement.token.span.start === start) return statement.token;
  const rest = file.text.slice(start, start + 2000);
  for (const [kind, shape] of tokenShapes) {
    const text = shape.exec(rest)?.[0];
    if (text === undefined) continue;
    const span = { file, start, end: start + text.length };
    return { kind, text: kind === 'string' ? text.slice(1, -1) : text, span };
  }
  return statement.token;
}
