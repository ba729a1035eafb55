/** Values: names, elements, calls, literals, brackets; the rest has files of its own. stap(1), section EXPRESSIONS. */
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildTargetVariable, isTargetName } from './build-access.ts';
import { buildExpression, buildExpressions, buildKeys } from './build-expression.ts';
import { buildBucket, buildHistogram, buildIdentifier } from './build-histogram.ts';
import { buildLiteral } from './build-literal.ts';
import { buildOperatorCall } from './build-operator-call.ts';
import { buildPrint } from './build-print.ts';
import { at, atToken, isTrustedAt, problem, type Building } from './building.ts';

export function buildValue(node: syntax.ValueSyntax, building: Building): ast.Expression {
  switch (node.kind) {
    case 'number':
    case 'string':
      return buildLiteral(node, building);
    case 'group':
      return buildExpression(node.expression, building);
    case 'name':
      return isTargetName(node.token)
        ? buildTargetVariable(node.token, building)
        : buildIdentifier(node.token, building);
    case 'index':
      return buildIndex(node, building);
    case 'call':
      return {
        kind: 'Call',
        name: node.first.image,
        arguments: buildExpressions(node.arguments, building),
        ...at(building, node.first, node.first, node.last),
      };
    case 'print':
      return buildPrint(node, building);
    case 'operator-call':
      return buildOperatorCall(node, building);
    case 'histogram':
      problem(building, 'STSX1010', node.first, {});
      return buildHistogram(node, building);
    case 'bucket':
      return buildBucket(node, building);
    case 'code':
      return buildEmbeddedExpression(node, building);
  }
}

function buildIndex(node: syntax.IndexSyntax, building: Building): ast.Index {
  const keys = buildKeys(node.keys, building);
  const base = buildIdentifier(node.first, building);
  return { kind: 'Index', base, keys, ...at(building, node.first, node.first, node.last) };
}

function buildEmbeddedExpression(node: syntax.CodeSyntax, building: Building): ast.EmbeddedExpression {
  if (!isTrustedAt(building, node.token))
    problem(building, 'STSX1019', node.token, { what: 'expression code' });
  return {
    kind: 'EmbeddedExpression',
    code: node.token.image.slice(2, -2),
    ...atToken(building, node.token),
  };
}
