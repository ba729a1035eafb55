/**
 * What each aggregate has to keep: the statistics that some expression, sort or display reads, the precision of its variance, and its
 * histogram. Gives a function from a global's name to its shape.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import type * as ir from '../ir/ir.ts';
import type { TypedProgram } from '../program/program.ts';

interface Found {
  readonly operators: Set<ir.StatOperator>;
  shift: number;
  histogram: ir.HistogramShape | undefined;
}

const order: readonly ir.StatOperator[] = ['count', 'sum', 'min', 'max', 'avg', 'variance'];
const displayed: readonly ir.StatOperator[] = ['count', 'min', 'max', 'sum', 'avg'];

export function statShapes(typed: TypedProgram): (name: string) => ir.StatShape {
  const shapes = new Map<string, Found>();
  const shapeOf = (name: string): Found => {
    const known = shapes.get(name) ?? { operators: new Set(), shift: 0, histogram: undefined };
    shapes.set(name, known);
    return known;
  };
  const baseName = (stat: ast.Expression): string | undefined => {
    const base = stat.kind === 'Index' ? stat.base : stat;
    return base.kind === 'Identifier' ? base.name : undefined;
  };

  for (const { body } of [...typed.probes, ...typed.functions]) {
    for (const { stat, operator, shift } of nodesOf(body, 'StatExtract')) {
      const name = baseName(stat);
      if (name === undefined) continue;
      const shape = shapeOf(name);
      shape.operators.add(operator);
      if (shift) shape.shift = Number(shift.value);
    }
    for (const { stat, shape } of nodesOf(body, 'Histogram')) {
      const name = baseName(stat);
      if (name !== undefined) shapeOf(name).histogram = shape;
    }
    for (const { base, sort } of nodesOf(body, 'ForeachStatement')) {
      if (base.kind !== 'Identifier' || sort?.by !== 'value') continue;
      const isVariance = sort.operator === undefined || sort.operator === 'variance';
      shapeOf(base.name).operators.add(isVariance ? 'count' : sort.operator);
    }
  }
  for (const { name } of typed.unreadGlobals) for (const one of displayed) shapeOf(name).operators.add(one);

  return (name) => {
    const found = shapes.get(name);
    return {
      operators: order.filter((operator) => found?.operators.has(operator)),
      shift: found?.shift ?? 0,
      histogram: found?.histogram,
    };
  };
}
