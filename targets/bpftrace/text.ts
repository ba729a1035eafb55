/** An expression of bpftrace with what its surroundings must know of it, and how expressions are put together. */

/** How tight the outermost operator binds, loosest first. */
export const binding = {
  conditional: 0,
  or: 1,
  and: 2,
  bits: 3,
  compare: 4,
  shift: 5,
  sum: 6,
  product: 7,
  unary: 8,
  atom: 9,
} as const;

export interface Text {
  readonly text: string;
  readonly binds: number;
  /** `unsigned` in bpftrace's eyes; `literal`: takes the sign of what it meets; `text`: no number. */
  readonly sign: 'signed' | 'unsigned' | 'literal' | 'text';
  /** Never negative as SystemTap sees it, so that unsigned operations are right. */
  readonly nonNegative: boolean;
}

export function atom(text: string, sign: Text['sign'] = 'signed', nonNegative = false): Text {
  return { text, binds: binding.atom, sign, nonNegative };
}

export function inside(part: Text, binds: number): string {
  return part.binds < binds ? `(${part.text})` : part.text;
}

/** As a signed 64-bit number. */
export function asSigned(part: Text): Text {
  if (part.sign !== 'unsigned') return part;
  return { ...part, text: `(int64)${inside(part, binding.unary)}`, binds: binding.unary, sign: 'signed' };
}

export function asUnsigned(part: Text): Text {
  if (part.sign === 'unsigned') return part;
  return { ...part, text: `(uint64)${inside(part, binding.unary)}`, binds: binding.unary, sign: 'unsigned' };
}
