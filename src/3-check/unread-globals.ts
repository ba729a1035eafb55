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
import { usesOf } from './uses.ts';

export function unreadGlobals(
  original: readonly Body[],
  left: readonly Body[],
  names: Names,
): GlobalSymbol[] {
  const read = new Set<string>();
  const written = new Set<string>();
  for (const body of left) {
    const reading = readingParts(body.block);
    if (body.kind === 'probe' && body.condition) reading.push(body.condition);
    for (const name of usesOf(reading, body, names).readGlobals) read.add(name);
    for (const name of usesOf([body.block], body, names).writtenGlobals) written.add(name);
  }
  return mentionOrder(original, names).filter(
    (symbol) => symbol.origin === 'user' && written.has(symbol.name) && !read.has(symbol.name),
  );
}

/** The parts of a body whose reads count: of a plain `g += e` only e and the keys of g. */
function readingParts(root: ast.Statement): ast.Node[] {
  const parts: ast.Node[] = [];
  const keysOf = (target: ast.Expression): void => {
    if (target.kind === 'Index') parts.push(...target.keys);
    else if (target.kind !== 'Identifier') parts.push(target);
  };
  const effect = (expression: ast.Expression | undefined): void => {
    if (expression?.kind === 'Step') keysOf(expression.operand);
    else if (expression?.kind === 'Assignment') {
      keysOf(expression.target);
      parts.push(expression.value);
    } else if (expression) parts.push(expression);
  };
  const collect = (node: ast.Statement): void => {
    switch (node.kind) {
      case 'Block':
        node.statements.forEach(collect);
        return;
      case 'ExpressionStatement':
        effect(node.expression);
        return;
      case 'IfStatement':
        parts.push(node.condition);
        collect(node.then);
        if (node.otherwise) collect(node.otherwise);
        return;
      case 'WhileStatement':
        parts.push(node.condition);
        collect(node.body);
        return;
      case 'ForStatement':
        effect(node.initial);
        effect(node.step);
        if (node.condition) parts.push(node.condition);
        collect(node.body);
        return;
      case 'ForeachStatement':
        parts.push(node.base, ...(node.slice ?? []));
        if (node.limit) parts.push(node.limit);
        collect(node.body);
        return;
      case 'TryStatement':
        collect(node.body);
        collect(node.handler);
        return;
      case 'ReturnStatement':
      case 'DeleteStatement':
        parts.push(node);
        return;
      case 'EmptyStatement':
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'NextStatement':
        return;
    }
  };
  collect(root);
  return parts;
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
