/** Histograms and what `in` and foreach look into. stap(1), section STATISTICS. */
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildExpression } from './build-expression.ts';
import { buildNumber } from './build-literal.ts';
import { at, atToken, type Building } from './building.ts';

export function buildHistogram(node: syntax.HistogramSyntax, building: Building): ast.Histogram {
  const stat = buildExpression(node.stat, building);
  const place = at(building, node.first, node.first, node.last);
  const [low, high, step] = node.bounds.map((bound) => buildNumber(bound, building).value);
  if (low === undefined || high === undefined || step === undefined) {
    return { kind: 'Histogram', stat, shape: { kind: 'log' }, ...place };
  }
  return { kind: 'Histogram', stat, shape: { kind: 'linear', low, high, step }, ...place };
}

export function buildBucket(node: syntax.BucketSyntax, building: Building): ast.HistogramBucket {
  return {
    kind: 'HistogramBucket',
    histogram: buildHistogram(node.histogram, building),
    index: buildExpression(node.index, building),
    ...at(building, node.first, node.first, node.last),
  };
}

export function buildBase(
  node: syntax.NameSyntax | syntax.HistogramSyntax,
  building: Building,
): ast.Identifier | ast.Histogram {
  return node.kind === 'name' ? buildIdentifier(node.token, building) : buildHistogram(node, building);
}

export function buildIdentifier(token: syntax.NameSyntax['token'], building: Building): ast.Identifier {
  return { kind: 'Identifier', name: token.image, ...atToken(building, token) };
}
