/** What printf's conversions want of their arguments; the other print functions take anything and tell nothing. */
import type * as ast from '../../ast/ast.ts';
import { infer, type InferContext } from './infer-expression.ts';
import type { Type } from './slots.ts';

/** The type of each argument, in order: dynamic width, dynamic precision, then the value. */
export function formatArguments(format: readonly ast.FormatPart[]): Type[] {
  const wanted: Type[] = [];
  for (const part of format) {
    if (part.kind === 'text') continue;
    if (part.width === 'dynamic') wanted.push('long');
    if (part.precision === 'dynamic') wanted.push('long');
    wanted.push(part.type === 's' ? 'string' : 'long');
  }
  return wanted;
}

export function inferPrint(
  node: ast.Print,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  const types = node.format ? formatArguments(node.format) : [];
  for (const [place, argument] of node.arguments.entries()) infer(argument, types[place], context);
  return context.table.settle(node, node.name.startsWith('s') ? 'string' : 'long', wanted);
}
