/**
 * Every global is used with one number of keys: 0 for scalars and aggregates, the number of an array's keys. Gives that number for each
 * global; whole-array `delete a` tells nothing. Reports other uses, sizes on scalars, and `*` where it cannot stand.
 */
import type * as ast from '../ast/ast.ts';
import { visit } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { GlobalSymbol, Program } from '../program/program.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';
import { tokenText } from './token-text.ts';

interface Arity {
  readonly count: number;
  readonly first: ast.TokenRef;
}

export function checkArity(
  program: Program,
  bodies: readonly Body[],
  names: Names,
  report: Report,
): ReadonlyMap<string, number> {
  const arities = new Map<string, Arity>();
  for (const { name, declaration } of program.globals) {
    if (declaration.initial) arities.set(name, { count: 0, first: declaration.token });
  }

  function use(body: Body, base: ast.Identifier, count: number): void {
    if (!names.globalOf(body, base.name)) return;
    const known = arities.get(base.name);
    if (known === undefined) arities.set(base.name, { count, first: base.token });
    else if (known.count !== count) {
      const token = tokenText(base.token);
      const message = `arity ${known.count} first inferred here: ${tokenText(known.first)}`;
      report.add(
        'STSX3007',
        base.token.span,
        { first: known.count, arity: count, token },
        { related: [{ message, span: known.first.span }] },
      );
    }
  }

  for (const body of bodies) {
    /** Identifiers that stand for an array with its keys, or for all of it. */
    const bases = new Set<ast.Node>();
    const roots = body.kind === 'probe' && body.condition ? [body.condition, body.block] : [body.block];
    for (const root of roots) {
      visit(root, {
        DeleteStatement({ target }) {
          if (target.kind === 'Identifier') bases.add(target);
        },
        Index(node, parents) {
          bases.add(node.base);
          use(body, node.base, node.keys.length);
          const isDeleted = parents.at(-1)?.kind === 'DeleteStatement';
          if (!isDeleted && node.keys.some((key) => key.kind === 'Wildcard')) {
            report.add('STSX3011', node.base.token.span, { token: tokenText(node.base.token) });
          }
        },
        Membership(node) {
          if (node.base.kind !== 'Identifier') return;
          bases.add(node.base);
          use(body, node.base, node.keys.length);
        },
        ForeachStatement(node) {
          if (node.base.kind !== 'Identifier') return;
          bases.add(node.base);
          use(body, node.base, node.keys.length);
          if (node.slice && node.slice.length !== node.keys.length) use(body, node.base, node.slice.length);
        },
        Identifier(node) {
          if (!bases.has(node)) use(body, node, 0);
        },
      });
    }
  }

  for (const symbol of program.globals) checkDeclaration(symbol, arities.get(symbol.name)?.count, report);
  return new Map([...arities].map(([name, arity]) => [name, arity.count]));
}

function checkDeclaration(symbol: GlobalSymbol, arity: number | undefined, report: Report): void {
  const { size, wrap, token } = symbol.declaration;
  if (arity !== 0) return;
  if (size !== undefined) report.add('STSX3008', token.span, { token: tokenText(token) });
  else if (wrap) report.add('STSX3015', token.span, { token: tokenText(token) });
}
