/**
 * The type that the text of a cast names, as C would write it without a declarator: "struct sock", "sock" (SystemTap needs no
 * keyword), "task_struct *", "const unsigned long", "u32", "char[16]".
 */
import type { CType } from '../../program/c-type.ts';
import { kind } from './btf-kinds.ts';
import type { Btf } from './btf.ts';
import { cTypeOf } from './c-type-of.ts';
import { integerNamed } from './integer-names.ts';

const keywordKinds: Readonly<Record<string, readonly number[]>> = {
  struct: [kind.struct],
  class: [kind.struct],
  union: [kind.union],
  enum: [kind.enum, kind.enum64],
};

/** Of a bare name, in this order. */
const bareKinds = [kind.typedef, kind.struct, kind.union, kind.enum, kind.enum64, kind.int];

export function namedType(btf: Btf, text: string, wordSize: number, image: string): CType | undefined {
  const match =
    /^\s*([^*[\]&]*?)\s*((?:\*|\bconst\b|\bvolatile\b|\brestrict\b|&|\s)*)((?:\[\s*\d+\s*\]\s*)*)$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, base = '', declarator = '', dimensions = ''] = match;
  let type = baseType(btf, base, wordSize, image);
  if (type === undefined) return undefined;
  for (const mark of declarator) if (mark === '*' || mark === '&') type = { kind: 'pointer', to: type };
  const lengths = [...dimensions.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  for (const length of lengths.reverse()) type = { kind: 'array', element: type, length };
  return type;
}

function baseType(btf: Btf, text: string, wordSize: number, image: string): CType | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '' && word !== 'const' && word !== 'volatile');
  const [first, second] = words;
  if (first === undefined) return undefined;
  if (words.length === 1 && first === 'void') return { kind: 'void' };
  const integer = integerNamed(words.join(' '), wordSize);
  if (integer !== undefined) return integer;
  const kinds = words.length === 2 ? keywordKinds[first] : words.length === 1 ? bareKinds : undefined;
  const name = words.length === 2 ? second : first;
  if (kinds === undefined || name === undefined) return undefined;
  const ids = btf.named(name);
  for (const wanted of kinds) {
    const id = ids.find((candidate) => btf.kind(candidate) === wanted);
    if (id !== undefined) return cTypeOf(btf, id, image);
  }
  return undefined;
}
