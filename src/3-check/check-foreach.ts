/**
 * Inside a foreach no element of the array it runs over may be written or deleted, by the body, its limit, or a function it
 * calls. Emptying the whole array is allowed, as in SystemTap.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import type { Report } from '../diagnostics/report.ts';
import type { FunctionSymbol } from '../program/program.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';
import { tokenText } from './token-text.ts';

export function checkForeach(bodies: readonly Body[], names: Names, report: Report): void {
  const modified = elementsModifiedBy(bodies, names);
  for (const body of bodies) {
    for (const { base, limit, body: loopBody } of nodesOf(body.block, 'ForeachStatement')) {
      if (base.kind !== 'Identifier') continue;
      const array = names.globalOf(body, base.name);
      if (!array) continue;
      for (const part of limit ? [limit, loopBody] : [loopBody]) {
        for (const target of modifiedElements(part)) {
          if (target.base.name !== base.name) continue;
          const { token } = target.base;
          report.add('STSX3201', token.span, { name: array.displayName, token: tokenText(token) });
        }
        for (const call of nodesOf(part, 'Call')) {
          const callee = names.callee(call);
          if (!callee || !modified(callee).has(base.name)) continue;
          report.add('STSX3202', call.token.span, { name: array.displayName, token: tokenText(call.token) });
        }
      }
    }
  }
}

function modifiedElements(root: ast.Node): ast.Index[] {
  const targets: readonly ast.Expression[] = [
    ...nodesOf(root, 'Assignment').map(({ target }) => target),
    ...nodesOf(root, 'Step').map(({ operand }) => operand),
    ...nodesOf(root, 'DeleteStatement').map(({ target }) => target),
  ];
  return targets
    .filter((target) => target.kind === 'Index')
    .sort((one, other) => one.span.start - other.span.start);
}

/** Names of the global arrays that a call may write elements of. */
function elementsModifiedBy(
  bodies: readonly Body[],
  names: Names,
): (symbol: FunctionSymbol) => ReadonlySet<string> {
  const functions = new Map<FunctionSymbol, Body>();
  for (const body of bodies) if (body.kind === 'function') functions.set(body.symbol, body);
  const known = new Map<FunctionSymbol, ReadonlySet<string>>();

  function arraysOf(symbol: FunctionSymbol): ReadonlySet<string> {
    const arrays = new Set<string>();
    // A set that grows while it is walked: what is added is walked too.
    const reached = new Set([symbol]);
    for (const next of reached) {
      if (next.nextOverload) reached.add(next.nextOverload);
      const body = functions.get(next);
      if (body === undefined) continue;
      for (const { base } of modifiedElements(body.block)) {
        if (names.globalOf(body, base.name)) arrays.add(base.name);
      }
      for (const call of nodesOf(body.block, 'Call')) {
        const callee = names.callee(call);
        if (callee) reached.add(callee);
      }
    }
    return arrays;
  }

  return (symbol) => {
    const before = known.get(symbol);
    if (before !== undefined) return before;
    const arrays = arraysOf(symbol);
    known.set(symbol, arrays);
    return arrays;
  };
}
