/** Syntax nodes that no one wrote; each stands at the place of the node that called for it. */
import type * as ast from '../../ast/ast.ts';

type At = Pick<ast.Expression, 'span' | 'token'>;

export function identifier({ span, token }: At, name: string): ast.Identifier {
  return { kind: 'Identifier', name, span, token };
}

export function number({ span, token }: At, value: bigint): ast.NumberLiteral {
  return { kind: 'NumberLiteral', value, span, token };
}

export function call({ span, token }: At, name: string, args: readonly ast.Expression[]): ast.Call {
  return { kind: 'Call', name, arguments: args, span, token };
}

export function index(at: At, array: string, keys: readonly ast.Expression[]): ast.Index {
  return { kind: 'Index', base: identifier(at, array), keys, span: at.span, token: at.token };
}

export function assignment(target: ast.Expression, value: ast.Expression): ast.Assignment {
  return { kind: 'Assignment', operator: '=', target, value, span: target.span, token: target.token };
}

export function increment(operand: ast.Expression): ast.Step {
  return {
    kind: 'Step',
    operator: '++',
    position: 'prefix',
    operand,
    span: operand.span,
    token: operand.token,
  };
}

export function decrement(operand: ast.Expression): ast.Step {
  return {
    kind: 'Step',
    operator: '--',
    position: 'prefix',
    operand,
    span: operand.span,
    token: operand.token,
  };
}

export function comparison(
  operator: ast.Comparison['operator'],
  left: ast.Expression,
  right: ast.Expression,
): ast.Comparison {
  return { kind: 'Comparison', operator, left, right, span: left.span, token: left.token };
}

export function and(left: ast.Expression, right: ast.Expression): ast.Logical {
  return { kind: 'Logical', operator: '&&', left, right, span: right.span, token: right.token };
}

export function statement(expression: ast.Expression): ast.ExpressionStatement {
  return { kind: 'ExpressionStatement', expression, span: expression.span, token: expression.token };
}

export function deletion(target: ast.Expression): ast.DeleteStatement {
  return { kind: 'DeleteStatement', target, span: target.span, token: target.token };
}

export function conditional(condition: ast.Expression, then: ast.Statement): ast.IfStatement {
  return {
    kind: 'IfStatement',
    condition,
    then,
    otherwise: undefined,
    span: condition.span,
    token: condition.token,
  };
}

export function block({ span, token }: At, statements: readonly ast.Statement[]): ast.Block {
  return { kind: 'Block', statements, span, token };
}

export function global({ span, token }: At, name: string): ast.Global {
  return {
    kind: 'Global',
    name,
    isPrivate: true,
    wrap: false,
    size: undefined,
    initial: undefined,
    span,
    token,
  };
}
