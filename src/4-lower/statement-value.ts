/**
 * What the IR has as statements only but scripts may use for its value: `x = s <<< 1` (the number added), `x = printf(…)` (0). Each
 * becomes a function of its own that takes the parts as arguments, so that they are evaluated once and in order.
 */
import type * as ir from '../ir/ir.ts';
import { mapStatementChildren } from '../ir/map.ts';
import { zero, type Lowering } from './scope.ts';

export function printValue(parts: readonly ir.FormatPart[], site: ir.Site, lowering: Lowering): ir.Call {
  return statementCall('__print', { kind: 'print', parts, site }, () => zero, site, lowering);
}

export function statAddValue(
  stat: ir.StatPlace,
  value: ir.Expression,
  site: ir.Site,
  lowering: Lowering,
): ir.Call {
  const added = (statement: ir.Statement) => (statement.kind === 'stat-add' ? statement.value : zero);
  return statementCall('__add', { kind: 'stat-add', stat, value, site }, added, site, lowering);
}

function statementCall(
  name: string,
  statement: ir.Statement,
  valueOf: (inside: ir.Statement) => ir.Expression,
  site: ir.Site,
  lowering: Lowering,
): ir.Call {
  const values: ir.Expression[] = [];
  const locals: ir.Local[] = [];
  const inside = mapStatementChildren(statement, {
    statement: (node) => node,
    expression(node) {
      if (node.kind === 'long' || node.kind === 'string' || node.type === 'void') return node;
      const local = values.push(node) - 1;
      locals.push({ index: local, name: `value${local}`, type: node.type });
      return { kind: 'read', place: { kind: 'local', local, type: node.type }, type: node.type };
    },
  });
  const { id } = lowering.addFunction((id) => ({
    id,
    name,
    parameterCount: locals.length,
    locals,
    result: 'long',
    body: { kind: 'block', statements: [inside, { kind: 'return', value: valueOf(inside) }] },
    nextOverload: undefined,
    origin: 'tapset',
  }));
  return { kind: 'call', type: 'long', function: id, arguments: values, site };
}
