import { describe, expect, it } from 'vitest';
import type * as ir from '../../../../src/ir/ir.ts';
import { formatLong, formatMemory, formatString } from '../../../../targets/reference/format.ts';

const flagNames: Record<string, ir.ConversionFlag> = {
  '-': 'minus',
  '0': 'zero',
  '+': 'plus',
  ' ': 'space',
  '#': 'special',
};

/** `%[flag][width][.precision]conversion`, as the parser takes it apart: at most one flag. */
function format(directive: string, value: bigint | string): string {
  const match = /^%([-0+ #]?)(\d*)(?:\.(\d+))?([a-zA-Z])$/.exec(directive);
  if (!match) throw new Error(`not a directive: ${directive}`);
  const [, flag = '', width = '', precision, conversion = ''] = match;
  const flagName = flagNames[flag];
  const spec = {
    conversion: conversion as ir.FormatConversion['conversion'],
    flags: flagName === undefined ? [] : [flagName],
    width: width === '' ? undefined : Number(width),
    precision: precision === undefined ? undefined : Number(precision),
  };
  return typeof value === 'string' ? formatString(value, spec) : formatLong(value, spec);
}

describe('printf directives', () => {
  it.each([
    ['%d', -255n, '-255'],
    ['%u', -1n, '18446744073709551615'],
    ['%x', -255n, 'ffffffffffffff01'],
    ['%X', 0xabn, 'AB'],
    ['%o', 8n, '10'],
    ['%#x', 0n, '0x0'],
    ['%#X', 1n, '0X1'],
    ['%#o', 0n, '00'],
    ['%#o', 8n, '010'],
    ['%.0d', 0n, '0'],
    ['%.3d', 5n, '005'],
    ['%8.3d', 5n, '     005'],
    ['%-8.3d', 5n, '005     '],
    ['%08.3d', 5n, '00000005'],
    ['%05d', -42n, '-0042'],
    ['%+06d', 7n, '    +7'],
    ['% 05d', 3n, '    3'],
    ['%+d', -7n, '-7'],
    ['%+.4d', 7n, '+0007'],
    ['%#08x', 0xbeefn, '  0xbeef'],
    ['%#.5x', 0xabn, '0x000ab'],
    ['%#.5o', 8n, '000010'],
    ['%025d', -9223372036854775808n, '-000009223372036854775808'],
    ['%p', 0n, '0x0'],
    ['%20p', 0xabcn, '               0xabc'],
    ['%-20p', 0xabcn, '0xabc               '],
    ['%020p', 0xabcn, '0x000000000000000abc'],
    ['%c', 65n + 256n, 'A'],
    ['%c', 0n, '\0'],
    ['%3c', 66n, '  B'],
    ['%-3c', 67n, 'C  '],
    ['%#c', 10n, '\\n'],
    ['%#c', 1n, '\\001'],
    ['%#c', 39n, "\\'"],
    ['%#c', 65n, 'A'],
    ['%b', 0x0a61626364656667n, 'gfedcba\n'],
    ['%1b', 0x141n, 'A'],
    ['%2b', 0x4241n, 'AB'],
    ['%4b', 0x4142n, 'BA\0\0'],
    ['%3b', 0x41n, 'A\0\0\0\0\0\0\0'],
  ])('%s of %d', (directive, value, expected) => {
    expect(format(directive, value)).toBe(expected);
  });

  it.each([
    ['%s', 'hello', 'hello'],
    ['%10s', 'hello', '     hello'],
    ['%-10s', 'hello', 'hello     '],
    ['%.3s', 'hello', 'hel'],
    ['%10.3s', 'hello', '       hel'],
    ['%.0s', 'hello', ''],
    ['%3s', 'longer', 'longer'],
    ['%05s', 'ab', '   ab\0'],
  ])('%s of "%s"', (directive, value, expected) => {
    expect(format(directive, value)).toBe(expected);
  });

  it('dump memory by precision and pad by width', () => {
    const dump = (conversion: 'm' | 'M', width: number) =>
      formatMemory('012', { conversion, flags: [], width, precision: 3 });
    expect(dump('m', 8)).toBe('     012');
    expect(dump('M', 8)).toBe('  303132');
  });
});
