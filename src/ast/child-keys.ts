/**
 * Which fields of a node hold nodes, in the order of the source text: generic visiting is data. A field may hold one
 * node, a list of them, or nothing. `steps` (the `->member` and `[index]` behind a target variable) is the one field
 * whose entries are not nodes themselves but may hold an expression; visit.ts and map.ts open it up.
 */
import type { AccessStep, Node } from './ast.ts';

export type NodeKind = Node['kind'];

export type NodeOfKind<Kind extends NodeKind> = Extract<Node, { readonly kind: Kind }>;

type HoldsNodes<Value> = [Extract<Value, Node | readonly Node[] | readonly AccessStep[]>] extends [never]
  ? false
  : true;

/** The fields of `Of` that can hold nodes. */
export type ChildKey<Of> = {
  [Key in keyof Of & string]: HoldsNodes<Of[Key]> extends true ? Key : never;
}[keyof Of & string];

export type ChildTable = { readonly [Kind in NodeKind]: readonly ChildKey<NodeOfKind<Kind>>[] };

export const childKeys: ChildTable = {
  File: ['items'],

  Probe: ['points', 'body'],
  Alias: ['names', 'points', 'prologue', 'epilogue'],
  Global: ['initial'],
  FunctionDeclaration: ['parameters', 'body'],
  EmbeddedCode: [],
  Parameter: [],
  ProbePoint: ['components', 'condition'],
  NamedComponent: ['argument'],
  GroupComponent: ['points'],

  Block: ['statements'],
  EmptyStatement: [],
  ExpressionStatement: ['expression'],
  IfStatement: ['condition', 'then', 'otherwise'],
  WhileStatement: ['condition', 'body'],
  ForStatement: ['initial', 'condition', 'step', 'body'],
  ForeachStatement: ['value', 'keys', 'base', 'slice', 'limit', 'body'],
  TryStatement: ['body', 'variable', 'handler'],
  ReturnStatement: ['value'],
  DeleteStatement: ['target'],
  BreakStatement: [],
  ContinueStatement: [],
  NextStatement: [],

  NumberLiteral: [],
  StringLiteral: [],
  Identifier: [],
  Wildcard: [],
  Index: ['base', 'keys'],
  Call: ['arguments'],
  Unary: ['operand'],
  Step: ['operand'],
  Binary: ['left', 'right'],
  Logical: ['left', 'right'],
  Comparison: ['left', 'right'],
  Concatenation: ['left', 'right'],
  RegexMatch: ['value', 'pattern'],
  Membership: ['keys', 'base'],
  Conditional: ['condition', 'then', 'otherwise'],
  Assignment: ['target', 'value'],
  Print: ['arguments'],
  StatExtract: ['stat', 'shift'],
  Histogram: ['stat'],
  HistogramBucket: ['histogram', 'index'],
  TargetVariable: ['steps'],
  Cast: ['operand', 'steps'],
  AtVar: ['steps'],
  Autocast: ['operand', 'steps'],
  Defined: ['operand'],
  Entry: ['operand'],
  ProbeWrite: [],
  Perf: [],
  OperatorCall: ['arguments'],
  EmbeddedExpression: [],
};

/** The same table without its types, for walking a node of unknown kind. */
export function childKeysOf(node: Node): readonly string[] {
  return childKeys[node.kind];
}
