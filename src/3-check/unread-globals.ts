/**
 * The user's globals that are written but never read: a run shows them when it ends. `g++` and `g += 1` as statements only write;
 * `delete` reads. Their order is that of the first mention, probes before functions, in the script as it was before
 * anything was removed.
 */
import type * as ast from '../ast/ast.ts';
import { children } from '../ast/visit.ts';
import type { GlobalSymbol } from '../program/program.ts';
import { rootsOf, type Body } from './body.ts';
import type { Names } from './names.ts';
import { usesOf } from './uses.ts';

export function unreadGlobals(
  original: readonly Body[],
  left: readonly Body[],
  names: Names,
): GlobalSymbol[] {
  const read = new Set<string>();
  const written = new Set<string>();
  for (const body of left) {
    for (const root of rootsOf(body)) {
      const { readGlobals, writtenGlobals } = usesOf(root, body, names);
      for (const name of readGlobals) read.add(name);
      for (const name of writtenGlobals) written.add(name);
    }
  }
  const isUnread = ({ name, origin }: GlobalSymbol) =>
    origin === 'user' && written.has(name) && !read.has(name);
  return [...names.globals.values()].some(isUnread) ? mentionOrder(original, names).filter(isUnread) : [];
}

function mentionOrder(bodies: readonly Body[], names: Names): GlobalSymbol[] {
  const mentioned = new Set<GlobalSymbol>();
  for (const body of bodies) {
    const walk = (node: ast.Node): void => {
      if (node.kind === 'Identifier') {
        const symbol = names.globalOf(body, node.name);
        if (symbol) mentioned.add(symbol);
      }
      const parts = children(node);
      if (node.kind === 'Index') parts.push(...parts.splice(0, 1));
      for (const part of parts) walk(part);
    };
    if (body.kind === 'probe' && body.condition) walk(body.condition);
    walk(body.block);
  }
  return [...mentioned];
}
