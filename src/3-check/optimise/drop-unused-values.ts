/**
 * A statement whose value nobody takes keeps only the parts of its expression that have an effect: `1 + f()` becomes
 * `1; f()`, `c ? f() : g()` an if, `pure(f())` the argument. So SystemTap never checks the types of such operators.
 */
import type * as ast from '../../ast/ast.ts';
import { mapTree } from '../../ast/map.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import { withBlock, type Body } from '../body.ts';
import type { Names } from '../names.ts';
import { analyseEffects } from '../effects.ts';

export function dropUnusedValues(bodies: readonly Body[], names: Names): Body[] {
  const effects = analyseEffects(bodies, names);
  const isPure = (call: ast.Call) => {
    const callee = names.callee(call);
    return callee !== undefined && !effects.ofCall(callee);
  };
  const reduce = (node: ast.Statement): ast.Statement =>
    node.kind === 'ExpressionStatement' ? withoutValue(node, isPure) : node;
  return bodies.map((body) => {
    const isClean = nodesOf(body.block, 'ExpressionStatement').every((node) => reduce(node) === node);
    return isClean ? body : withBlock(body, mapTree(body.block, { statement: reduce }));
  });
}

function withoutValue(
  statement: ast.ExpressionStatement,
  isPure: (call: ast.Call) => boolean,
): ast.Statement {
  const { expression, span } = statement;
  const { token } = expression;
  const effectOf = (part: ast.Expression, place: ast.ExpressionStatement): ast.Statement =>
    withoutValue({ ...place, expression: part }, isPure);
  /** The first part stays at the statement's token, as SystemTap's messages have it. */
  const all = (parts: readonly ast.Expression[]): ast.Block => ({
    kind: 'Block',
    span,
    token,
    statements: parts.map((part, place) =>
      effectOf(part, place === 0 ? statement : { ...statement, span: part.span, token: part.token }),
    ),
  });
  switch (expression.kind) {
    case 'Binary':
    case 'Comparison':
    case 'Concatenation':
      return all([expression.left, expression.right]);
    case 'Unary':
      return effectOf(expression.operand, statement);
    case 'Print':
      return expression.name.startsWith('s') ? all(expression.arguments) : statement;
    case 'Call':
      return isPure(expression) ? all(expression.arguments) : statement;
    case 'Conditional':
      return {
        kind: 'IfStatement',
        span,
        token,
        condition: expression.condition,
        then: all([expression.then]),
        otherwise: all([expression.otherwise]),
      };
    case 'Logical': {
      const { left, right } = expression;
      const condition: ast.Expression =
        expression.operator === '&&'
          ? left
          : { kind: 'Unary', operator: '!', operand: left, span: left.span, token };
      return { kind: 'IfStatement', span, token, condition, then: all([right]), otherwise: undefined };
    }
    default:
      return statement;
  }
}
