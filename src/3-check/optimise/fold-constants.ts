/**
 * Computes what is constant: operators, conditions of `?:`, if and loops. Before the types are known only conditions are
 * folded (`foldConditions`), since a branch that can never run is not type-checked.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import { withBlock, type Body } from '../body.ts';
import type { Names } from '../names.ts';
import { analyseEffects } from '../effects.ts';
import { isTargetAccess } from '../uses.ts';
import { foldBinary, foldComparison, foldUnary, identityOf } from './fold-operator.ts';

type IsPure = (expression: ast.Expression) => boolean;

export function foldConstants(bodies: readonly Body[], names: Names): Body[] {
  const effects = analyseEffects(bodies, names);
  return bodies.map((body) => {
    const isPure: IsPure = (expression) => !effects.of(expression, body);
    const fold = (node: ast.Node): ast.Node => foldStatement(foldExpression(node, isPure));
    if (!isFoldable(body.block, fold)) return body;
    const rewrite = (node: ast.Node): ast.Node =>
      isTargetAccess(node as ast.Expression) ? node : fold(mapChildren(node, rewrite));
    return withBlock(body, rewrite(body.block) as ast.Block);
  });
}

const foldedKinds = [
  'Unary',
  'Binary',
  'Comparison',
  'Logical',
  'Concatenation',
  'Conditional',
  'IfStatement',
  'WhileStatement',
  'ForStatement',
] as const;

/** Folding begins at nodes whose operands are constants as they stand: where there is none, nothing folds. */
function isFoldable(root: ast.Block, fold: (node: ast.Node) => ast.Node): boolean {
  return foldedKinds.some((kind) => nodesOf(root, kind).some((node) => fold(node) !== node));
}

export function foldConditions(bodies: readonly Body[]): Body[] {
  const nothingIsPure: IsPure = () => false;
  const constant = (condition: ast.Expression): ast.Node => {
    const fold = (node: ast.Node): ast.Node =>
      isTargetAccess(node as ast.Expression) ? node : foldExpression(mapChildren(node, fold), nothingIsPure);
    return fold(condition);
  };
  const rewrite = (node: ast.Node): ast.Node => {
    if (isTargetAccess(node as ast.Expression)) return node;
    const rebuilt = mapChildren(node, rewrite);
    if (rebuilt.kind !== 'Conditional' && rebuilt.kind !== 'IfStatement') return rebuilt;
    const condition = constant(rebuilt.condition);
    if (condition.kind !== 'NumberLiteral') return rebuilt;
    if (rebuilt.kind === 'IfStatement') return foldStatement({ ...rebuilt, condition });
    return condition.value === 0n ? rebuilt.otherwise : rebuilt.then;
  };
  const isConstant = ({ condition }: { readonly condition: ast.Expression }) =>
    constant(condition).kind === 'NumberLiteral';
  const fold = (node: ast.Node): ast.Node => foldStatement(foldExpression(node, nothingIsPure));
  return bodies.map((body) => {
    const { block } = body;
    if (!isFoldable(block, fold)) return body;
    const isFolded =
      nodesOf(block, 'IfStatement').some(isConstant) || nodesOf(block, 'Conditional').some(isConstant);
    return isFolded ? withBlock(body, rewrite(block) as ast.Block) : body;
  });
}

function number(node: ast.Expression, value: bigint): ast.NumberLiteral {
  return { kind: 'NumberLiteral', value, span: node.span, token: node.token };
}

/** A NUL ends a string at run time but not here: such literals are left alone. */
function textOf(node: ast.Expression): string | undefined {
  return node.kind === 'StringLiteral' && !node.value.includes('\0') ? node.value : undefined;
}

function numberOf(node: ast.Expression): bigint | undefined {
  return node.kind === 'NumberLiteral' ? node.value : undefined;
}

function foldExpression(node: ast.Node, isPure: IsPure): ast.Node {
  switch (node.kind) {
    case 'Unary': {
      const operand = numberOf(node.operand);
      return operand === undefined ? node : number(node, foldUnary(node.operator, operand));
    }
    case 'Binary':
      return foldArithmetic(node, isPure);
    case 'Comparison': {
      const { operator } = node;
      const numbers = [numberOf(node.left), numberOf(node.right)] as const;
      if (numbers[0] !== undefined && numbers[1] !== undefined) {
        return number(node, foldComparison(operator, numbers[0], numbers[1]));
      }
      const texts = [textOf(node.left), textOf(node.right)] as const;
      if (texts[0] === undefined || texts[1] === undefined) return node;
      return number(node, foldComparison(operator, texts[0], texts[1]));
    }
    case 'Logical':
      return foldLogical(node, isPure);
    case 'Concatenation': {
      const [left, right] = [textOf(node.left), textOf(node.right)];
      if (left === '') return node.right;
      if (right === '') return node.left;
      if (left === undefined || right === undefined) return node;
      return { kind: 'StringLiteral', value: left + right, span: node.span, token: node.token };
    }
    case 'Conditional': {
      const condition = numberOf(node.condition);
      if (condition === undefined) return node;
      return condition === 0n ? node.otherwise : node.then;
    }
    default:
      return node;
  }
}

function foldArithmetic(node: ast.Binary, isPure: IsPure): ast.Expression {
  const left = numberOf(node.left);
  const right = numberOf(node.right);
  if (left !== undefined && right !== undefined) {
    const value = foldBinary(node.operator, left, right);
    return value === undefined ? node : number(node, value);
  }
  if (right !== undefined)
    return identity(node, node.left, identityOf(node.operator, 'right', right), isPure);
  if (left !== undefined) return identity(node, node.right, identityOf(node.operator, 'left', left), isPure);
  return node;
}

function identity(
  node: ast.Binary,
  other: ast.Expression,
  result: 'other' | bigint | undefined,
  isPure: IsPure,
): ast.Expression {
  if (result === 'other') return other;
  return result !== undefined && isPure(other) ? number(node, result) : node;
}

function foldLogical(node: ast.Logical, isPure: IsPure): ast.Expression {
  const left = numberOf(node.left);
  const right = numberOf(node.right);
  /** The side that decides alone, and what it decides. */
  const decides = (value: bigint | undefined) =>
    value !== undefined && (node.operator === '&&' ? value === 0n : value !== 0n);
  const decided = number(node, node.operator === '&&' ? 0n : 1n);
  if (decides(left)) return decided;
  if (decides(right) && isPure(node.left)) return decided;
  if (left !== undefined && right !== undefined) return number(node, node.operator === '&&' ? 1n : 0n);
  return node;
}

function foldStatement(node: ast.Node): ast.Node {
  const nothing = (place: ast.Statement): ast.EmptyStatement => ({
    kind: 'EmptyStatement',
    span: place.span,
    token: place.token,
  });
  switch (node.kind) {
    case 'IfStatement': {
      const condition = numberOf(node.condition);
      if (condition === undefined) return node;
      return condition === 0n ? (node.otherwise ?? nothing(node)) : node.then;
    }
    case 'WhileStatement':
      return numberOf(node.condition) === 0n ? nothing(node) : node;
    case 'ForStatement': {
      if (node.condition === undefined || numberOf(node.condition) !== 0n) return node;
      if (node.initial === undefined) return nothing(node);
      const { initial } = node;
      return { kind: 'ExpressionStatement', expression: initial, span: initial.span, token: initial.token };
    }
    default:
      return node;
  }
}
