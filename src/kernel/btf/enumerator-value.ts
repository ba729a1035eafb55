/** The value of an enumerator, found by its name alone, in whichever enum has it; the first one wins, as in C's one name space. */
import { kind } from './btf-kinds.ts';
import type { Btf } from './btf.ts';

export function enumeratorValue(btf: Btf, name: string): bigint | undefined {
  const offsets = btf.stringOffsets(name);
  if (offsets.length === 0) return undefined;
  for (let id = btf.firstId; id < btf.endId; id++) {
    const own = btf.kind(id);
    if (own !== kind.enum && own !== kind.enum64) continue;
    const words = own === kind.enum ? 2 : 3;
    for (let i = 0; i < btf.count(id); i++) {
      if (offsets.includes(btf.detail(id, words * i))) return valueAt(btf, id, words * i + 1);
    }
  }
  return undefined;
}

function valueAt(btf: Btf, id: number, word: number): bigint {
  const low = btf.detail(id, word);
  if (btf.kind(id) === kind.enum64) {
    const bits = BigInt(low) | (BigInt(btf.detail(id, word + 1)) << 32n);
    return btf.kindFlag(id) ? BigInt.asIntN(64, bits) : bits;
  }
  return BigInt(hasSignedValues(btf, id) ? low | 0 : low);
}

/**
 * Since kernel 6.0 an enum says whether its values are signed; an image in which none does is older, and there every value is
 * a signed 32-bit number, negative ones making the enum signed.
 */
export function hasSignedValues(btf: Btf, id: number): boolean {
  if (btf.kindFlag(id)) return true;
  if (btf.tellsEnumSigns()) return false;
  for (let i = 0; i < btf.count(id); i++) if (btf.detail(id, 2 * i + 1) >>> 31 === 1) return true;
  return false;
}
