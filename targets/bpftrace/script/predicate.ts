/**
 * What rejects an event before its handler does anything, which bpftrace has a place for. In: a handler. Out: its predicate and the handler
 * without it; the predicate's text.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import { isEventPoint } from '../../../src/program/attach-point.ts';
import { emitCondition } from './emit-expression.ts';
import type { ScriptWriter } from './script-writer.ts';
import type { ScriptHandler } from './storage.ts';

export interface Predicate {
  readonly condition: ir.Expression | undefined;
  readonly negated: boolean;
}

/** A test at the head that rejects the event, or one that all depends on. */
export function takePredicate(handler: ScriptHandler): {
  readonly predicate: Predicate;
  readonly rest: ScriptHandler;
} {
  const [first, ...others] = handler.body.statements;
  const none = { predicate: { condition: undefined, negated: false }, rest: handler };
  if (
    first?.kind !== 'if' ||
    first.otherwise ||
    !isEventPoint(handler.probe.point) ||
    !isSimple(first.condition)
  )
    return none;
  const rest = (statements: readonly ir.Statement[]): ScriptHandler => ({
    ...handler,
    body: { kind: 'block', statements },
  });
  if (others.length === 0)
    return { predicate: { condition: first.condition, negated: false }, rest: rest(first.then.statements) };
  const rejects = first.then.statements.length === 1 && first.then.statements[0]?.kind === 'next';
  return rejects ? { predicate: { condition: first.condition, negated: true }, rest: rest(others) } : none;
}

/** Written in one expression, without a line before it. */
function isSimple(node: ir.Expression): boolean {
  let simple = true;
  walk(node, {
    expression(child) {
      if (child.kind === 'assign' || child.kind === 'step' || child.kind === 'stat-read') simple = false;
      if (child.kind === 'binary' && ['/', '%', '>>'].includes(child.operator)) simple = false;
    },
  });
  return simple;
}

const opposite = { '==': '!=', '!=': '==', '<': '>=', '>': '<=', '<=': '>', '>=': '<' } as const;

/** What stands between slashes: the probe's own condition (`if` behind its points) and the predicate. Undefined: there is neither. */
export function predicateText(
  { condition, negated }: Predicate,
  ofProbe: ir.Expression | undefined,
  writer: ScriptWriter,
): string | undefined {
  const parts: ir.Expression[] = [];
  if (ofProbe) parts.push(ofProbe);
  if (condition?.kind === 'compare' && negated)
    parts.push({ ...condition, operator: opposite[condition.operator] });
  else if (condition)
    parts.push(negated ? { kind: 'unary', type: 'long', operator: '!', operand: condition } : condition);
  if (parts.length === 0) return undefined;
  const all = parts.reduce((left, right): ir.Expression => ({
    kind: 'logical',
    type: 'long',
    operator: '&&',
    left,
    right,
  }));
  return emitCondition(all, writer).text;
}
