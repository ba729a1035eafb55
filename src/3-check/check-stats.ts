/** One aggregate keeps one histogram, of one shape, and one precision of its variance. */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Body } from './body.ts';
import type { Names } from './names.ts';
import { tokenText } from './token-text.ts';

export function checkStats(bodies: readonly Body[], names: Names, report: Report): void {
  const shapes = new Map<string, ast.HistogramShape>();
  const shifts = new Map<string, bigint>();
  const nameOf = (body: Body, stat: ast.Expression) => {
    const base = stat.kind === 'Index' ? stat.base : stat;
    return base.kind === 'Identifier' ? names.globalOf(body, base.name) : undefined;
  };
  const badOperand = (node: ast.StatExtract | ast.Histogram) => {
    if (node.stat.kind === 'Identifier' || node.stat.kind === 'Index') return;
    report.add('STSX3210', node.stat.token.span, { token: tokenText(node.stat.token) });
  };

  for (const body of bodies) {
    for (const node of nodesOf(body.block, 'StatExtract')) {
      badOperand(node);
      const symbol = nameOf(body, node.stat);
      if (!symbol || node.operator !== 'variance') continue;
      const known = shifts.get(symbol.name) ?? 0n;
      const shift = node.shift?.value ?? 0n;
      if (known !== 0n && shift !== known) {
        report.add('STSX3204', node.token.span, { shift: String(known), token: tokenText(node.token) });
      } else shifts.set(symbol.name, shift);
    }
    for (const node of nodesOf(body.block, 'Histogram')) {
      badOperand(node);
      const symbol = nameOf(body, node.stat);
      if (!symbol) continue;
      const known = shapes.get(symbol.name);
      if (known === undefined) shapes.set(symbol.name, node.shape);
      else if (!isSameShape(known, node.shape)) {
        const name = `__global_${symbol.displayName}`; // as SystemTap calls it, here and at run time
        report.add('STSX3203', node.token.span, { name, token: tokenText(node.token) });
      }
    }
  }
}

function isSameShape(one: ast.HistogramShape, other: ast.HistogramShape): boolean {
  if (one.kind === 'log' || other.kind === 'log') return one.kind === other.kind;
  return one.low === other.low && one.high === other.high && one.step === other.step;
}
