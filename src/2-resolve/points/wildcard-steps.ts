/**
 * The ways on from a node that a component with `*` or `**` matches. `*` stays in one component, `**` may cross several; neither
 * stands for an argument, so `timer.*(1)` matches `timer.s(1)` and `timer.*` does not.
 */
import type * as ast from '../../ast/ast.ts';
import { keyName, keyOf, type PointNode } from './point-tree.ts';

export interface WildcardStep {
  readonly node: PointNode;
  /** The components gone through. */
  readonly names: readonly string[];
}

export function wildcardSteps(node: PointNode, component: ast.NamedComponent): WildcardStep[] {
  const matches = componentMatcher(component.name);
  const shape = keyOf(component).slice(component.name.length);
  const found: WildcardStep[] = [];
  const crosses = component.name.includes('**');

  function walk(from: PointNode, names: readonly string[]): void {
    for (const [key, child] of from.children) {
      const path = [...names, keyName(key)];
      if (key === keyName(key) + shape && matches(path.join('.'))) found.push({ node: child, names: path });
      if (crosses && key === keyName(key)) walk(child, path);
    }
  }
  walk(node, []);
  return found;
}

function componentMatcher(pattern: string): (path: string) => boolean {
  const source = pattern.replaceAll(/\*\*+|\*|[^\w*]/g, (part) => {
    if (part.startsWith('**')) return '.*';
    return part === '*' ? '[^.]*' : `\\${part}`;
  });
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}
