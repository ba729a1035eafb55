/**
 * strtol(), as the kernel's own parser reads numbers: no blanks, no plus sign, hexadecimal digits at most whatever the base, and a
 * number beyond 64 bits becomes the largest of 64 bits.
 */
import { wrap } from '../values.ts';

const LARGEST = 2n ** 64n - 1n;

export function parseNumber(text: string, base: bigint): bigint {
  const negative = text.startsWith('-');
  const magnitude = parseUnsigned(negative ? text.slice(1) : text, Number(base));
  return wrap(negative ? -magnitude : magnitude);
}

function parseUnsigned(text: string, base: number): bigint {
  const hexadecimal = /^0[xX]/.test(text);
  let radix = base;
  if (base === 0) radix = /^0[xX][0-9a-fA-F]/.test(text) ? 16 : text.startsWith('0') ? 8 : 10;
  let value = 0n;
  for (const character of radix === 16 && hexadecimal ? text.slice(2) : text) {
    const digit = /[0-9a-fA-F]/.test(character) ? parseInt(character, 16) : Infinity;
    if (digit >= radix) break;
    value = value * BigInt(radix) + BigInt(digit);
    if (value > LARGEST) value = LARGEST;
  }
  return value;
}
