/** Which variables pieces of a body read and write themselves; what the functions that they call use is not among it. */
import type * as ast from '../ast/ast.ts';
import { forEachChild } from '../ast/visit.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';

export interface Uses {
  readonly readLocals: Set<string>;
  readonly writtenLocals: Set<string>;
  readonly readGlobals: Set<string>;
  readonly writtenGlobals: Set<string>;
}

export function usesOf(pieces: readonly ast.Node[], body: Body, names: Names): Uses {
  const uses: Uses = {
    readLocals: new Set(),
    writtenLocals: new Set(),
    readGlobals: new Set(),
    writtenGlobals: new Set(),
  };
  pieces.forEach(walk);
  return uses;

  function walk(node: ast.Node): void {
    switch (node.kind) {
      case 'Identifier':
        if (names.globalOf(body, node.name)) uses.readGlobals.add(node.name);
        else uses.readLocals.add(node.name);
        return;
      case 'Assignment':
        written(node.target);
        if (node.operator === '=' || node.operator === '<<<') keysOf(node.target);
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

export function isTargetAccess(node: ast.Expression): boolean {
  return (
    node.kind === 'TargetVariable' ||
    node.kind === 'Cast' ||
    node.kind === 'AtVar' ||
    node.kind === 'Autocast'
  );
}
