/** bpftrace's string literals. In: bytes, one character a byte. Out: the literal in quotes. */
const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

export function stringLiteral(bytes: string): string {
  return `"${escapeBytes(bytes)}"`;
}

/** Octal has three digits at most, so what follows cannot run into it. */
export function escapeBytes(bytes: string): string {
  return bytes.replace(/[\x00-\x1f\x7f"\\]/g, (byte) => {
    return escapes[byte] ?? `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}
