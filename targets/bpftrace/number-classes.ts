/**
 * bpftrace's numbers are signed or not, and it wants both sides of an assignment, and all keys at one place of a map, to be the same.
 * SystemTap's are all signed. So that `@a[pid]` needs no cast, locals, values and key places that only ever hold what is unsigned by
 * nature (pid, an address, an unsigned member) stay unsigned together; everything else is signed. In: handlers. Out: which is which.
 */
import type * as ir from '../../src/ir/ir.ts';
import { walk } from '../../src/ir/visit.ts';

export interface ClassedHandler {
  readonly id: number;
  readonly body: ir.Block;
}

export interface NumberClasses {
  isUnsignedLocal(handler: number, local: number): boolean;
  isUnsignedKey(global: number, place: number): boolean;
  isUnsignedValue(global: number): boolean;
}

/** Unsigned by nature, in bpftrace's own eyes too. */
export function isUnsignedSource(node: ir.Expression): boolean {
  switch (node.kind) {
    case 'intrinsic':
      return ['pid', 'tid', 'uid', 'gid', 'cpu', 'task_current', 'ktime_get_ns', 'addr', 'uaddr'].includes(
        node.name,
      );
    case 'argument':
      return isUnsignedType(node.ctype);
    case 'field': {
      const type = node.path.at(-1)?.ctype;
      return node.result === 'address' || (type !== undefined && isUnsignedType(type));
    }
    default:
      return false;
  }
}

export function isUnsignedType(type: ir.Argument['ctype']): boolean {
  return type.kind === 'pointer' || ((type.kind === 'integer' || type.kind === 'enum') && !type.signed);
}

export function classifyNumbers(handlers: readonly ClassedHandler[]): NumberClasses {
  const groups = new Groups();
  for (const handler of handlers) joinHandler(handler, groups);
  return {
    isUnsignedLocal: (handler, local) => groups.isUnsigned(`local ${handler} ${local}`),
    isUnsignedKey: (global, place) => groups.isUnsigned(`key ${global} ${place}`),
    isUnsignedValue: (global) => groups.isUnsigned(`value ${global}`),
  };
}

class Groups {
  private readonly parents = new Map<string, string>();
  private readonly signed = new Set<string>();
  private readonly unsigned = new Set<string>();

  join(left: string, right: string): void {
    const from = this.root(left);
    const to = this.root(right);
    if (from === to) return;
    this.parents.set(from, to);
    if (this.signed.has(from)) this.signed.add(to);
    if (this.unsigned.has(from)) this.unsigned.add(to);
  }

  mark(member: string, sign: 'signed' | 'unsigned'): void {
    this[sign].add(this.root(member));
  }

  isUnsigned(member: string): boolean {
    const root = this.root(member);
    return this.unsigned.has(root) && !this.signed.has(root);
  }

  private root(member: string): string {
    let root = member;
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root)) root = next;
    return root;
  }
}

function joinHandler({ id, body }: ClassedHandler, groups: Groups): void {
  const nameOf = (place: ir.Place) =>
    place.kind === 'local' ? `local ${id} ${place.local}` : `value ${place.global}`;
  const flow = (into: string, node: ir.Expression): void => {
    if (node.type === 'string' || (node.kind === 'long' && node.value >= 0n)) return;
    if (node.kind === 'read') groups.join(into, nameOf(node.place));
    else if (node.kind === 'conditional') {
      flow(into, node.then);
      flow(into, node.otherwise);
    } else groups.mark(into, isUnsignedSource(node) ? 'unsigned' : 'signed');
  };
  const keys = (global: number, given: readonly (ir.Expression | undefined)[]) => {
    given.forEach((key, place) => {
      if (key) flow(`key ${global} ${place}`, key);
    });
  };
  walk(body, {
    expression(node) {
      if (node.kind === 'assign') {
        if (node.operator === undefined) flow(nameOf(node.target), node.value);
        else groups.mark(nameOf(node.target), 'signed');
      }
      // Where the sign counts, a cast at each use would be more to read than one at the assignment.
      if (node.kind === 'binary' && ['/', '%', '>>'].includes(node.operator)) {
        for (const side of [node.left, node.right])
          if (side.kind === 'read') groups.mark(nameOf(side.place), 'signed');
      }
      if (node.kind === 'step') groups.mark(nameOf(node.target), 'signed');
      if (node.kind === 'member') keys(node.global, node.keys);
    },
    place(place) {
      if (place.kind === 'element') keys(place.global, place.keys);
    },
    statPlace(place) {
      if (place.kind === 'stat-element') keys(place.global, place.keys);
    },
    statement(node) {
      if (node.kind === 'delete-matching') keys(node.global, node.keys);
      if (node.kind !== 'foreach') return;
      node.keys.forEach((key, place) => {
        groups.join(`key ${node.global} ${place}`, nameOf(key));
      });
      if (node.value) groups.join(`value ${node.global}`, nameOf(node.value));
    },
  });
}
