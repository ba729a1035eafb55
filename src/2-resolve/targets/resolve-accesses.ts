/**
 * All target-variable expressions of the program. Those that need no other's type come first, then `value->member` until nothing new is
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
import { valueTyper, type FlowBody, type KnownTypes, type ValueTyper } from './value-types.ts';

export interface AccessMaps {
  readonly accesses: Map<ast.Expression, Access>;
  readonly unresolved: Map<ast.Expression, Diagnostic>;
}

export interface AccessBody extends FlowBody {
  readonly context: TargetContext;
}

interface OpenTarget {
  readonly node: TargetExpression;
  readonly body: AccessBody;
}

const targetKinds = ['TargetVariable', 'Cast', 'AtVar', 'Autocast'] as const;

export function resolveAccesses(
  session: Session,
  bodies: readonly AccessBody[],
  known: Omit<KnownTypes, 'ofAccess'>,
): AccessMaps {
  const unknown: UnknownVariables = new Map();
  const maps: AccessMaps = { accesses: new Map(), unresolved: new Map() };
  /** C types of the resolved ones. */
  const types = new Map<ast.Expression, CType>();
  let made: ValueTyper | undefined;
  const typer = (): ValueTyper =>
    (made ??= valueTyper(bodies, { ...known, ofAccess: (node) => types.get(node) }));

  let open = bodies.flatMap(targetsOf);
  for (let before = Infinity; open.length > 0 && open.length < before;) {
    before = open.length;
    made?.forget();
    open = open.filter((target) => !settle(target));
  }
  for (const { block } of bodies) refuseWrites(session, block, maps);
  warnOfUnknown(session, unknown);
  return maps;

  /** Whether it is done with: an autocast may have to wait for what its operand comes from. */
  function settle({ node, body }: OpenTarget): boolean {
    const resolved = resolveAccess(body.context, node, (operand) => typer().typeOf(operand, body));
    if (!('access' in resolved)) {
      maps.unresolved.set(node, resolved);
      return node.kind !== 'Autocast';
    }
    maps.unresolved.delete(node);
    maps.accesses.set(node, resolved.access);
    if (resolved.type !== undefined) types.set(node, resolved.type);
    if (resolved.unknownOf !== undefined) noteUnknown(unknown, node, resolved.unknownOf);
    return true;
  }
}

/** Where a group of variables stands in the script, and of which functions they are not known; a pattern makes many of one place. */
type UnknownVariables = Map<string, { readonly node: TargetExpression; readonly functions: string[] }>;

function noteUnknown(unknown: UnknownVariables, node: TargetExpression, name: string): void {
  const place = `${node.span.file.name}:${node.span.start}`;
  const noted = unknown.get(place) ?? { node, functions: [] };
  noted.functions.push(name);
  unknown.set(place, noted);
}

/** Names the functions up to this many. */
const mostNamed = 5;

function warnOfUnknown(session: Session, unknown: UnknownVariables): void {
  for (const { node, functions } of unknown.values()) {
    const names = [...new Set(functions)];
    const rest = names.length - mostNamed;
    session.report.add('STSX2210', node.span, {
      group: node.token.text,
      functions: names.slice(0, mostNamed).join(', ') + (rest > 0 ? ` and ${rest} more` : ''),
    });
  }
}

/** From the inside out. */
function targetsOf(body: AccessBody): OpenTarget[] {
  if (!hasNodeOf(body.block, targetKinds)) return [];
  const found: OpenTarget[] = [];
  visit(body.block, {
    leave: (node) => {
      if (isTargetExpression(node)) found.push({ node, body });
    },
  });
  return found;
}

function refuseWrites(session: Session, body: ast.Block, { accesses }: AccessMaps): void {
  const refuse = (target: ast.Expression): void => {
    if (!isTargetExpression(target) || !accesses.has(target)) return;
    session.report.add('STSX2207', target.span, { name: target.token.text });
  };
  for (const { target } of nodesOf(body, 'Assignment')) refuse(target);
  for (const { operand } of nodesOf(body, 'Step')) refuse(operand);
  for (const node of nodesOf(body, 'ProbeWrite')) {
    session.report.add('STSX2208', node.span, { name: node.name });
  }
}
