/**
 * Walking the IR: the function of the visitor is called for each node, parents first, in the order of evaluation, which is that in which
 * map.ts maps children. Passes ask much about whole programs, so a walk makes nothing anew.
 */
import type * as ir from './ir.ts';

export interface Visitor {
  /** Return false to stay out of the node. */
  expression?(node: ir.Expression): boolean | void;
  statement?(node: ir.Statement): boolean | void;
  /** Comes after the keys of an element. */
  place?(node: ir.Place): void;
  statPlace?(node: ir.StatPlace): void;
}

export function walk(node: ir.Statement | ir.Expression, visitor: Visitor): void {
  if (isStatement(node)) visitStatement(node, visitor);
  else visitExpression(node, visitor);
}

function visitExpression(node: ir.Expression | undefined, visitor: Visitor): void {
  if (node === undefined || visitor.expression?.(node) === false) return;
  switch (node.kind) {
    case 'long':
    case 'string':
    case 'argument':
    case 'captured':
      return;
    case 'read':
      visitPlace(node.place, visitor);
      return;
    case 'member':
      visitExpressions(node.keys, visitor);
      return;
    case 'unary':
      visitExpression(node.operand, visitor);
      return;
    case 'binary':
    case 'compare':
    case 'logical':
    case 'concat':
      visitExpression(node.left, visitor);
      visitExpression(node.right, visitor);
      return;
    case 'conditional':
      visitExpression(node.condition, visitor);
      visitExpression(node.then, visitor);
      visitExpression(node.otherwise, visitor);
      return;
    case 'regex':
      visitExpression(node.value, visitor);
      return;
    case 'assign':
      visitPlace(node.target, visitor);
      visitExpression(node.value, visitor);
      return;
    case 'step':
      visitPlace(node.target, visitor);
      return;
    case 'call':
    case 'intrinsic':
      visitExpressions(node.arguments, visitor);
      return;
    case 'stat-read':
      visitStatPlace(node.stat, visitor);
      return;
    case 'bucket-read':
    case 'bucket-exists':
      visitStatPlace(node.stat, visitor);
      visitExpression(node.index, visitor);
      return;
    case 'format':
      visitFormat(node.parts, visitor);
      return;
    case 'field':
      visitExpression(node.base, visitor);
      for (const step of node.path) {
        if (step.kind === 'index') visitExpression(step.index, visitor);
      }
      return;
    case 'load':
      visitExpression(node.address, visitor);
      return;
    case 'captured-turn':
      visitExpression(node.turn, visitor);
      visitExpression(node.late, visitor);
      return;
  }
}

function visitStatement(node: ir.Statement | undefined, visitor: Visitor): void {
  if (node === undefined || visitor.statement?.(node) === false) return;
  switch (node.kind) {
    case 'charge':
    case 'next':
    case 'break':
    case 'continue':
    case 'leave':
      return;
    case 'block':
      visitBlock(node, visitor);
      return;
    case 'evaluate':
      visitExpression(node.expression, visitor);
      return;
    case 'print':
      visitFormat(node.parts, visitor);
      return;
    case 'if':
      visitExpression(node.condition, visitor);
      visitBlock(node.then, visitor);
      visitBlock(node.otherwise, visitor);
      return;
    case 'loop':
      visitExpression(node.condition, visitor);
      visitBlock(node.body, visitor);
      visitBlock(node.step, visitor);
      return;
    case 'foreach':
      visitExpressions(node.slice, visitor);
      visitExpression(node.limit, visitor);
      for (const key of node.keys) visitPlace(key, visitor);
      visitPlace(node.value, visitor);
      visitBlock(node.body, visitor);
      return;
    case 'foreach-bucket':
      visitStatPlace(node.stat, visitor);
      visitExpression(node.limit, visitor);
      visitPlace(node.index, visitor);
      visitPlace(node.value, visitor);
      visitBlock(node.body, visitor);
      return;
    case 'try':
      visitBlock(node.body, visitor);
      visitPlace(node.message, visitor);
      visitBlock(node.handler, visitor);
      return;
    case 'return':
      visitExpression(node.value, visitor);
      return;
    case 'stat-add':
      visitStatPlace(node.stat, visitor);
      visitExpression(node.value, visitor);
      return;
    case 'delete':
      visitTarget(node.target, visitor);
      return;
    case 'delete-matching':
      visitExpressions(node.keys, visitor);
      return;
    case 'scope':
      visitBlock(node.body, visitor);
      return;
    case 'capture':
      visitExpression(node.value, visitor);
      return;
  }
}

/** The statements of a part of another statement: the visitor is not asked about the block itself. */
function visitBlock(node: ir.Block | undefined, visitor: Visitor): void {
  if (node === undefined) return;
  for (const statement of node.statements) visitStatement(statement, visitor);
}

function visitExpressions(list: readonly (ir.Expression | undefined)[] | undefined, visitor: Visitor): void {
  if (list === undefined) return;
  for (const node of list) visitExpression(node, visitor);
}

function visitFormat(parts: readonly ir.FormatPart[], visitor: Visitor): void {
  for (const part of parts) {
    if (part.kind === 'histogram') visitStatPlace(part.stat, visitor);
    if (part.kind !== 'conversion') continue;
    if (typeof part.width === 'object') visitExpression(part.width, visitor);
    if (typeof part.precision === 'object') visitExpression(part.precision, visitor);
    visitExpression(part.argument, visitor);
  }
}

function visitTarget(target: ir.Delete['target'], visitor: Visitor): void {
  switch (target.kind) {
    case 'array':
      return;
    case 'stat-global':
    case 'stat-element':
      visitStatPlace(target, visitor);
      return;
    default:
      visitPlace(target, visitor);
  }
}

function visitPlace(node: ir.Place | undefined, visitor: Visitor): void {
  if (node === undefined) return;
  if (node.kind === 'element') visitExpressions(node.keys, visitor);
  visitor.place?.(node);
}

function visitStatPlace(node: ir.StatPlace, visitor: Visitor): void {
  if (node.kind === 'stat-element') visitExpressions(node.keys, visitor);
  visitor.statPlace?.(node);
}

const statementKinds: Record<ir.Statement['kind'], true> = {
  block: true,
  charge: true,
  evaluate: true,
  print: true,
  if: true,
  loop: true,
  foreach: true,
  'foreach-bucket': true,
  try: true,
  return: true,
  next: true,
  break: true,
  continue: true,
  'stat-add': true,
  delete: true,
  'delete-matching': true,
  scope: true,
  leave: true,
  capture: true,
};

export function isStatement(node: ir.Statement | ir.Expression): node is ir.Statement {
  return node.kind in statementKinds;
}
