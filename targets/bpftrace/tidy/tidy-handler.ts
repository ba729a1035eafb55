/**
 * A handler as a .bt file can have it: calls replaced by the functions' bodies, without scopes and copies. In: a probe. Out: its body
 * and locals, or in words why that cannot be.
 */
import { inlineCalls } from '../../../src/5-split/inline-calls.ts';
import type * as ir from '../../../src/ir/ir.ts';
import { mapBlock, mapExpressionChildren, mapStatementChildren, type Mapper } from '../../../src/ir/map.ts';
import { isKnownFunction } from '../functions.ts';
import { dropLeaves } from './drop-leaves.ts';
import { tidyLocals } from './tidy-locals.ts';

export interface TidyHandler {
  readonly body: ir.Block;
  readonly locals: readonly ir.Local[];
  /** A width or precision was computed, which bpftrace's printf cannot do: it is left out. */
  readonly lostWidths: boolean;
}

export function tidyHandler(probe: ir.Probe, program: ir.Program): TidyHandler | string {
  const inlined = inlineCalls(probe.body, probe.locals, program, (id) => {
    const fn = program.functions[id];
    return fn !== undefined && !isKnownFunction(fn);
  });
  if (!inlined) return 'calls a recursive function';
  const body = dropLeaves(inlined.body);
  if (!body) return 'calls a function that returns out of a loop';
  const widths = dropComputedWidths(body);
  return {
    body: tidyLocals(widths.body, probe.locals.length),
    locals: inlined.locals,
    lostWidths: widths.dropped,
  };
}

function dropComputedWidths(body: ir.Block): { readonly body: ir.Block; readonly dropped: boolean } {
  let dropped = false;
  const part = (node: ir.FormatPart): ir.FormatPart => {
    if (node.kind !== 'conversion' || (typeof node.width !== 'object' && typeof node.precision !== 'object'))
      return node;
    dropped = true;
    const kept = (size: number | ir.Expression | undefined) => (typeof size === 'number' ? size : undefined);
    return { ...node, width: kept(node.width), precision: kept(node.precision) };
  };
  const mapper: Mapper = {
    expression: (node) =>
      mapExpressionChildren(node.kind === 'format' ? { ...node, parts: node.parts.map(part) } : node, mapper),
    statement: (node) =>
      mapStatementChildren(node.kind === 'print' ? { ...node, parts: node.parts.map(part) } : node, mapper),
  };
  return { body: mapBlock(body, mapper), dropped };
}
