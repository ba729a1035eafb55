/**
 * Reports what no use gives a type, once a variable, at its first mention in what is left of the script, and locals that would be
 * aggregates. A call whose value nobody
 * takes needs no type: its function gives nothing.
 */
import type * as ast from '../../ast/ast.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import { children } from '../../ast/visit.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { Program } from '../../program/program.ts';
import { rootsOf, type Body } from '../body.ts';
import type { Names } from '../names.ts';
import { tokenText } from '../token-text.ts';
import { typeName } from './slots.ts';
import type { TypeTable } from './type-table.ts';

export function reportUnresolved(
  program: Program,
  bodies: readonly Body[],
  names: Names,
  table: TypeTable,
  report: Report,
): void {
  const reported = new Set<object>();
  const unresolved = (what: object, token: ast.TokenRef) => {
    if (reported.has(what)) return;
    reported.add(what);
    report.add('STSX3005', token.span, { token: tokenText(token) });
  };
  const localStat = (what: object, node: ast.Identifier) => {
    if (reported.has(what)) return;
    reported.add(what);
    report.add('STSX3009', node.token.span, { name: node.name, token: tokenText(node.token) });
  };
  const invalid = (token: ast.TokenRef) => {
    const type = table.problems.invalidTypes.get(token);
    if (type === undefined || reported.has(token)) return;
    reported.add(token);
    report.add('STSX3006', token.span, { type: typeName(type), token: tokenText(token) });
  };
  /** Most bodies are: every name has a type that it may have, every call a result. */
  const isSettled = (body: Body): boolean =>
    table.problems.invalidTypes.size === 0 &&
    rootsOf(body).every(
      (root) =>
        nodesOf(root, 'Identifier').every(({ name }) => {
          const symbol = names.globalOf(body, name);
          if (symbol) return table.global(symbol).value.type !== undefined;
          const { type } = table.local(body, name);
          return type !== undefined && type !== 'stat';
        }) &&
        nodesOf(root, 'Call').every((call) => {
          const callee = names.callee(call);
          return callee === undefined || table.function(callee).result.type !== undefined;
        }),
    );

  for (const body of bodies) {
    if (isSettled(body)) continue;
    const walk = (node: ast.Node, parent: ast.Node | undefined): void => {
      if ('token' in node) invalid(node.token);
      if (node.kind === 'Identifier') {
        const symbol = names.globalOf(body, node.name);
        const slot = symbol ? table.global(symbol).value : table.local(body, node.name);
        if (slot.type === undefined && !isKeyOnlyUse(node, parent)) unresolved(slot, node.token);
        if (!symbol && slot.type === 'stat' && slot.parameter === undefined) localStat(slot, node);
      }
      if (node.kind === 'Assignment') invalid(node.value.token);
      if (node.kind === 'Call' && parent?.kind !== 'ExpressionStatement') {
        const callee = names.callee(node);
        const isTyped = callee === undefined || table.function(callee).result.type !== undefined;
        if (!isTyped) unresolved(callee, node.token);
      }
      for (const child of children(node)) walk(child, node);
    };
    walk(body.block, undefined);
    if (body.kind === 'probe' && body.condition) walk(body.condition, undefined);
  }

  const mentioned = new Set<string>();
  for (const body of bodies) {
    for (const root of rootsOf(body)) {
      for (const { name } of nodesOf(root, 'Identifier')) {
        const symbol = names.globalOf(body, name);
        if (symbol) mentioned.add(symbol.name);
      }
    }
  }
  for (const symbol of program.globals) {
    if (!mentioned.has(symbol.name)) continue;
    const { value, keys } = table.global(symbol);
    const open = [value, ...keys].some((slot) => slot.type === undefined);
    if (open && !reported.has(value)) unresolved(value, symbol.declaration.token);
  }
}

/** `foreach (k in a)` and `k in a` mention a without needing its values' type; its declaration is blamed later. */
function isKeyOnlyUse(node: ast.Identifier, parent: ast.Node | undefined): boolean {
  return (parent?.kind === 'ForeachStatement' || parent?.kind === 'Membership') && parent.base === node;
}
