/**
 * The largest length that strings of a kernel part can have, so that keys, records and the BPF stack stay small. Lengths are in bytes
 * without the NUL; whatever is not bounded has MAXSTRINGLEN-1.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';

export type LengthOfLocal = (local: number) => number;

export function stringLength(node: ir.Expression, lengthOf: LengthOfLocal, limits: ir.Limits): number {
  const longest = limits.maxStringLength - 1;
  switch (node.kind) {
    case 'string':
      return Math.min(node.value.length, longest);
    case 'read':
      return node.place.kind === 'local' ? lengthOf(node.place.local) : longest;
    case 'conditional':
      return Math.max(
        stringLength(node.then, lengthOf, limits),
        stringLength(node.otherwise, lengthOf, limits),
      );
    case 'concat':
      return Math.min(
        longest,
        stringLength(node.left, lengthOf, limits) + stringLength(node.right, lengthOf, limits),
      );
    case 'intrinsic':
      return Math.min(longest, node.effects.maxLength ?? characterArrayLength(node.arguments[0]) ?? longest);
    default:
      return longest;
  }
}

/** A string read from a `char name[16]` inside a structure ends within it: at most 15 bytes and the NUL. */
function characterArrayLength(address: ir.Expression | undefined): number | undefined {
  if (address?.kind !== 'field' || address.result !== 'address') return undefined;
  const type = address.path.at(-1)?.ctype;
  if (type?.kind !== 'array' || type.element.kind !== 'integer' || type.element.size !== 1) return undefined;
  return type.length > 0 ? type.length - 1 : undefined;
}

/** One length a local (0 for numbers): the longest of all values assigned to it. */
export function localLengths(
  body: ir.Block,
  locals: readonly ir.Local[],
  limits: ir.Limits,
): readonly number[] {
  const lengths = locals.map(() => 0);
  const assignments: { local: number; value: ir.Expression }[] = [];
  walk(body, {
    expression(node) {
      if (node.kind === 'assign' && node.type === 'string' && node.target.kind === 'local') {
        const { local } = node.target;
        assignments.push({ local, value: node.value });
      }
    },
    statement(node) {
      if (node.kind === 'try' && node.message?.kind === 'local') {
        lengths[node.message.local] = limits.maxStringLength - 1;
      }
    },
  });
  for (let grown = true; grown;) {
    grown = false;
    for (const { local, value } of assignments) {
      const length = stringLength(value, (index) => lengths[index] ?? 0, limits);
      if (length > (lengths[local] ?? 0)) {
        lengths[local] = length;
        grown = true;
      }
    }
  }
  return lengths;
}
