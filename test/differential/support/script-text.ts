/** Values as script text. */

/** `""` and escapes that mean the same in each place of a script; octal, because \x takes as many digits as it finds. */
export function stringLiteral(bytes: string): string {
  const escaped = bytes.replace(
    /[^ !#-[\]-~]/g,
    (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${escaped}"`;
}

/** The language has no negative literals, and reads one as large as 2^63 as negative. */
export function longLiteral(value: bigint): string {
  return value < 0n ? `(-${(-value).toString()})` : value.toString();
}
