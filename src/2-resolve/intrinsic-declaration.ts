/** Reads the pragmas of an embedded-code body in the tapset: src/tapset/README.md lists them. */
import type * as ast from '../ast/ast.ts';
import type { IntrinsicDeclaration } from '../program/program.ts';

/** `limitOf` gives the run's limits (MAXBACKTRACE). */
export function intrinsicDeclaration(
  name: string,
  body: ast.EmbeddedCode,
  limitOf: (limit: string) => number,
): IntrinsicDeclaration {
  const pragmas = Array.from(body.code.matchAll(/\/\*\s*(.*?)\s*\*\//gs), (match) => match[1] ?? '');
  const length = pragmas
    .map((pragma) => /^length\s+(\d+)(?: for each (\w+))?$/.exec(pragma))
    .find((match) => match !== null);
  return {
    kind: 'intrinsic',
    name,
    pure: pragmas.includes('pure'),
    context: pragmas.includes('context'),
    maxLength: length === undefined ? undefined : Number(length[1]) * (length[2] ? limitOf(length[2]) : 1),
  };
}
