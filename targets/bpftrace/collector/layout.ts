/**
 * What the collector keeps and sends, declared once for its text and for who reads its output. In: the plan. Out: one sum a fed global and
 * program that adds to it, since programs may interrupt each other; and the fields of each streamed probe's record.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { CapturedField, Plan } from '../../../src/5-split/plan.ts';
import { walk } from '../../../src/ir/visit.ts';
import type { StatMap } from '../stat-maps.ts';

export interface CollectedSum {
  /** The global that it is merged into. */
  readonly global: ir.Global;
  readonly probe: number;
  /** Where in the script the global is added to: an array that overflows says so there. */
  readonly site: ir.Site;
  /** Of its maps, without suffix and side. */
  readonly name: string;
  readonly keys: readonly ir.ScalarType[];
  readonly maps: readonly StatMap[];
}

export function collectedSums(plan: Plan): readonly CollectedSum[] {
  return plan.probes.flatMap((planned) => {
    if (planned.placement !== 'kernel') return [];
    const sums = new Map<number, CollectedSum>();
    for (const { global: id, site } of additionsIn(planned.body)) {
      const global = plan.program.globals[id];
      if (!global || sums.has(id)) continue;
      const keys = global.kind === 'array' ? global.keys : [];
      const name = `${global.name}_${planned.probe.id}`;
      sums.set(id, { global, probe: planned.probe.id, site, name, keys, maps: mapsFor(global) });
    }
    return [...sums.values()];
  });
}

/** stats() keeps count and sum together. A plain array keeps the order in which its elements came. */
function mapsFor(global: ir.Global): readonly StatMap[] {
  const shape = global.kind === 'scalar' ? undefined : global.stat;
  const kept: StatMap['keeps'][] = shape
    ? ['stats', ...(['min', 'max'] as const).filter((operator) => shape.operators.includes(operator))]
    : global.kind === 'array'
      ? ['sum', 'first']
      : ['sum'];
  return kept.map((keeps) => ({ keeps, suffix: `_${keeps}` }));
}

export interface Addition {
  readonly global: number;
  readonly keys: readonly ir.Expression[];
  readonly value: ir.Expression;
  readonly site: ir.Site;
}

const one: ir.LongLiteral = { kind: 'long', type: 'long', value: 1n };

/** `<<<`, `++`, `--`, `+=` and `-=` are all additions. */
export function additionOf(node: ir.Statement): Addition | undefined {
  if (node.kind === 'stat-add') {
    const { stat, value, site } = node;
    return { global: stat.global, keys: stat.kind === 'stat-element' ? stat.keys : [], value, site };
  }
  if (node.kind !== 'evaluate') return undefined;
  const { expression } = node;
  if (expression.kind !== 'step' && expression.kind !== 'assign') return undefined;
  const { target, site } = expression;
  if (target.kind === 'local') return undefined;
  const keys = target.kind === 'element' ? target.keys : [];
  const given = expression.kind === 'step' ? one : expression.value;
  const negative = expression.kind === 'step' ? expression.delta < 0 : expression.operator === '-';
  const value: ir.Expression = negative
    ? { kind: 'unary', type: 'long', operator: '-', operand: given }
    : given;
  return { global: target.global, keys, value, site };
}

function additionsIn(body: ir.Block): readonly Addition[] {
  const found: Addition[] = [];
  walk(body, {
    statement(node) {
      const addition = additionOf(node);
      if (addition) found.push(addition);
    },
  });
  return found;
}

/** Between the parts of a record; with the event's time beside it no text can hold it. */
export const separator = '\x1e';

/** The places of text among a record's fields. */
export function textFields(fields: readonly CapturedField[]): readonly number[] {
  return fields.flatMap(({ type }, index) => (type === 'string' ? [index] : []));
}

export function numberFields(fields: readonly CapturedField[]): readonly number[] {
  return fields.flatMap(({ type }, index) => (type === 'long' ? [index] : []));
}
