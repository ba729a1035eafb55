/** Reads the pragmas of an embedded-code body in the tapset: src/tapset/README.md lists them. */
import type * as ast from '../ast/ast.ts';
import type { IntrinsicDeclaration } from '../program/program.ts';

export function intrinsicDeclaration(name: string, body: ast.EmbeddedCode): IntrinsicDeclaration {
  const pragmas = Array.from(body.code.matchAll(/\/\*\s*(.*?)\s*\*\//gs), (match) => match[1] ?? '');
  const length = pragmas
    .map((pragma) => /^length\s+(\d+)$/.exec(pragma)?.[1])
    .find((digits) => digits !== undefined);
  return {
    kind: 'intrinsic',
    name,
    pure: pragmas.includes('pure'),
    context: pragmas.includes('context'),
    maxLength: length === undefined ? undefined : Number(length),
  };
}
