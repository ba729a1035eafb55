/**
 * Reads literals: numbers as strtoull does with base 0, strings with C's escapes.
 */

const numberShape = /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/;
const numberLimit = 1n << 64n;

/** Undefined for `08`, `0xg` and what is 2^64 or more. From 2^63 on it wraps. */
export function readNumber(image: string): bigint | undefined {
  if (!numberShape.test(image) || image.length > 24) return undefined;
  const octal = /^0[0-7]+$/.test(image);
  const value = BigInt(octal ? `0o${image.slice(1)}` : image);
  return value < numberLimit ? BigInt.asIntN(64, value) : undefined;
}

const namedEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

const meaningful = /[abtnvfrx0-7\\"]/;

/**
 * `images` are adjacent literals with their quotes. They are glued before escapes are read, so `"\x4" "1"` is `A`. A
 * backslash before a character that means nothing is dropped when the literal is scanned, that is, before the gluing.
 */
export function glueStrings(images: readonly string[]): string {
  return images
    .map((image) =>
      image
        .slice(1, -1)
        .replace(/\\([^])/g, (escape, byte: string) => (meaningful.test(byte) ? escape : byte)),
    )
    .join('');
}

/** `\x` takes all hex digits that follow and keeps the last byte, octal at most three. */
export function readEscapes(glued: string): string {
  if (!glued.includes('\\')) return glued;
  return glued.replace(
    /\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|([^]))/g,
    (_, hex: string | undefined, octal: string | undefined, other: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex.slice(-2), 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      return namedEscapes[other ?? ''] ?? other ?? '';
    },
  );
}

export function readString(images: readonly string[]): string {
  return readEscapes(glueStrings(images));
}
