/** Probes, aliases and probe points. stap(1), section PROBES. */
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildExpression } from './build-expression.ts';
import { buildLiteral } from './build-literal.ts';
import { buildBlock } from './build-statement.ts';
import { at, problem, type Building } from './building.ts';

export function buildProbe(node: syntax.ProbeSyntax, building: Building): ast.Probe | ast.Alias {
  const place = at(building, node.first, node.first, node.last);
  const points = buildPoints(node.points, building);
  const body = buildBlock(node.body, building);
  if (node.aliases.length === 0) return { kind: 'Probe', points, body, ...place };

  const names = node.aliases.flatMap(({ name }) => buildPoints(name, building));
  for (const { name } of node.aliases) {
    const [point] = name;
    if (point?.suffix !== undefined) problem(building, 'STSX1024', point.first, {});
  }
  const isEpilogue = node.aliases.some(({ operator }) => operator.image === '+=');
  if (isEpilogue && node.comma !== undefined) problem(building, 'STSX1025', node.comma, {});
  const prologue = isEpilogue ? undefined : body;
  const second = node.epilogue === undefined ? undefined : buildBlock(node.epilogue, building);
  return { kind: 'Alias', names, points, prologue, epilogue: isEpilogue ? body : second, ...place };
}

function buildPoints(points: readonly syntax.PointSyntax[], building: Building): ast.ProbePoint[] {
  return points.map((point) => buildPoint(point, building));
}

function buildPoint(node: syntax.PointSyntax, building: Building): ast.ProbePoint {
  const suffix = node.suffix?.image;
  return {
    kind: 'ProbePoint',
    components: node.components.map((component) => buildComponent(component, building)),
    suffix: suffix === '?' || suffix === '!' ? suffix : undefined,
    condition: node.condition === undefined ? undefined : buildExpression(node.condition, building),
    ...at(building, node.first, node.first, node.last),
  };
}

function buildComponent(node: syntax.ComponentSyntax, building: Building): ast.PointComponent {
  const place = at(building, node.first, node.first, node.last);
  if (node.kind === 'component-group') {
    return { kind: 'GroupComponent', points: buildPoints(node.points, building), ...place };
  }
  const name = node.pieces.map((piece) => piece.image).join('');
  const argument = node.argument === undefined ? undefined : buildLiteral(node.argument, building);
  return {
    kind: 'NamedComponent',
    name,
    argument,
    ...place,
    token: { ...place.token, kind: 'identifier', text: name },
  };
}
