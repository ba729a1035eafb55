/**
 * Walking a tree. `children` lists a node's nodes in source order; `visit` walks depth first and calls the function of a
 * node's kind: `visit(body, { Identifier: (node) => …, Call: (node) => … })`. A function that returns `false` keeps the
 * walk out of that node's children.
 */
import type { AccessStep, Node } from './ast.ts';
import { childKeysOf, type NodeKind, type NodeOfKind } from './child-keys.ts';

type Field = Node | readonly (Node | AccessStep)[] | undefined;

function isList(field: Field): field is readonly (Node | AccessStep)[] {
  return Array.isArray(field);
}

export function children(node: Node): Node[] {
  const found: Node[] = [];
  const fields = node as unknown as Readonly<Record<string, Field>>;
  for (const key of childKeysOf(node)) {
    const field = fields[key];
    if (field === undefined) continue;
    if (!isList(field)) found.push(field);
    else for (const entry of field) pushEntry(found, entry);
  }
  return found;
}

function pushEntry(found: Node[], entry: Node | AccessStep): void {
  if (entry.kind === 'member') return;
  found.push(entry.kind === 'index' ? entry.index : entry);
}

/** What to do at nodes of a kind, before (`Kind`) or after (`'Kind:leave'`) their children; `enter` and `leave` see all. */
export type Visitor = {
  readonly [Kind in NodeKind]?: (node: NodeOfKind<Kind>, parents: readonly Node[]) => boolean | void;
} & {
  readonly [Kind in NodeKind as `${Kind}:leave`]?: (node: NodeOfKind<Kind>, parents: readonly Node[]) => void;
} & {
  readonly enter?: (node: Node, parents: readonly Node[]) => boolean | void;
  readonly leave?: (node: Node, parents: readonly Node[]) => void;
};

type Visit = ((node: Node, parents: readonly Node[]) => boolean | void) | undefined;

/** `parents` is outermost first and changes as the walk goes on: copy what must stay. */
export function visit(root: Node, visitor: Visitor): void {
  const byKind = visitor as unknown as Readonly<Record<string, Visit>>;
  const parents: Node[] = [];

  function walk(node: Node): void {
    const enter = visitor.enter?.(node, parents) !== false;
    const enterKind = byKind[node.kind]?.(node, parents) !== false;
    if (enter && enterKind) {
      parents.push(node);
      for (const child of children(node)) walk(child);
      parents.pop();
    }
    byKind[`${node.kind}:leave`]?.(node, parents);
    visitor.leave?.(node, parents);
  }

  walk(root);
}

/** The first node, in source order and outside in, that `wanted` accepts. */
export function findNode(root: Node, wanted: (node: Node) => boolean): Node | undefined {
  if (wanted(root)) return root;
  for (const child of children(root)) {
    const found = findNode(child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
