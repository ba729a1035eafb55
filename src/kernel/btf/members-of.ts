/**
 * The members of a structure in order. Those of anonymous structures and unions inside it count as its own, as in C, with
 * their place from the outer structure's start.
 */
import type { KernelMember } from '../kernel.ts';
import { kind } from './btf-kinds.ts';
import { stripped, type Btf } from './btf.ts';
import { cTypeOf } from './c-type-of.ts';

export function membersOf(btf: Btf, structure: number, image: string): readonly KernelMember[] {
  const members: KernelMember[] = [];
  collect(btf, structure, image, 0, members, 0);
  return members;
}

function collect(
  btf: Btf,
  structure: number,
  image: string,
  outerBits: number,
  into: KernelMember[],
  depth: number,
): void {
  for (let i = 0; i < btf.count(structure); i++) {
    const name = btf.string(btf.detail(structure, 3 * i));
    const type = btf.detail(structure, 3 * i + 1);
    const packed = btf.detail(structure, 3 * i + 2);
    const place = memberPlace(btf, structure, type, packed);
    const bitOffset = outerBits + place.bitOffset;
    if (name !== '') {
      into.push({ name, type: cTypeOf(btf, type, image), bitOffset, bitSize: place.bitSize });
      continue;
    }
    // An unnamed bit field is padding.
    const inner = stripped(btf, type);
    const innerKind = btf.kind(inner);
    if ((innerKind === kind.struct || innerKind === kind.union) && depth < 32) {
      collect(btf, inner, image, bitOffset, into, depth + 1);
    }
  }
}

interface Place {
  readonly bitOffset: number;
  readonly bitSize: number;
}

/** With the kind flag set the word packs a bit field's width and its offset; without, the width is that of the int type. */
function memberPlace(btf: Btf, structure: number, type: number, packed: number): Place {
  if (btf.kindFlag(structure)) return { bitOffset: packed & 0xffffff, bitSize: packed >>> 24 };
  const inner = stripped(btf, type);
  if (btf.kind(inner) !== kind.int) return { bitOffset: packed, bitSize: 0 };
  const encoding = btf.detail(inner, 0);
  const bits = encoding & 0xff;
  const shift = (encoding >>> 16) & 0xff;
  const whole = shift === 0 && bits === btf.size(inner) * 8;
  return { bitOffset: packed + shift, bitSize: whole ? 0 : bits };
}
