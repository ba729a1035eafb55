/**
 * Later passes walk the tree by recursion, so its height has a limit. Brackets are limited by the grammar; here it is long
 * lists, which nest to one side: `a + b + c + …`, `else if … else if …`. Walks with a stack of its own.
 */
import type * as ast from '../ast/ast.ts';
import { children } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Shape } from './build/building.ts';

export const heightLimit = 500;

/** Nodes that one level of syntax makes, lists apart: `f(…)` is a statement, a call, an argument. */
const nodesPerLevel = 4;

/** Whether no tree of this shape can be too high. */
export function isSurelyLow({ deepest, longest }: Shape): boolean {
  return deepest * (longest + nodesPerLevel) < heightLimit;
}

/** Reports the first node that is too deep. */
export function checkHeight(root: ast.Item, report: Report): void {
  const stack: { readonly node: ast.Node; readonly depth: number }[] = [{ node: root, depth: 1 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, depth } = top;
    if (depth > heightLimit) {
      report.add('STSX1003', 'span' in node ? node.span : undefined, { limit: heightLimit });
      return;
    }
    for (const child of children(node)) stack.push({ node: child, depth: depth + 1 });
  }
}
