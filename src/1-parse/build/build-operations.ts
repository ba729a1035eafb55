/**
 * Binary operators: a flat list in, a tree out, by operator precedence with two stacks. All are left-associative; what
 * may follow what was the grammar's business. stap(1), section EXPRESSIONS.
 */
import type { IToken } from 'chevrotain';
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildOperand, buildTuple } from './build-expression.ts';
import { buildBase } from './build-histogram.ts';
import { buildString } from './build-literal.ts';
import { atToken, between, noteLength, type Building } from './building.ts';

/** Higher binds tighter. Concatenation binds looser than `+`. */
const precedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  in: 6,
  '=~': 7,
  '!~': 7,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '==': 7,
  '!=': 7,
  '<<': 8,
  '>>': 8,
  '>>>': 8,
  '.': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
};

/** A tuple waits, unbuilt, for the `in` behind it. */
type Pending = ast.Expression | syntax.TupleSyntax;

export function buildOperations(node: syntax.OperationsSyntax, building: Building): ast.Expression {
  noteLength(building, node.operators.length);
  const values: Pending[] = [];
  const waiting: IToken[] = [];

  const push = (operand: syntax.OperandSyntax | undefined, next: IToken | undefined): void => {
    if (operand === undefined) throw new Error('an operator has an operand behind it');
    const isTuple = operand.kind === 'tuple' && next?.image === 'in';
    values.push(isTuple ? operand : buildOperand(operand, building));
  };
  const pop = (): ast.Expression => {
    const value = values.pop();
    if (value === undefined || value.kind === 'tuple')
      throw new Error('an operator has values on both sides');
    return value;
  };
  const reduceTo = (level: number): void => {
    for (let top = waiting.at(-1); top !== undefined && levelOf(top) >= level; top = waiting.at(-1)) {
      const right = pop();
      const left = pop();
      waiting.pop();
      values.push(combine(top, left, right, building));
    }
  };

  push(node.operands[0], node.operators[0]);
  node.operators.forEach((operator, place) => {
    reduceTo(levelOf(operator));
    const operand = node.operands[place + 1];
    if (operator.image === 'in') values.push(buildMembership(operator, values.pop(), operand, building));
    else if (isRegexOperator(operator)) values.push(buildRegexMatch(operator, pop(), operand, building));
    else {
      waiting.push(operator);
      push(operand, node.operators[place + 1]);
    }
  });
  reduceTo(0);
  return pop();
}

function levelOf(operator: IToken): number {
  return precedence[operator.image] ?? 0;
}

function isRegexOperator(operator: IToken): boolean {
  return operator.image === '=~' || operator.image === '!~';
}

function buildMembership(
  operator: IToken,
  left: Pending | undefined,
  right: syntax.OperandSyntax | undefined,
  building: Building,
): ast.Membership {
  if (left === undefined || right === undefined || (right.kind !== 'name' && right.kind !== 'histogram')) {
    throw new Error("'in' stands between keys and an array");
  }
  const base = buildBase(right, building);
  if (left.kind !== 'tuple') {
    const place = between(building, operator, left.span, base.span);
    return { kind: 'Membership', keys: [left], base, ...place };
  }
  const keys = buildTuple(left, building);
  const place = between(building, operator, atToken(building, left.first).span, base.span);
  return { kind: 'Membership', keys, base, ...place };
}

function buildRegexMatch(
  operator: IToken,
  value: ast.Expression,
  right: syntax.OperandSyntax | undefined,
  building: Building,
): ast.RegexMatch {
  if (right?.kind !== 'string') throw new Error('a pattern is a literal string');
  const pattern = buildString(right, building);
  const place = between(building, operator, value.span, pattern.span);
  return {
    kind: 'RegexMatch',
    operator: operator.image as ast.RegexMatch['operator'],
    value,
    pattern,
    ...place,
  };
}

function combine(
  operator: IToken,
  left: ast.Expression,
  right: ast.Expression,
  building: Building,
): ast.Expression {
  const place = between(building, operator, left.span, right.span);
  const level = levelOf(operator);
  const { image } = operator;
  if (image === '.') return { kind: 'Concatenation', left, right, ...place };
  if (level <= 2)
    return { kind: 'Logical', operator: image as ast.Logical['operator'], left, right, ...place };
  if (level === 7) {
    return { kind: 'Comparison', operator: image as ast.Comparison['operator'], left, right, ...place };
  }
  return { kind: 'Binary', operator: image as ast.ArithmeticOperator, left, right, ...place };
}
