/**
 * Whether a program asks something of a kernel, which the reference does not reach: it probes its events, or reads its structures and
 * its memory from handlers that no event runs.
 */
import type * as ir from '../../src/ir/ir.ts';
import { walk } from '../../src/ir/visit.ts';
import { isEventPoint } from '../../src/program/attach-point.ts';
import { intrinsics } from './intrinsics.ts';

export function needsKernel(program: ir.Program): boolean {
  return (
    program.probes.some(({ point, body }) => isEventPoint(point) || readsKernel(body)) ||
    program.functions.some(({ body }) => readsKernel(body))
  );
}

function readsKernel(body: ir.Block): boolean {
  let found = false;
  walk(body, {
    expression(node) {
      found ||= node.kind === 'field' || node.kind === 'load' || isOfKernel(node);
      return !found;
    },
  });
  return found;
}

function isOfKernel(node: ir.Expression): boolean {
  if (node.kind !== 'intrinsic') return false;
  const definition = Object.hasOwn(intrinsics, node.name) ? intrinsics[node.name] : undefined;
  return definition === undefined || definition.ofKernel === true;
}
