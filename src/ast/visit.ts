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
  forEachChild(node, (child) => found.push(child));
  return found;
}

/** As `children`, for walks over whole programs: no list is made. */
export function forEachChild(node: Node, use: (child: Node) => void): void {
  someChild(node, (child) => {
    use(child);
    return false;
  });
}

/** Whether `test` accepts a child; it is asked in source order until it does. */
export function someChild(node: Node, test: (child: Node) => boolean): boolean {
  const fields = node as unknown as Readonly<Record<string, Field>>;
  for (const key of childKeysOf(node)) {
    const field = fields[key];
    if (field === undefined) continue;
    if (!isList(field)) {
      if (test(field)) return true;
    } else {
      for (const entry of field) {
        if (entry.kind === 'member') continue;
        if (test(entry.kind === 'index' ? entry.index : entry)) return true;
      }
    }
  }
  return false;
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

const leaving = ':leave';

/** `parents` is outermost first and changes as the walk goes on: copy what must stay. */
export function visit(root: Node, visitor: Visitor): void {
  const byKind = visitor as unknown as Readonly<Record<string, Visit>>;
  // Few visitors have any, and to ask for one by a name put together at each node takes longer than the rest of the walk.
  const leaveKind = new Map<string, Visit>();
  for (const key of Object.keys(byKind)) {
    if (key.endsWith(leaving)) leaveKind.set(key.slice(0, -leaving.length), byKind[key]);
  }
  const parents: Node[] = [];

  function walk(node: Node): void {
    const enter = visitor.enter?.(node, parents) !== false;
    const enterKind = byKind[node.kind]?.(node, parents) !== false;
    if (enter && enterKind) {
      parents.push(node);
      forEachChild(node, walk);
      parents.pop();
    }
    if (leaveKind.size > 0) leaveKind.get(node.kind)?.(node, parents);
    visitor.leave?.(node, parents);
  }

  walk(root);
}

/** Whether `test` accepts a node of the tree; it is asked in source order, outside in, until it does. */
export function someNode(root: Node, test: (node: Node) => boolean): boolean {
  const isFound = (node: Node): boolean => test(node) || someChild(node, isFound);
  return isFound(root);
}
