/** Where statements use a local. */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';

export function touches(node: ir.Statement, local: number): boolean {
  let found = false;
  walk(node, {
    place(place) {
      if (place.kind === 'local' && place.local === local) found = true;
    },
  });
  return found;
}

/** Reads, and updates that read. */
export function countReads(node: ir.Statement, local: number): number {
  let reads = 0;
  walk(node, {
    expression(child) {
      if (child.kind === 'read' && child.place.kind === 'local' && child.place.local === local) reads++;
      if (child.kind === 'step' && child.target.kind === 'local' && child.target.local === local) reads++;
      if (
        child.kind === 'assign' &&
        child.operator !== undefined &&
        child.target.kind === 'local' &&
        child.target.local === local
      )
        reads++;
    },
  });
  return reads;
}

export function countWrites(body: ir.Statement): ReadonlyMap<number, number> {
  const writes = new Map<number, number>();
  const count = (place: ir.Place | undefined) => {
    if (place?.kind === 'local') writes.set(place.local, (writes.get(place.local) ?? 0) + 1);
  };
  walk(body, {
    expression(node) {
      if (node.kind === 'assign' || node.kind === 'step') count(node.target);
    },
    statement(node) {
      if (node.kind === 'foreach') {
        node.keys.forEach(count);
        count(node.value);
      }
      if (node.kind === 'foreach-bucket') {
        count(node.index);
        count(node.value);
      }
      if (node.kind === 'try') count(node.message);
      if (node.kind === 'delete' && node.target.kind === 'local') count(node.target);
    },
  });
  return writes;
}
