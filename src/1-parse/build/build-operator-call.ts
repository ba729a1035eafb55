/**
 * `@count(…)`, `@defined(…)` and the other @-operators but histograms: the grammar has checked the shape of their
 * arguments. stap(1), sections STATISTICS, TYPECASTING, CONSTANTS, DEREFERENCING, REGISTERS.
 */
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { readString } from '../literals.ts';
import { buildTyped, noChain } from './build-access.ts';
import { buildExpression, buildExpressions } from './build-expression.ts';
import { buildNumber, imagesOf } from './build-literal.ts';
import { at, isTrustedAt, problem, type Building } from './building.ts';

const statOperators: Readonly<Record<string, ast.StatOperator>> = {
  '@count': 'count',
  '@sum': 'sum',
  '@min': 'min',
  '@max': 'max',
  '@avg': 'avg',
  '@variance': 'variance',
};

export function statOperator(image: string): ast.StatOperator | undefined {
  return statOperators[image];
}

const plainOperators: Readonly<Record<string, ast.OperatorCall['operator']>> = {
  '@const': 'const',
  '@enum': 'enum',
  '@enumname': 'enumname',
  '@kregister': 'kregister',
  '@uregister': 'uregister',
  '@kderef': 'kderef',
  '@uderef': 'uderef',
};

const guruOperators: ReadonlySet<string> = new Set(['@const', '@kregister', '@kderef']);

export function buildOperatorCall(node: syntax.OperatorCallSyntax, building: Building): ast.Expression {
  const { image } = node.first;
  if (guruOperators.has(image) && !isTrustedAt(building, node.first)) {
    problem(building, 'STSX1020', node.first, { operator: image });
  }
  const typed = buildTyped(node, noChain, building, node.first, node.last);
  if (typed !== undefined) return typed;
  const [argument] = node.arguments;
  if (argument === undefined) throw new Error(`${image} has an argument`);
  const place = at(building, node.first, node.first, node.last);
  switch (image) {
    case '@defined':
      return { kind: 'Defined', operand: buildExpression(argument, building), ...place };
    case '@entry':
      return { kind: 'Entry', operand: buildExpression(argument, building), ...place };
    case '@probewrite':
      return { kind: 'ProbeWrite', name: argument.kind === 'name' ? argument.token.image : '', ...place };
    case '@perf':
      return {
        kind: 'Perf',
        counter: argument.kind === 'string' ? readString(imagesOf(argument)) : '',
        ...place,
      };
    default:
      return buildStatOrPlain(node, argument, building);
  }
}

function buildStatOrPlain(
  node: syntax.OperatorCallSyntax,
  argument: syntax.ExpressionSyntax,
  building: Building,
): ast.Expression {
  const { image } = node.first;
  const place = at(building, node.first, node.first, node.last);
  const plain = plainOperators[image];
  if (plain !== undefined) {
    return {
      kind: 'OperatorCall',
      operator: plain,
      arguments: buildExpressions(node.arguments, building),
      ...place,
    };
  }
  const operator = statOperator(image);
  if (operator === undefined) throw new Error(`unknown operator ${image}`);
  const shift = node.arguments[1];
  if (shift !== undefined && operator !== 'variance') {
    problem(building, 'STSX1027', node.comma ?? node.first, { count: 1 });
  }
  return {
    kind: 'StatExtract',
    operator,
    stat: buildExpression(argument, building),
    shift: shift?.kind === 'number' ? buildNumber(shift, building) : undefined,
    ...place,
  };
}
