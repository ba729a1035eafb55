/** Values that are worth trying: edges first, then anything. As script text, and never known before the script runs where `hidden`. */
import fc from 'fast-check';
import { longLiteral, stringLiteral } from './script-text.ts';

const edges = [0, 1, -1, 2, 3, 7, 8, 9, 10, 49, 50, 63, 64, 65, 99, 100, 127, 128, 255, 256, 511, 512, 1000]
  .map(BigInt)
  .concat([1n << 31n, 1n << 32n, -(1n << 31n), (1n << 31n) - 1n, (1n << 63n) - 1n, -(1n << 63n), 1n << 62n]);

export const number: fc.Arbitrary<bigint> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...edges) },
  { weight: 2, arbitrary: fc.bigInt({ min: -20n, max: 20n }) },
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  fc.constantFrom(...edges).map((value) => BigInt.asIntN(64, -value)),
);

export const long: fc.Arbitrary<string> = number.map(longLiteral);
export const smallLong: fc.Arbitrary<string> = fc.bigInt({ min: -3n, max: 12n }).map(longLiteral);

/** Bytes other than NUL. */
const byte = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', ',', ' ', '0', '9', 'x', '%', '"', '\\', '-', 'Z') },
  fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
);
export const bytes: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: byte, maxLength: 10 }) },
  fc.string({ unit: byte, minLength: 500, maxLength: 520, size: 'max' }),
);
export const text: fc.Arbitrary<string> = bytes.map(stringLiteral);
