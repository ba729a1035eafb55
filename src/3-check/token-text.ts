/** How messages name a token: `operator '+'`, `identifier 'x'`; a keyword has no text. */
import type { TokenRef } from '../ast/ast.ts';

export function tokenText(token: TokenRef): string {
  return token.kind === 'keyword' || token.kind === 'embedded-code'
    ? token.kind
    : `${token.kind} '${token.text}'`;
}
