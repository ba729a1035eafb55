/**
 * All target-variable expressions of one body. Those that need no other's type come first, then `value->member` until nothing new is
 * learned. Goes out into the two maps of the Program: what was resolved, and what was not with the reason.
 */
import type * as ast from '../../ast/ast.ts';
import { hasNodeOf, nodesOf } from '../../ast/nodes-of.ts';
import { visit } from '../../ast/visit.ts';
import type { Diagnostic } from '../../diagnostics/report.ts';
import type { CType } from '../../program/c-type.ts';
import type { Access } from '../../program/program.ts';
import type { Session } from '../session.ts';
import { isTargetExpression, resolveAccess, type TargetExpression } from './resolve-access.ts';
import type { TargetContext } from './target-context.ts';
import { valueTyper, type KnownTypes } from './value-types.ts';

export interface AccessMaps {
  readonly accesses: Map<ast.Expression, Access>;
  readonly unresolved: Map<ast.Expression, Diagnostic>;
  /** C types of the resolved ones. */
  readonly types: Map<ast.Expression, CType>;
}

export function emptyAccessMaps(): AccessMaps {
  return { accesses: new Map(), unresolved: new Map(), types: new Map() };
}

export function resolveAccesses(
  session: Session,
  body: ast.Block,
  context: TargetContext,
  maps: AccessMaps,
  known: Pick<KnownTypes, 'ofLocal' | 'ofCall'>,
): void {
  if (hasNodeOf(body, targetKinds)) resolveTargets(body, context, maps, known);
  refuseWrites(session, body, maps);
}

const targetKinds = ['TargetVariable', 'Cast', 'AtVar', 'Autocast'] as const;

function resolveTargets(
  body: ast.Block,
  context: TargetContext,
  maps: AccessMaps,
  known: Pick<KnownTypes, 'ofLocal' | 'ofCall'>,
): void {
  const { typeOf, forget } = valueTyper(body, { ...known, ofAccess: (node) => maps.types.get(node) });
  let open = targetsOf(body);
  for (let before = Infinity; open.length > 0 && open.length < before;) {
    before = open.length;
    forget();
    open = open.filter((node) => !settle(node));
  }

  /** Whether it is done with: an autocast may have to wait for what its operand comes from. */
  function settle(node: TargetExpression): boolean {
    const resolved = resolveAccess(context, node, typeOf);
    if (!('access' in resolved)) {
      maps.unresolved.set(node, resolved);
      return node.kind !== 'Autocast';
    }
    maps.unresolved.delete(node);
    maps.accesses.set(node, resolved.access);
    if (resolved.type !== undefined) maps.types.set(node, resolved.type);
    return true;
  }
}

function targetsOf(body: ast.Block): TargetExpression[] {
  const found: TargetExpression[] = [];
  visit(body, {
    leave: (node) => {
      if (isTargetExpression(node)) found.push(node);
    },
  });
  return found;
}

function refuseWrites(session: Session, body: ast.Block, maps: AccessMaps): void {
  const refuse = (target: ast.Expression): void => {
    if (!isTargetExpression(target) || !maps.accesses.has(target)) return;
    session.report.add('STSX2207', target.span, { name: target.token.text });
  };
  for (const { target } of nodesOf(body, 'Assignment')) refuse(target);
  for (const { operand } of nodesOf(body, 'Step')) refuse(operand);
  for (const node of nodesOf(body, 'ProbeWrite')) {
    session.report.add('STSX2208', node.span, { name: node.name });
  }
}
