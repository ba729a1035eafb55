/**
 * The user's globals that are written but never read: a run shows them when it ends. `g++` and `g += 1` as statements only write;
 * `delete` reads. Their order is that of the first mention, probes before functions, in the script as it was before
 * anything was removed.
 */
import type * as ast from '../ast/ast.ts';
import { children } from '../ast/visit.ts';
import type { GlobalSymbol } from '../program/program.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';
import { analyseUses } from './uses.ts';

export function unreadGlobals(
  original: readonly Body[],
  left: readonly Body[],
  names: Names,
): GlobalSymbol[] {
  const analysis = analyseUses(left, names);
  const read = new Set<string>();
  const written = new Set<string>();
  for (const body of left) {
    const quiet = withoutPlainUpdates(body.block);
    for (const node of quiet.reads) for (const name of analysis.of(node, body).readGlobals) read.add(name);
    for (const name of analysis.of(body.block, body).writtenGlobals) written.add(name);
    if (body.kind === 'probe')
      for (const name of analysis.of(body.condition, body).readGlobals) read.add(name);
  }
  return mentionOrder(original, names).filter(
    (symbol) => symbol.origin === 'user' && written.has(symbol.name) && !read.has(symbol.name),
  );
}

/** The parts of a body whose reads count: of a plain `g += e` only e and the keys of g. */
function withoutPlainUpdates(root: ast.Node): { readonly reads: readonly ast.Node[] } {
  const reads: ast.Node[] = [];
  const collect = (node: ast.Node): void => {
    if (node.kind === 'ExpressionStatement') {
      const { expression } = node;
      if (expression.kind === 'Step') {
        keysOf(expression.operand);
        return;
      }
      if (expression.kind === 'Assignment') {
        keysOf(expression.target);
        reads.push(expression.value);
        return;
      }
      reads.push(expression);
    } else if (node.kind === 'ForeachStatement') {
      reads.push(node.base, ...(node.slice ?? []), ...(node.limit ? [node.limit] : []));
      collect(node.body);
    } else if (node.kind === 'TryStatement') {
      collect(node.body);
      collect(node.handler);
    } else if (isCompound(node)) for (const child of children(node)) collect(child);
    else reads.push(node);
  };
  const keysOf = (target: ast.Expression): void => {
    if (target.kind === 'Index') reads.push(...target.keys);
    else if (target.kind !== 'Identifier') reads.push(target);
  };
  collect(root);
  return { reads };
}

function isCompound(node: ast.Node): boolean {
  return (
    node.kind === 'Block' ||
    node.kind === 'IfStatement' ||
    node.kind === 'WhileStatement' ||
    node.kind === 'ForStatement'
  );
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
