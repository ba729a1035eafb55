/** Variables and elements as places: what can be read, assigned and deleted, and what aggregates are added to. */
import type * as ast from '../ast/ast.ts';
import type * as ir from '../ir/ir.ts';
import { lowerExpression } from './lower-expression.ts';
import { siteOf, type Scope } from './scope.ts';

/** Undefined: not a variable or an element. */
export function lowerPlace(node: ast.Expression, scope: Scope): ir.Place | undefined {
  if (node.kind === 'Identifier') {
    const local = scope.locals.get(node.name);
    if (local !== undefined) return local;
    const global = globalOf(node, scope);
    return {
      kind: 'global',
      global: global.id,
      type: global.type.kind === 'scalar' ? global.type.type : 'long',
    };
  }
  if (node.kind !== 'Index') return undefined;
  const { id, type } = globalOf(node.base, scope);
  const value = type.kind === 'array' && type.value !== 'stat' ? type.value : 'long';
  return {
    kind: 'element',
    global: id,
    keys: lowerKeys(node.keys, scope),
    type: value,
    site: siteOf(node.base.token),
  };
}

export function lowerStatPlace(node: ast.Expression, scope: Scope): ir.StatPlace {
  if (node.kind === 'Identifier') return { kind: 'stat-global', global: globalOf(node, scope).id };
  if (node.kind !== 'Index') throw new Error(`an aggregate cannot be a ${node.kind}`);
  return {
    kind: 'stat-element',
    global: globalOf(node.base, scope).id,
    keys: lowerKeys(node.keys, scope),
    site: siteOf(node.base.token),
  };
}

export function isStat(node: ast.Expression, scope: Scope): boolean {
  return scope.lowering.typed.types.get(node) === 'stat';
}

export function globalOf(node: ast.Identifier, scope: Scope) {
  const global = scope.lowering.globals.get(node.name);
  if (global === undefined) throw new Error(`no global ${node.name}`);
  return global;
}

/** Undefined stands for `*`. */
export function lowerPattern(
  keys: readonly (ast.Expression | ast.Wildcard)[],
  scope: Scope,
): (ir.Expression | undefined)[] {
  return keys.map((key) => (key.kind === 'Wildcard' ? undefined : lowerExpression(key, scope)));
}

function lowerKeys(keys: readonly (ast.Expression | ast.Wildcard)[], scope: Scope): ir.Expression[] {
  return lowerPattern(keys, scope).filter((key) => key !== undefined);
}
