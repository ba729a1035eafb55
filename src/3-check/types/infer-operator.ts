/** Types across operators of two and three sides; the sides tell each other where the operator does not. */
import type * as ast from '../../ast/ast.ts';
import { infer, settled, type InferContext } from './infer-expression.ts';
import type { Type } from './type-table.ts';

export function inferBinary(
  node: ast.Binary,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  if (wanted !== undefined && wanted !== 'long') context.table.problems.invalidOperator(node.token);
  const left = infer(node.left, 'long', context);
  const right = infer(node.right, 'long', context);
  compareSides(node, left, right, context);
  return settled(node, 'long', context);
}

export function inferComparison(
  node: ast.Comparison,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  const left = infer(node.left, undefined, context);
  const right = infer(node.right, left, context);
  if (left === undefined && right !== undefined) infer(node.left, right, context);
  compareSides(node, left, right, context);
  return context.table.settle(node, 'long', wanted);
}

export function inferConditional(
  node: ast.Conditional,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  infer(node.condition, 'long', context);
  const then = infer(node.then, wanted, context);
  const otherwise = infer(node.otherwise, wanted ?? then, context);
  if (then === undefined && otherwise !== undefined) infer(node.then, otherwise, context);
  return settled(node, then ?? otherwise, context);
}

export function inferAssignment(
  node: ast.Assignment,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  switch (node.operator) {
    case '=':
      return inferPlain(node, wanted, context);
    case '<<<':
      infer(node.target, 'stat', context);
      infer(node.value, 'long', context);
      return context.table.settle(node, 'long', wanted);
    case '.=':
      infer(node.target, 'string', context);
      infer(node.value, 'string', context);
      return context.table.settle(node, 'string', wanted);
    default: {
      const left = infer(node.target, 'long', context);
      const right = infer(node.value, 'long', context);
      compareSides(node, left, right, context);
      return context.table.settle(node, 'long', wanted);
    }
  }
}

function inferPlain(node: ast.Assignment, wanted: Type | undefined, context: InferContext): Type | undefined {
  let value = infer(node.value, wanted, context);
  if (value === 'stat') {
    context.table.problems.invalidType(node.value.token, value);
    return undefined;
  }
  const target = infer(node.target, value ?? wanted, context);
  if (value === undefined && target !== undefined) value = infer(node.value, target, context);
  compareSides(node, target, value, context);
  return settled(node, value ?? target, context);
}

function compareSides(
  node: ast.Binary | ast.Comparison | ast.Assignment,
  left: Type | undefined,
  right: Type | undefined,
  context: InferContext,
): void {
  if (left !== undefined && right !== undefined && left !== right) {
    context.table.problems.sides(node.token, left, right);
  }
}
