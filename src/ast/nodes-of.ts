/**
 * The nodes of one kind in a tree, in source order and outside in. Trees never change, so a tree is walked once, at the first
 * question, and every later question about it is a look-up: passes that ask about a few kinds need no walk of their own.
 */
import type { Node } from './ast.ts';
import type { NodeKind, NodeOfKind } from './child-keys.ts';
import { forEachChild } from './visit.ts';

type Index = Map<NodeKind, Node[]>;

const indexes = new WeakMap<Node, Index>();
const none: readonly never[] = [];

export function nodesOf<Kind extends NodeKind>(root: Node, kind: Kind): readonly NodeOfKind<Kind>[] {
  let index = indexes.get(root);
  if (index === undefined) indexes.set(root, (index = indexOf(root)));
  return (index.get(kind) as NodeOfKind<Kind>[] | undefined) ?? none;
}

/** Whether the tree has a node of any of the kinds. */
export function hasNodeOf(root: Node, kinds: readonly NodeKind[]): boolean {
  return kinds.some((kind) => nodesOf(root, kind).length > 0);
}

function indexOf(root: Node): Index {
  const index: Index = new Map();
  const add = (node: Node): void => {
    const same = index.get(node.kind);
    if (same === undefined) index.set(node.kind, [node]);
    else same.push(node);
    forEachChild(node, add);
  };
  add(root);
  return index;
}
