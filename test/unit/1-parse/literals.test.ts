import { describe, expect, test } from 'vitest';
import { glueStrings, readNumber, readString } from '../../../src/1-parse/literals.ts';

describe('numbers, as strtoull reads them', () => {
  const cases: readonly (readonly [image: string, value: bigint | undefined])[] = [
    ['0', 0n],
    ['00', 0n],
    ['077', 63n],
    ['0xFFfF', 65535n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['9223372036854775808', -(2n ** 63n)],
    ['18446744073709551615', -1n],
    ['0xffffffffffffffff', -1n],
    ['18446744073709551616', undefined],
    ['08', undefined],
    ['0x', undefined],
    ['0x1g', undefined],
    ['0b11', undefined],
    ['1a', undefined],
    ['7'.repeat(1000), undefined],
  ];
  test.each(cases)('%s', (image, value) => {
    expect(readNumber(image)).toBe(value);
  });
});

describe('strings, as C reads them', () => {
  const cases: readonly (readonly [images: string[], bytes: string])[] = [
    [['"a\\n\\t\\v\\f\\r\\a\\b"'], 'a\n\t\v\f\r\x07\b'],
    [['"\\q\\%\\""'], 'q%"'],
    [['"\\\\n"'], '\\n'],
    [['"\\x4"', '"1"'], 'A'],
    [['"\\x09b"'], '\x9b'],
    [['"\\0"', '"1"'], '\x01'],
    [['"\\1234"'], 'S4'],
    [['"\\777"'], '\xff'],
    [['"a\\\nb"'], 'a\nb'],
    [['"ab\\0cd"'], 'ab\0cd'],
    [['"\\xg"'], 'xg'],
  ];
  test.each(cases)('%j', (images, bytes) => {
    expect(readString(images)).toBe(bytes);
  });
});

test('a meaningless backslash is dropped before literals are glued', () => {
  expect(glueStrings(['"\\q"', '"\\n"'])).toBe('q\\n');
});
