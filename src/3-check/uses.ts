/**
 * Which variables pieces of a body read and write themselves; what the functions that they call use is not among it. A tree belongs to
 * one body and never changes, so what it uses is found out once.
 */
import type * as ast from '../ast/ast.ts';
import { forEachChild } from '../ast/visit.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';

export interface Uses {
  readonly readLocals: ReadonlySet<string>;
  readonly writtenLocals: ReadonlySet<string>;
  readonly readGlobals: ReadonlySet<string>;
  /** Read only to be written anew, by a statement that does nothing else: `g++`, `g += 1`. */
  readonly updatedGlobals: ReadonlySet<string>;
  readonly writtenGlobals: ReadonlySet<string>;
}

const known = new WeakMap<ast.Node, Uses>();

export function usesOf(root: ast.Node, body: Body, names: Names): Uses {
  const before = known.get(root);
  if (before !== undefined) return before;
  const uses = findUses(root, body, names);
  known.set(root, uses);
  return uses;
}

function findUses(root: ast.Node, body: Body, names: Names): Uses {
  const uses = {
    readLocals: new Set<string>(),
    writtenLocals: new Set<string>(),
    readGlobals: new Set<string>(),
    updatedGlobals: new Set<string>(),
    writtenGlobals: new Set<string>(),
  };
  walk(root);
  return uses;

  function walk(node: ast.Node): void {
    switch (node.kind) {
      case 'Identifier':
        if (names.globalOf(body, node.name)) uses.readGlobals.add(node.name);
        else uses.readLocals.add(node.name);
        return;
      case 'ExpressionStatement':
        effect(node.expression);
        return;
      case 'ForStatement':
        if (node.initial) effect(node.initial);
        if (node.condition) walk(node.condition);
        if (node.step) effect(node.step);
        walk(node.body);
        return;
      case 'Assignment':
        written(node.target);
        if (isPlain(node.operator)) keysOf(node.target);
        else walk(node.target);
        walk(node.value);
        return;
      case 'Step':
        written(node.operand);
        break;
      case 'DeleteStatement':
        written(node.target);
        break;
      case 'ForeachStatement':
        for (const key of node.keys) written(key);
        if (node.value) written(node.value);
        walk(node.base);
        for (const key of node.slice ?? []) walk(key);
        if (node.limit) walk(node.limit);
        walk(node.body);
        return;
      case 'TryStatement':
        walk(node.body);
        if (node.variable) written(node.variable);
        walk(node.handler);
        return;
      default:
        break;
    }
    forEachChild(node, walk);
  }

  /** An expression whose value nobody takes. */
  function effect(node: ast.Expression): void {
    const isUpdate = node.kind === 'Step' || (node.kind === 'Assignment' && !isPlain(node.operator));
    const target = node.kind === 'Step' ? node.operand : node.kind === 'Assignment' ? node.target : node;
    const base = target.kind === 'Index' ? target.base : target;
    if (!isUpdate || base.kind !== 'Identifier' || !names.globalOf(body, base.name)) {
      walk(node);
      return;
    }
    written(target);
    uses.updatedGlobals.add(base.name);
    keysOf(target);
    if (node.kind === 'Assignment') walk(node.value);
  }

  function written(target: ast.Expression): void {
    if (target.kind === 'Index') written(target.base);
    else if (target.kind === 'Identifier') {
      if (names.globalOf(body, target.name)) uses.writtenGlobals.add(target.name);
      else uses.writtenLocals.add(target.name);
    }
  }

  /** A plain assignment does not read what it writes, only what says where that is. */
  function keysOf(target: ast.Expression): void {
    if (target.kind === 'Index') target.keys.forEach(walk);
    else if (target.kind !== 'Identifier') forEachChild(target, walk);
  }
}

/** The old value is not read. */
function isPlain(operator: ast.AssignmentOperator): boolean {
  return operator === '=' || operator === '<<<';
}

export function isTargetAccess(node: ast.Expression): boolean {
  return (
    node.kind === 'TargetVariable' ||
    node.kind === 'Cast' ||
    node.kind === 'AtVar' ||
    node.kind === 'Autocast'
  );
}
