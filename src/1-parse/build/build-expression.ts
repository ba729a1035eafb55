/**
 * Expressions: the grammar's flat lists in, trees out. Long lists are folded with loops, so only brackets cost stack.
 * stap(1), section EXPRESSIONS.
 */
import type { IToken } from 'chevrotain';
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildAccess } from './build-access.ts';
import { buildString } from './build-literal.ts';
import { buildOperations } from './build-operations.ts';
import { buildValue } from './build-value.ts';
import { atToken, between, noteLength, problem, type Building } from './building.ts';

export function buildExpression(node: syntax.ExpressionSyntax, building: Building): ast.Expression {
  const { shape } = building;
  if (++shape.depth > shape.deepest) shape.deepest = shape.depth;
  const built = buildList(node, building);
  shape.depth--;
  return built;
}

function buildList(node: syntax.ExpressionSyntax, building: Building): ast.Expression {
  if (node.kind === 'chain') return buildChain(node, building);
  return node.kind === 'operations' ? buildOperations(node, building) : buildOperand(node, building);
}

export function buildExpressions(
  list: readonly syntax.ExpressionSyntax[],
  building: Building,
): ast.Expression[] {
  return list.map((node) => buildExpression(node, building));
}

interface Segment {
  readonly head: ast.Expression;
  readonly conditionals: Extract<syntax.ChainTail, { kind: 'conditional' }>[];
}

/**
 * Assignment is right-associative and binds loosest, so it cuts the chain into segments; in one, `a ? b : c ? d : e`
 * nests to the right. `a ? b : c = d` is therefore `(a ? b : c) = d`.
 */
function buildChain(chain: syntax.ChainSyntax, building: Building): ast.Expression {
  noteLength(building, chain.tails.length);
  const segments: Segment[] = [{ head: buildExpression(chain.head, building), conditionals: [] }];
  const operators: IToken[] = [];
  for (const tail of chain.tails) {
    if (tail.kind === 'conditional') segments.at(-1)?.conditionals.push(tail);
    else {
      operators.push(tail.operator);
      segments.push({ head: buildExpression(tail.value, building), conditionals: [] });
    }
  }
  const values = segments.map((segment) => buildConditionals(segment, building));
  return values.reduceRight((value, target, place) => {
    const operator = operators[place];
    if (operator === undefined) throw new Error('an assignment has an operator');
    return {
      kind: 'Assignment',
      operator: operator.image as ast.AssignmentOperator,
      target,
      value,
      ...between(building, operator, target.span, value.span),
    };
  });
}

function buildConditionals({ head, conditionals }: Segment, building: Building): ast.Expression {
  const parts = conditionals.map((tail) => ({
    question: tail.question,
    then: buildExpression(tail.then, building),
    otherwise: buildExpression(tail.otherwise, building),
  }));
  let result: ast.Expression | undefined;
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i];
    const condition = i === 0 ? head : parts[i - 1]?.otherwise;
    if (part === undefined || condition === undefined) continue;
    const otherwise = result ?? part.otherwise;
    result = {
      kind: 'Conditional',
      condition,
      then: part.then,
      otherwise,
      ...between(building, part.question, condition.span, otherwise.span),
    };
  }
  return result ?? head;
}

export function buildOperand(node: syntax.OperandSyntax, building: Building): ast.Expression {
  switch (node.kind) {
    case 'unary':
      return buildUnary(node, building);
    case 'step':
      return buildStep(node, building);
    case 'tuple':
      return buildLoneTuple(node, building);
    case 'access':
      return buildAccess(node, building);
    case 'string':
      return buildString(node, building);
    default:
      return buildValue(node, building);
  }
}

function buildUnary(node: syntax.UnarySyntax, building: Building): ast.Expression {
  noteLength(building, node.operators.length);
  let operand = buildOperand(node.operand, building);
  for (let i = node.operators.length - 1; i >= 0; i--) {
    const operator = node.operators[i];
    if (operator === undefined) continue;
    operand = {
      kind: 'Unary',
      operator: operator.image as ast.Unary['operator'],
      operand,
      ...between(building, operator, atToken(building, operator).span, operand.span),
    };
  }
  return operand;
}

function buildStep(node: syntax.StepSyntax, building: Building): ast.Step {
  const operand = buildOperand(node.operand, building);
  const sign = atToken(building, node.operator).span;
  const [first, last] = node.position === 'prefix' ? [sign, operand.span] : [operand.span, sign];
  return {
    kind: 'Step',
    operator: node.operator.image as ast.Step['operator'],
    position: node.position,
    operand,
    ...between(building, node.operator, first, last),
  };
}

/** `[k]` without `in` is its one key; more of them are a mistake. */
function buildLoneTuple(node: syntax.TupleSyntax, building: Building): ast.Expression {
  const keys = buildTuple(node, building);
  const [key] = keys;
  if (key !== undefined && key.kind !== 'Wildcard' && keys.length === 1) return key;
  problem(building, 'STSX1022', node.next, {}, "'[…]' in front of an operator needs 'in ARRAY' behind it");
  return { kind: 'NumberLiteral', value: 0n, ...atToken(building, node.first) };
}

/** Keys of a tuple are comparisons at most: what binds looser ends the key. */
export function buildTuple(node: syntax.TupleSyntax, building: Building): (ast.Expression | ast.Wildcard)[] {
  for (const item of node.items) {
    const loose = looseOperator(item);
    if (loose === undefined) continue;
    problem(building, 'STSX1001', loose, { expected: "',' or ']'", found: `operator '${loose.image}'` });
  }
  return buildKeys(node.items, building);
}

const looseOperators: ReadonlySet<string> = new Set(['||', '&&', '|', '^', '&', 'in']);

function looseOperator(item: syntax.KeySyntax): IToken | undefined {
  if (item.kind === 'chain') {
    const [tail] = item.tails;
    return tail?.kind === 'assign' ? tail.operator : tail?.question;
  }
  if (item.kind !== 'operations') return undefined;
  return item.operators.find((operator) => looseOperators.has(operator.image));
}

export function buildKeys(
  keys: readonly syntax.KeySyntax[],
  building: Building,
): (ast.Expression | ast.Wildcard)[] {
  return keys.map((key) =>
    key.kind === 'wildcard'
      ? { kind: 'Wildcard', ...atToken(building, key.first) }
      : buildExpression(key, building),
  );
}
