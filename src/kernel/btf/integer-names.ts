/**
 * Names of C's integer types: one spelling for each, whatever the order and number of words (`long unsigned int`, as GCC
 * writes it into BTF, is `unsigned long`), and the types themselves for what a cast names.
 */
import type { CInteger } from '../../program/c-type.ts';

interface Row {
  readonly name: string;
  readonly size: number | 'word';
  readonly signed: boolean;
}

const rows: readonly Row[] = [
  { name: 'char', size: 1, signed: true },
  { name: 'signed char', size: 1, signed: true },
  { name: 'unsigned char', size: 1, signed: false },
  { name: 'short', size: 2, signed: true },
  { name: 'unsigned short', size: 2, signed: false },
  { name: 'int', size: 4, signed: true },
  { name: 'unsigned int', size: 4, signed: false },
  { name: 'long', size: 'word', signed: true },
  { name: 'unsigned long', size: 'word', signed: false },
  { name: 'long long', size: 8, signed: true },
  { name: 'unsigned long long', size: 8, signed: false },
  { name: '__int128', size: 16, signed: true },
  { name: 'unsigned __int128', size: 16, signed: false },
  { name: '_Bool', size: 1, signed: false },
];

const words = new Set(['signed', 'unsigned', 'char', 'short', 'int', 'long', '__int128', '_Bool', 'bool']);

/** `long unsigned int` -> `unsigned long`; a name that is no integer's comes back as it is. */
export function integerName(text: string): string {
  return canonical(text) ?? text;
}

/** The type that a run of C keywords names; undefined: it names none. `wordSize`: bytes of a long. */
export function integerNamed(text: string, wordSize: number): CInteger | undefined {
  const name = canonical(text);
  const row = rows.find((candidate) => candidate.name === name);
  if (row === undefined) return undefined;
  return {
    kind: 'integer',
    size: row.size === 'word' ? wordSize : row.size,
    signed: row.signed,
    name: row.name,
  };
}

function canonical(text: string): string | undefined {
  const given = text.trim().split(/\s+/);
  if (!given.every((word) => words.has(word))) return undefined;
  const count = (word: string): number => given.filter((one) => one === word).length;
  const longs = count('long');
  const base = baseName(count, longs);
  if (base === undefined || longs > 2 || count('signed') + count('unsigned') > 1) return undefined;
  if (count('unsigned') === 1) return base === '_Bool' ? undefined : `unsigned ${base}`;
  return base === 'char' && count('signed') === 1 ? 'signed char' : base;
}

function baseName(count: (word: string) => number, longs: number): string | undefined {
  const others = count('char') + count('short') + count('__int128') + count('_Bool') + count('bool');
  if (others > 1 || (others === 1 && longs > 0)) return undefined;
  if (count('int') > 1 || (count('int') === 1 && others === 1 && count('short') === 0)) return undefined;
  if (count('char') === 1) return 'char';
  if (count('short') === 1) return 'short';
  if (count('__int128') === 1) return '__int128';
  if (others === 1) return '_Bool';
  return longs === 0 ? 'int' : Array.from({ length: longs }, () => 'long').join(' ');
}
