/**
 * Every global is used with one number of keys: 0 for scalars and aggregates, the number of an array's keys. Gives that number for each
 * global; whole-array `delete a` tells nothing. Reports other uses, sizes on scalars, and `*` where it cannot stand.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import type { Report } from '../diagnostics/report.ts';
import type { GlobalSymbol, Program } from '../program/program.ts';
import { rootsOf, type Body } from './body.ts';
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
    for (const root of rootsOf(body)) {
      const keyCounts = keyCountsOf(root);
      for (const node of nodesOf(root, 'Identifier')) {
        for (const count of keyCounts.get(node) ?? scalar) use(body, node, count);
      }
      refuseWildcards(root, report);
    }
  }

  for (const symbol of program.globals) checkDeclaration(symbol, arities.get(symbol.name)?.count, report);
  return new Map([...arities].map(([name, arity]) => [name, arity.count]));
}

const scalar: readonly number[] = [0];

/** Of the identifiers that stand for an array: with how many keys; none where it is emptied as a whole. */
function keyCountsOf(root: ast.Node): ReadonlyMap<ast.Node, readonly number[]> {
  const counts = new Map<ast.Node, readonly number[]>();
  for (const { target } of nodesOf(root, 'DeleteStatement')) counts.set(target, []);
  for (const { base, keys } of nodesOf(root, 'Index')) counts.set(base, [keys.length]);
  for (const { base, keys } of nodesOf(root, 'Membership')) counts.set(base, [keys.length]);
  for (const { base, keys, slice } of nodesOf(root, 'ForeachStatement')) {
    const isUneven = slice !== undefined && slice.length !== keys.length;
    counts.set(base, isUneven ? [keys.length, slice.length] : [keys.length]);
  }
  return counts;
}

function refuseWildcards(root: ast.Node, report: Report): void {
  const deleted = new Set<ast.Node>(nodesOf(root, 'DeleteStatement').map(({ target }) => target));
  for (const node of nodesOf(root, 'Index')) {
    if (deleted.has(node) || !node.keys.some((key) => key.kind === 'Wildcard')) continue;
    report.add('STSX3011', node.base.token.span, { token: tokenText(node.base.token) });
  }
}

function checkDeclaration(symbol: GlobalSymbol, arity: number | undefined, report: Report): void {
  const { size, wrap, token } = symbol.declaration;
  if (arity !== 0) return;
  if (size !== undefined) report.add('STSX3008', token.span, { token: tokenText(token) });
  else if (wrap) report.add('STSX3015', token.span, { token: tokenText(token) });
}
