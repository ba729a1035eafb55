/**
 * Rebuilding a tree. Nodes are never changed: `mapChildren` gives the same node back when no child changed, and a copy
 * with the new children otherwise. `mapTree` works from the leaves up, so a replacement function sees children that
 * were replaced already.
 */
import type { AccessStep, Expression, Node, Statement } from './ast.ts';
import { childKeysOf, type NodeKind } from './child-keys.ts';

type Entry = Node | AccessStep;
type Field = Node | readonly Entry[] | undefined;

/** `replace` must give a node that may stand where its argument stood: an expression for an expression, and so on. */
export function mapChildren<Of extends Node>(node: Of, replace: (child: Node) => Node): Of {
  const fields = node as unknown as Readonly<Record<string, Field>>;
  let copy: Record<string, Field> | undefined;
  for (const key of childKeysOf(node)) {
    const field = fields[key];
    if (field === undefined) continue;
    const mapped = isList(field) ? mapList(field, replace) : replace(field);
    if (mapped === field) continue;
    copy ??= { ...fields };
    copy[key] = mapped;
  }
  return copy === undefined ? node : (copy as unknown as Of);
}

function mapList(list: readonly Entry[], replace: (child: Node) => Node): readonly Entry[] {
  let copy: Entry[] | undefined;
  for (const [place, entry] of list.entries()) {
    const mapped = mapEntry(entry, replace);
    if (mapped === entry) continue;
    copy ??= [...list];
    copy[place] = mapped;
  }
  return copy ?? list;
}

function mapEntry(entry: Entry, replace: (child: Node) => Node): Entry {
  if (entry.kind === 'member') return entry;
  if (entry.kind !== 'index') return replace(entry);
  const index = replace(entry.index);
  return index === entry.index ? entry : { ...entry, index: index as Expression };
}

function isList(field: Field): field is readonly Entry[] {
  return Array.isArray(field);
}

export interface Replacements {
  readonly expression?: (node: Expression) => Expression;
  /** To drop a statement give an EmptyStatement; to make several of one give a Block. */
  readonly statement?: (node: Statement) => Statement;
}

export function mapTree<Of extends Node>(root: Of, replacements: Replacements): Of {
  function replace(node: Node): Node {
    const rebuilt = mapChildren(node, replace);
    if (isExpression(rebuilt)) return replacements.expression?.(rebuilt) ?? rebuilt;
    if (isStatement(rebuilt)) return replacements.statement?.(rebuilt) ?? rebuilt;
    return rebuilt;
  }
  return replace(root) as Of;
}

const statementKinds: Readonly<Record<Statement['kind'], true>> = {
  Block: true,
  EmptyStatement: true,
  ExpressionStatement: true,
  IfStatement: true,
  WhileStatement: true,
  ForStatement: true,
  ForeachStatement: true,
  TryStatement: true,
  ReturnStatement: true,
  DeleteStatement: true,
  BreakStatement: true,
  ContinueStatement: true,
  NextStatement: true,
};

type OtherKind = Exclude<NodeKind, Statement['kind'] | Expression['kind']>;

const otherKinds: Readonly<Record<OtherKind, true>> = {
  File: true,
  Probe: true,
  Alias: true,
  Global: true,
  FunctionDeclaration: true,
  EmbeddedCode: true,
  Parameter: true,
  ProbePoint: true,
  NamedComponent: true,
  GroupComponent: true,
  Wildcard: true,
};

export function isStatement(node: Node): node is Statement {
  return node.kind in statementKinds;
}

export function isExpression(node: Node): node is Expression {
  return !(node.kind in statementKinds) && !(node.kind in otherKinds);
}
