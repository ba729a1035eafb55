/**
 * Arithmetic of the language: signed 64-bit numbers that wrap, carried as bigint, and byte strings, carried as JavaScript
 * strings of characters 0 to 255, so that JavaScript's own comparison is the comparison of unsigned bytes.
 */
export type Value = bigint | string;

export const INT64_MAX = 2n ** 63n - 1n;
export const INT64_MIN = -(2n ** 63n);

export function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** Truncates towards zero; `divisor` is not 0. INT64_MIN / -1 wraps back to INT64_MIN. */
export function divide(dividend: bigint, divisor: bigint): bigint {
  return wrap(dividend / divisor);
}

/** Has the sign of the dividend; `divisor` is not 0. */
export function remainder(dividend: bigint, divisor: bigint): bigint {
  return dividend % divisor;
}

/** The low six bits of the count, as the processor takes them. */
export function shiftLeft(value: bigint, count: bigint): bigint {
  return wrap(value << (count & 63n));
}

export function shiftRight(value: bigint, count: bigint): bigint {
  return value >> (count & 63n);
}

export function shiftRightUnsigned(value: bigint, count: bigint): bigint {
  return wrap(BigInt.asUintN(64, value) >> (count & 63n));
}

export function truth(value: boolean): bigint {
  return value ? 1n : 0n;
}

/** What becomes of a text that is kept: at most `stringSize` - 1 bytes. */
export function cut(text: string, stringSize: number): string {
  return text.length < stringSize ? text : text.slice(0, stringSize - 1);
}

/** What becomes of bytes that are kept as a string: a NUL ends it. */
export function cutAtNul(bytes: string, stringSize: number): string {
  const end = bytes.indexOf('\0');
  return cut(end < 0 ? bytes : bytes.slice(0, end), stringSize);
}

/** Negative: left before right. */
export function compareValues(left: Value, right: Value): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
