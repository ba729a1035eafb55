/** Which globals code reads or writes, itself or through the functions that it calls. */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';
import { reachableFunctions } from './event-reads.ts';

/** Of a probe's handler and its condition. */
export function touchedGlobals(program: ir.Program, probe: ir.Probe): ReadonlySet<number> {
  return new Set([
    ...bodiesOf(program, probe).flatMap((body) => [...globalsIn(body)]),
    ...(probe.condition ? globalsIn(probe.condition) : []),
  ]);
}

/** What a probe's handler changes. */
export function writtenGlobals(program: ir.Program, probe: ir.Probe): ReadonlySet<number> {
  const written = new Set<number>();
  const place = (target: ir.Place | undefined) => {
    if (target && target.kind !== 'local') written.add(target.global);
  };
  for (const body of bodiesOf(program, probe)) {
    walk(body, {
      expression(node) {
        if (node.kind === 'assign' || node.kind === 'step') place(node.target);
      },
      statement(node) {
        if (node.kind === 'stat-add') written.add(node.stat.global);
        if (node.kind === 'delete' && node.target.kind !== 'local') written.add(node.target.global);
        if (node.kind === 'delete-matching') written.add(node.global);
        if (node.kind === 'try') place(node.message);
        if (node.kind === 'foreach') [...node.keys, node.value].forEach(place);
        if (node.kind === 'foreach-bucket') [node.index, node.value].forEach(place);
      },
    });
  }
  return written;
}

function bodiesOf(program: ir.Program, probe: ir.Probe): readonly ir.Block[] {
  return [
    probe.body,
    ...[...reachableFunctions(program, probe.body)].flatMap((id) => program.functions[id]?.body ?? []),
  ];
}

export function globalsIn(node: ir.Statement | ir.Expression): ReadonlySet<number> {
  const found = new Set<number>();
  walk(node, {
    place(place) {
      if (place.kind !== 'local') found.add(place.global);
    },
    statPlace(place) {
      found.add(place.global);
    },
    expression(expression) {
      if (expression.kind === 'member') found.add(expression.global);
    },
    statement(statement) {
      if (statement.kind === 'foreach' || statement.kind === 'delete-matching') found.add(statement.global);
      if (statement.kind === 'delete' && statement.target.kind === 'array')
        found.add(statement.target.global);
    },
  });
  return found;
}
