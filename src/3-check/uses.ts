/**
 * Which variables a piece of a body reads and writes, and whether it does anything else that can be noticed. A write of a local
 * counts as an effect of a piece, but not of a call to the function whose local it is. A target variable that is read
 * has no effect, though it can fail: SystemTap drops it too.
 */
import type * as ast from '../ast/ast.ts';
import { children } from '../ast/visit.ts';
import type { FunctionSymbol } from '../program/program.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';

export interface Uses {
  /** Locals of this body. */
  readonly readLocals: Set<string>;
  readonly writtenLocals: Set<string>;
  /** Also those that called functions use. */
  readonly readGlobals: Set<string>;
  readonly writtenGlobals: Set<string>;
  /** Prints, or calls what is not pure. */
  acts: boolean;
}

export function hasEffects(uses: Uses): boolean {
  return uses.acts || uses.writtenLocals.size > 0 || uses.writtenGlobals.size > 0;
}

export interface UseAnalysis {
  /** What `node`, a part of `body`, uses itself, without the functions it calls. */
  own(node: ast.Node | undefined, body: Body): Uses;
  /** What `node` uses, with the functions it calls. */
  of(node: ast.Node | undefined, body: Body): Uses;
  /** What a call of the function does beyond its own locals. */
  ofCall(symbol: FunctionSymbol): Uses;
}

/** `bodies` must stay as they are while the analysis is used. */
export function analyseUses(bodies: readonly Body[], names: Names): UseAnalysis {
  const functionBodies = new Map<FunctionSymbol, Body>();
  for (const body of bodies) if (body.kind === 'function') functionBodies.set(body.symbol, body);
  const calls = new Map<FunctionSymbol, Uses>();

  function ofCall(symbol: FunctionSymbol): Uses {
    const known = calls.get(symbol);
    if (known !== undefined) return known;
    const total = emptyUses();
    const reached = new Set<FunctionSymbol>();
    const waiting = [symbol];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      if (next.nextOverload !== undefined) waiting.push(next.nextOverload);
      if (next.body.kind === 'intrinsic') total.acts ||= !next.body.pure;
      const body = functionBodies.get(next);
      if (body === undefined) continue;
      const own = emptyUses();
      collect(body.block, body, own, (callee) => waiting.push(callee));
      own.readLocals.clear();
      own.writtenLocals.clear();
      addUses(total, own);
    }
    calls.set(symbol, total);
    return total;
  }

  function collect(node: ast.Node, body: Body, uses: Uses, called: (callee: FunctionSymbol) => void): void {
    const read = (name: string) => {
      if (names.globalOf(body, name)) uses.readGlobals.add(name);
      else uses.readLocals.add(name);
    };
    const written = (target: ast.Expression) => {
      if (target.kind === 'Identifier') {
        if (names.globalOf(body, target.name)) uses.writtenGlobals.add(target.name);
        else uses.writtenLocals.add(target.name);
      } else if (target.kind === 'Index') written(target.base);
      else if (isTargetAccess(target)) uses.acts = true;
    };
    const keysOf = (target: ast.Expression) => {
      if (target.kind !== 'Identifier')
        for (const child of children(target)) if (child !== baseOf(target)) walk(child);
    };
    const walk = (node: ast.Node): void => {
      switch (node.kind) {
        case 'Identifier': {
          read(node.name);
          return;
        }
        case 'Assignment':
          written(node.target);
          if (node.operator === '=' || node.operator === '<<<') keysOf(node.target);
          else walk(node.target);
          {
            walk(node.value);
            return;
          }
        case 'Step':
          written(node.operand);
          {
            walk(node.operand);
            return;
          }
        case 'DeleteStatement':
          written(node.target);
          {
            walk(node.target);
            return;
          }
        case 'ForeachStatement':
          for (const key of node.keys) written(key);
          if (node.value) written(node.value);
          walk(node.base);
          for (const key of node.slice ?? []) walk(key);
          if (node.limit) walk(node.limit);
          {
            walk(node.body);
            return;
          }
        case 'TryStatement':
          walk(node.body);
          if (node.variable) written(node.variable);
          {
            walk(node.handler);
            return;
          }
        case 'Print':
          if (!node.name.startsWith('s')) uses.acts = true;
          break;
        case 'EmbeddedExpression':
          uses.acts ||= !node.code.includes('/* pure */');
          break;
        case 'Call': {
          const callee = names.callee(node);
          if (callee) called(callee);
          break;
        }
        default:
          break;
      }
      for (const child of children(node)) walk(child);
    };
    walk(node);
  }

  return {
    ofCall,
    own(node, body) {
      const uses = emptyUses();
      if (node) collect(node, body, uses, () => undefined);
      return uses;
    },
    of(node, body) {
      const uses = emptyUses();
      if (node)
        collect(node, body, uses, (callee) => {
          addUses(uses, ofCall(callee));
        });
      return uses;
    },
  };
}

function baseOf(target: ast.Expression): ast.Node | undefined {
  return target.kind === 'Index' ? target.base : undefined;
}

export function isTargetAccess(node: ast.Expression): boolean {
  return (
    node.kind === 'TargetVariable' ||
    node.kind === 'Cast' ||
    node.kind === 'AtVar' ||
    node.kind === 'Autocast'
  );
}

function emptyUses(): Uses {
  return {
    readLocals: new Set(),
    writtenLocals: new Set(),
    readGlobals: new Set(),
    writtenGlobals: new Set(),
    acts: false,
  };
}

function addUses(total: Uses, more: Uses): void {
  for (const name of more.readLocals) total.readLocals.add(name);
  for (const name of more.writtenLocals) total.writtenLocals.add(name);
  for (const name of more.readGlobals) total.readGlobals.add(name);
  for (const name of more.writtenGlobals) total.writtenGlobals.add(name);
  total.acts ||= more.acts;
}
