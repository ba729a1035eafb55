/** A literal that reads back as these bytes; escapes are octal, whose end is sure. */
export function quoteString(bytes: string): string {
  return `"${bytes.replace(/["\\]|[^ -~]/g, quotedByte)}"`;
}

function quotedByte(byte: string): string {
  if (byte === '"' || byte === '\\') return `\\${byte}`;
  if (byte === '\n') return '\\n';
  if (byte === '\t') return '\\t';
  return `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
