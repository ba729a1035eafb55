/**
 * foreach over arrays and over the buckets of a histogram. Sorting an array of aggregates "by value" is by @count; @variance there
 * sorts by @count too, as SystemTap does.
 */
import type * as ast from '../ast/ast.ts';
import type * as ir from '../ir/ir.ts';
import { lowerExpression } from './lower-expression.ts';
import { globalOf, lowerPattern, lowerPlace, lowerStatPlace } from './lower-place.ts';
import { siteOf, type Scope } from './scope.ts';
import { lowerBody } from './lower-statement.ts';

export function lowerForeach(node: ast.ForeachStatement, scope: Scope): ir.Statement {
  const place = (name: ast.Identifier): ir.Place => {
    const found = lowerPlace(name, scope);
    if (found === undefined) throw new Error(`no place for ${name.name}`);
    return found;
  };
  const value = node.value && place(node.value);
  const limit = node.limit && lowerExpression(node.limit, scope);
  const body = lowerBody(node.body, scope, 1);
  const site = siteOf(node.token);
  if (node.base.kind === 'Histogram') {
    const [key] = node.keys;
    if (key === undefined) throw new Error('foreach without a key');
    const stat = lowerStatPlace(node.base.stat, scope);
    return { kind: 'foreach-bucket', stat, index: place(key), value, limit, body, site };
  }
  const { id, type } = globalOf(node.base, scope);
  const isStats = type.kind === 'array' && type.value === 'stat';
  return {
    kind: 'foreach',
    global: id,
    keys: node.keys.map(place),
    value,
    order: node.sort && { by: sortBy(node.sort, isStats), direction: node.sort.direction },
    limit,
    slice: node.slice && lowerPattern(node.slice, scope),
    body,
    site,
  };
}

function sortBy(sort: NonNullable<ast.ForeachStatement['sort']>, isStats: boolean): ir.SortOrder['by'] {
  if (sort.by !== 'value') return { kind: 'key', index: sort.by };
  if (!isStats) return { kind: 'value' };
  const operator = sort.operator === undefined || sort.operator === 'variance' ? 'count' : sort.operator;
  return { kind: 'stat', operator };
}
