/**
 * Inside a foreach no element of the array it runs over may be written or deleted, by the body, its limit, or a function it
 * calls. Emptying the whole array is allowed, as in SystemTap.
 */
import type * as ast from '../ast/ast.ts';
import { visit } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { FunctionSymbol } from '../program/program.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';
import { tokenText } from './token-text.ts';

export function checkForeach(bodies: readonly Body[], names: Names, report: Report): void {
  const modified = elementsModifiedBy(bodies, names);
  for (const body of bodies) {
    visit(body.block, {
      ForeachStatement({ base, limit, body: loopBody }) {
        if (base.kind !== 'Identifier') return;
        const array = names.globalOf(body, base.name);
        if (!array) return;
        for (const part of limit ? [limit, loopBody] : [loopBody]) {
          visitModifications(part, (target) => {
            if (target.base.name !== base.name) return;
            const { token } = target.base;
            report.add('STSX3201', token.span, { name: array.displayName, token: tokenText(token) });
          });
          visit(part, {
            Call(call) {
              const callee = names.callee(call);
              if (!callee || !modified(callee).has(base.name)) return;
              report.add('STSX3202', call.token.span, {
                name: array.displayName,
                token: tokenText(call.token),
              });
            },
          });
        }
      },
    });
  }
}

function visitModifications(root: ast.Node, modify: (target: ast.Index) => void): void {
  const check = (target: ast.Expression) => {
    if (target.kind === 'Index') modify(target);
  };
  visit(root, {
    Assignment: (node) => {
      check(node.target);
    },
    Step: (node) => {
      check(node.operand);
    },
    DeleteStatement: (node) => {
      check(node.target);
    },
  });
}

/** Names of the global arrays that a call may write elements of. */
function elementsModifiedBy(
  bodies: readonly Body[],
  names: Names,
): (symbol: FunctionSymbol) => ReadonlySet<string> {
  const own = new Map<FunctionSymbol, Set<string>>();
  const calls = new Map<FunctionSymbol, Set<FunctionSymbol>>();
  for (const body of bodies) {
    if (body.kind !== 'function') continue;
    const arrays = new Set<string>();
    visitModifications(body.block, ({ base }) => {
      if (names.globalOf(body, base.name)) arrays.add(base.name);
    });
    const callees = new Set<FunctionSymbol>();
    visit(body.block, {
      Call(call) {
        const callee = names.callee(call);
        if (callee) callees.add(callee);
      },
    });
    own.set(body.symbol, arrays);
    calls.set(body.symbol, callees);
  }
  return (symbol) => {
    const arrays = new Set<string>();
    const reached = new Set<FunctionSymbol>();
    const waiting = [symbol];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      for (const name of own.get(next) ?? []) arrays.add(name);
      waiting.push(...(calls.get(next) ?? []));
      if (next.nextOverload) waiting.push(next.nextOverload);
    }
    return arrays;
  };
}
