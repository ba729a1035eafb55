/**
 * Opens brace groups: `a.{b,c.{d,e}}` is `a.b`, `a.c.d`, `a.c.e`, in product order (stapprobes(3stap), SYNTAX). Marks and conditions
 * stand behind the last component only, inside the group or outside; both conditions must hold.
 */
import type * as ast from '../../ast/ast.ts';
import { mostPoints } from '../session.ts';

export interface PlainPoint {
  readonly components: readonly ast.NamedComponent[];
  readonly suffix: '?' | '!' | undefined;
  readonly conditions: readonly ast.Expression[];
}

export function expandGroups(point: ast.ProbePoint): PlainPoint[] {
  let expanded: PlainPoint[] = [{ components: [], suffix: undefined, conditions: [] }];
  for (const component of point.components) {
    const alternatives =
      component.kind === 'GroupComponent' ? component.points.flatMap(expandGroups) : [alone(component)];
    // One more than are allowed, so that the derivation sees that they are too many.
    const heads = expanded.slice(0, Math.ceil((mostPoints + 1) / Math.max(1, alternatives.length)));
    expanded = heads.flatMap((head) => alternatives.map((tail) => joined(head, tail)));
  }
  const { suffix, condition } = point;
  return expanded.map((plain) => ({
    components: plain.components,
    suffix: suffix ?? plain.suffix,
    conditions: condition === undefined ? plain.conditions : [...plain.conditions, condition],
  }));
}

function alone(component: ast.NamedComponent): PlainPoint {
  return { components: [component], suffix: undefined, conditions: [] };
}

function joined(head: PlainPoint, tail: PlainPoint): PlainPoint {
  return {
    components: [...head.components, ...tail.components],
    suffix: tail.suffix ?? head.suffix,
    conditions: [...head.conditions, ...tail.conditions],
  };
}
