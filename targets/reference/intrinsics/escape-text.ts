/** Text with backslash escapes for what cannot be printed, as text_str(), string_quoted() and their kin give it. */

const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

function escapeByte(byte: string): string {
  const name = named[byte];
  if (name !== undefined) return name;
  return byte >= ' ' && byte <= '~' ? byte : `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

/**
 * At most `length` bytes. Unquoted text is cut between escapes. Quoted text that does not fit between its quotes ends in "..." behind
 * the closing quote, and is cut wherever that leaves `length` bytes.
 */
export function escapeText(text: string, length: number, quoted: boolean): string {
  const escapes = Array.from(text, escapeByte);
  if (quoted) {
    const whole = escapes.join('');
    if (whole.length + 2 <= length) return `"${whole}"`;
    return `"${whole.slice(0, Math.max(0, length - 5))}"...`;
  }
  let escaped = '';
  for (const escape of escapes) {
    if (escaped.length + escape.length > length) break;
    escaped += escape;
  }
  return escaped;
}
