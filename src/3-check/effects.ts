/**
 * Whether a piece of a body does anything that can be noticed: prints, writes a variable, calls a function that does. A write of a local
 * counts as an effect of a piece, but not of a call to the function whose local it is. A target variable that is read has no
 * effect, though it can fail: SystemTap drops it too.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import { someNode } from '../ast/visit.ts';
import type { FunctionSymbol } from '../program/program.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';
import { isTargetAccess } from './uses.ts';

export interface Effects {
  /** Whether `node`, a part of `body`, has any, itself or by what it calls. */
  of(node: ast.Node | undefined, body: Body): boolean;
  /** Whether a call of the function does anything beyond its own locals. */
  ofCall(symbol: FunctionSymbol): boolean;
}

/** `bodies` must stay as they are while the analysis is used. */
export function analyseEffects(bodies: readonly Body[], names: Names): Effects {
  let effective: ReadonlySet<FunctionSymbol> | undefined;
  const ofCall = (symbol: FunctionSymbol): boolean => {
    effective ??= effectiveFunctions(bodies, names);
    return effective.has(symbol);
  };
  return {
    ofCall,
    of(node, body) {
      const isEffective = (part: ast.Node): boolean => {
        if (part.kind !== 'Call') return effectOf(part, body, names) !== undefined;
        const callee = names.callee(part);
        return callee !== undefined && ofCall(callee);
      };
      return node !== undefined && someNode(node, isEffective);
    },
  };
}

/** From the functions that have an effect of their own to those that call them, and so on. */
function effectiveFunctions(bodies: readonly Body[], names: Names): ReadonlySet<FunctionSymbol> {
  const callers = new Map<FunctionSymbol, FunctionSymbol[]>();
  const met = new Set<FunctionSymbol>();
  const effective = new Set<FunctionSymbol>();

  const calls = (caller: FunctionSymbol, callee: FunctionSymbol): void => {
    const others = callers.get(callee);
    if (others === undefined) callers.set(callee, [caller]);
    else others.push(caller);
  };
  /** A function and what it may fall to. */
  const meet = (head: FunctionSymbol): void => {
    for (let one: FunctionSymbol | undefined = head; one && !met.has(one); one = one.nextOverload) {
      met.add(one);
      if (one.nextOverload !== undefined) calls(one, one.nextOverload);
      if (one.body.kind === 'intrinsic' && !one.body.pure) effective.add(one);
    }
  };

  for (const body of bodies) {
    const symbol = body.kind === 'function' ? body.symbol : undefined;
    if (symbol !== undefined) {
      meet(symbol);
      const acts = (node: ast.Node) => effectOf(node, body, names) === 'outside';
      if (effectKinds.some((kind) => nodesOf(body.block, kind).some(acts))) effective.add(symbol);
    }
    for (const call of nodesOf(body.block, 'Call')) {
      const callee = names.callee(call);
      if (callee === undefined) continue;
      meet(callee);
      if (symbol !== undefined) calls(symbol, callee);
    }
  }
  // A set that grows while it is walked: what is added is walked too.
  for (const symbol of effective) for (const caller of callers.get(symbol) ?? []) effective.add(caller);
  return effective;
}

/** Those that can have an effect of their own. */
const effectKinds = [
  'Assignment',
  'DeleteStatement',
  'Step',
  'ForeachStatement',
  'TryStatement',
  'Print',
  'EmbeddedExpression',
] as const;

/** Where the effect of the node alone shows, its children and calls apart. */
type Effect = 'local' | 'outside' | undefined;

function effectOf(node: ast.Node, body: Body, names: Names): Effect {
  const written = (target: ast.Expression): Effect => {
    if (target.kind === 'Identifier') return names.globalOf(body, target.name) ? 'outside' : 'local';
    if (target.kind === 'Index') return written(target.base);
    return isTargetAccess(target) ? 'outside' : undefined;
  };
  switch (node.kind) {
    case 'Assignment':
    case 'DeleteStatement':
      return written(node.target);
    case 'Step':
      return written(node.operand);
    case 'ForeachStatement': {
      const effects = [...node.keys, ...(node.value ? [node.value] : [])].map(written);
      return effects.find((effect) => effect === 'outside') ?? effects[0];
    }
    case 'TryStatement':
      return node.variable && written(node.variable);
    case 'Print':
      return node.name.startsWith('s') ? undefined : 'outside';
    case 'EmbeddedExpression':
      return node.code.includes('/* pure */') ? undefined : 'outside';
    default:
      return undefined;
  }
}
