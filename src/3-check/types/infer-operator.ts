/** Types across operators of two and three sides; the sides tell each other where the operator does not. */
import type * as ast from '../../ast/ast.ts';
import { infer, type InferContext } from './infer-expression.ts';
import type { Type } from './slots.ts';

/** An operator's own type where another is wanted: the operator is blamed, before its operands are. */
export function operatorType(
  node: ast.Expression,
  operands: readonly ast.Expression[],
  type: Type,
  wanted: Type | undefined,
  context: InferContext,
): void {
  const { table } = context;
  const isMismatch = wanted !== undefined && wanted !== type;
  if (isMismatch && !(wanted === 'stat' && areLiterals(operands))) table.problems.invalidOperator(node.token);
  table.settle(node, type, wanted);
}

function areLiterals(operands: readonly ast.Expression[]): boolean {
  return operands.every(({ kind }) => kind === 'NumberLiteral' || kind === 'StringLiteral');
}

export function inferBinary(node: ast.Binary, wanted: Type | undefined, context: InferContext): Type {
  operatorType(node, [node.left, node.right], 'long', wanted, context);
  const left = infer(node.left, operandWanted(node.left), context);
  const right = infer(node.right, operandWanted(node.right), context);
  if (left === 'string' && right === 'string') infer(node.left, 'long', context);
  compareSides(node, left, right, context);
  return 'long';
}

/** Of a text that was just made the two sides are said to disagree, not the text to be none. */
function operandWanted(operand: ast.Expression): Type | undefined {
  return operand.kind === 'Print' ? undefined : 'long';
}

export function inferConcatenation(
  node: ast.Concatenation,
  wanted: Type | undefined,
  context: InferContext,
): Type {
  const { problems } = context.table;
  operatorType(node, [node.left, node.right], 'string', wanted, context);
  for (const operand of [node.left, node.right]) {
    const isCounted = operand.kind === 'Print' || operand.kind === 'StatExtract';
    if (!isCounted && !isConstantOperator(operand)) {
      infer(operand, 'string', context);
      continue;
    }
    const type = infer(operand, undefined, context);
    if (type !== 'long') continue;
    if (isCounted) problems.notStrings(node.token);
    else problems.mismatch(operand.token, 'string', type);
  }
  return 'string';
}

/** Over literals alone the result is known to be no text: a plain mismatch. */
function isConstantOperator(node: ast.Expression): boolean {
  switch (node.kind) {
    case 'Unary':
      return areLiterals([node.operand]);
    case 'Binary':
    case 'Logical':
    case 'Comparison':
      return areLiterals([node.left, node.right]);
    default:
      return false;
  }
}

export function inferComparison(node: ast.Comparison, wanted: Type | undefined, context: InferContext): Type {
  operatorType(node, [node.left, node.right], 'long', wanted, context);
  const left = infer(node.left, context.table.known(node.right), context);
  const right = infer(node.right, context.table.known(node.left), context);
  compareSides(node, left, right, context);
  return 'long';
}

export function inferConditional(
  node: ast.Conditional,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  const { table } = context;
  infer(node.condition, 'long', context);
  const arms = wanted ?? table.known(node.then) ?? table.known(node.otherwise);
  const then = infer(node.then, arms, context);
  const otherwise = infer(node.otherwise, arms ?? then, context);
  return table.settle(node, then ?? otherwise, undefined);
}

export function inferAssignment(
  node: ast.Assignment,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  const { target, value } = node;
  switch (node.operator) {
    case '=':
      return inferPlain(node, wanted, context);
    case '<<<':
      infer(target, 'stat', context);
      infer(value, 'long', context);
      return context.table.settle(node, 'long', wanted);
    case '.=':
      infer(target, 'string', context);
      infer(value, 'string', context);
      return context.table.settle(node, 'string', wanted);
    default:
      operatorType(node, [target, value], 'long', wanted, context);
      compareSides(node, infer(target, 'long', context), infer(value, 'long', context), context);
      return 'long';
  }
}

function inferPlain(node: ast.Assignment, wanted: Type | undefined, context: InferContext): Type | undefined {
  const { table } = context;
  const { target, value } = node;
  const coming = table.known(value);
  if (coming === 'stat') table.problems.invalidType(value.token, coming);
  const left = infer(target, wanted ?? (coming === 'stat' ? undefined : coming), context);
  const right = infer(value, left === 'stat' ? undefined : (left ?? wanted), context);
  compareSides(node, left, right === 'stat' ? undefined : right, context);
  return table.settle(node, left ?? (right === 'stat' ? undefined : right), undefined);
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
