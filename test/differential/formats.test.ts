/** The print and sprint families: every conversion with every flag, and widths and precisions that make sense or do not. */
import fc from 'fast-check';
import { it } from 'vitest';
import { expectAlike, timeout, type Case } from './support/expect-alike.ts';
import { stringLiteral } from './support/script-text.ts';
import { long, smallLong, text } from './support/values.ts';

interface Piece {
  readonly format: string;
  readonly arguments: readonly string[];
}

const flag = fc.constantFrom('', '', '0', '-', '+', ' ', '#');
const count = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ format: '', arguments: [] as string[] }) },
  fc
    .constantFrom('0', '1', '2', '4', '5', '8', '12', '20', '64', '70', '300', '600', '08', '030')
    .map((format) => ({
      format,
      arguments: [] as string[],
    })),
  fc
    .oneof(smallLong, fc.constantFrom('100', '600', '(-600)', '9223372036854775807'))
    .map((value) => ({ format: '*', arguments: [value] })),
);
const precision = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ format: '', arguments: [] as string[] }) },
  count.map((piece) => ({ ...piece, format: `.${piece.format}` })),
);

function conversion(letters: readonly string[], value: fc.Arbitrary<string>): fc.Arbitrary<Piece> {
  return fc
    .tuple(flag, count, precision, fc.constantFrom('', '', 'l'), fc.constantFrom(...letters), value)
    .map(([flags, width, digits, size, letter, argument]) => ({
      format: `%${flags}${width.format}${digits.format}${size}${letter}`,
      arguments: [...width.arguments, ...digits.arguments, argument],
    }));
}

const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 4, arbitrary: conversion(['d', 'i', 'u', 'o', 'x', 'X', 'p'], long) },
  { weight: 2, arbitrary: conversion(['s'], text) },
  conversion(['c'], fc.oneof(long, fc.integer({ min: 0, max: 255 }).map(String))),
  conversion(['b'], long),
  conversion(['m', 'M'], fc.constant('0')),
  fc.constantFrom('plain ', '%%', '\\n', '\\t', ' ', '\\0').map((format) => ({ format, arguments: [] })),
);

const formatCall = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => {
  const format = pieces.map((part) => part.format).join('');
  const list = [`"${format}"`, ...pieces.flatMap((part) => part.arguments)].join(', ');
  return `printf(${list}) println("|")\nprintln(strlen(sprintf(${list}))) print(sprintf(${list}))`;
});

const values = fc.array(fc.oneof(long, text), { minLength: 2, maxLength: 5 });
const delimiter = fc.constantFrom('', ', ', '%d', '\\', '"').map(stringLiteral);
const listCall = fc
  .tuple(fc.constantFrom('print', 'println', 'printd', 'printdln'), delimiter, values)
  .map(([name, between, given]) => {
    const list = (name.startsWith('printd') ? [between, ...given] : given).join(', ');
    return `${name}(${list})\nprintln(strlen(s${name}(${list})))\nprint(s${name}(${list}))`;
  });
const characterCall = long.map((value) => `print_char(${value})`);

const formatCase = fc
  .array(fc.oneof({ weight: 5, arbitrary: formatCall }, listCall, characterCall), {
    minLength: 1,
    maxLength: 3,
  })
  .map((calls): Case => ({
    declarations: '',
    body: calls.map((call) => `try { ${call} } catch (e) { println(e) }`).join('\n'),
  }));

it('print alike', () => expectAlike(formatCase, { programs: 1, casesPerProgram: 60 }), timeout);
