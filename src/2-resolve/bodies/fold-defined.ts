/**
 * Decides `@defined(…)` and takes the branches that it rules out away, before target variables are resolved: what does not exist on
 * this kernel stands in such a branch. Only conditions made of @defined, numbers, `!`, `&&`, `||` and comparisons are decided here; others
 * are left to constant folding.
 */
import type * as ast from '../../ast/ast.ts';
import { mapTree } from '../../ast/map.ts';
import { nodesOf } from '../../ast/nodes-of.ts';

export function foldDefined<Root extends ast.Block>(
  root: Root,
  isDefined: (operand: ast.Expression) => boolean,
): Root {
  if (nodesOf(root, 'Defined').length === 0) return root;
  /** The numbers that came out of @defined. */
  const decided = new Set<ast.Expression>();

  function literal(at: ast.Expression, value: boolean): ast.Expression {
    const node: ast.NumberLiteral = {
      kind: 'NumberLiteral',
      value: value ? 1n : 0n,
      span: at.span,
      token: at.token,
    };
    decided.add(node);
    return node;
  }

  function verdict(node: ast.Expression): boolean | undefined {
    return decided.has(node) && node.kind === 'NumberLiteral' ? node.value !== 0n : undefined;
  }

  function foldLogical(node: ast.Logical): ast.Expression {
    const left = verdict(node.left);
    const right = verdict(node.right);
    if (left === undefined) return node;
    if (left === (node.operator === '||')) return literal(node, left);
    return right === undefined ? node : literal(node, right);
  }

  function foldComparison(node: ast.Comparison): ast.Expression {
    const { left, right } = node;
    if (left.kind !== 'NumberLiteral' || right.kind !== 'NumberLiteral') return node;
    if (!decided.has(left) && !decided.has(right)) return node;
    return literal(node, compare(node.operator, left.value, right.value));
  }

  function foldExpression(node: ast.Expression): ast.Expression {
    if (node.kind === 'Defined') return literal(node, isDefined(node.operand));
    if (node.kind === 'Logical') return foldLogical(node);
    if (node.kind === 'Comparison') return foldComparison(node);
    if (node.kind === 'Unary' && node.operator === '!') {
      const operand = verdict(node.operand);
      return operand === undefined ? node : literal(node, !operand);
    }
    if (node.kind === 'Conditional') {
      const condition = verdict(node.condition);
      if (condition === undefined) return node;
      return condition ? node.then : node.otherwise;
    }
    return node;
  }

  function foldStatement(node: ast.Statement): ast.Statement {
    if (node.kind !== 'IfStatement' && node.kind !== 'WhileStatement') return node;
    const condition = verdict(node.condition);
    if (condition === undefined || (condition && node.kind === 'WhileStatement')) return node;
    const nothing: ast.EmptyStatement = { kind: 'EmptyStatement', span: node.span, token: node.token };
    if (node.kind === 'WhileStatement') return nothing;
    return condition ? node.then : (node.otherwise ?? nothing);
  }

  return mapTree(root, { expression: foldExpression, statement: foldStatement });
}

function compare(operator: ast.Comparison['operator'], left: bigint, right: bigint): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '==':
      return left === right;
    case '!=':
      return left !== right;
  }
}
