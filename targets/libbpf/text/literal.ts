/**
 * Script values and script text as C source: string and number literals, comments, identifiers. Text is a byte string on both
 * sides; what C could misread (trigraphs, a hex escape that runs on, `*` before `/`) is broken up.
 */

const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['?', '\\?'],
]);

/** A C string literal. Bytes outside ASCII become three-digit octal escapes, which cannot run into the next byte. */
export function cString(bytes: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charAt(i);
    const code = bytes.charCodeAt(i);
    // A lone ? is left as it is: only ??x is a trigraph.
    const escape = byte === '?' && bytes.charAt(i - 1) !== '?' ? undefined : escapes.get(byte);
    if (escape !== undefined) text += escape;
    else if (code < 0x20 || code > 0x7e) text += `\\${code.toString(8).padStart(3, '0')}`;
    else text += byte;
  }
  return `"${text}"`;
}

/** A character constant for an ASCII letter. */
export function cCharacter(letter: string): string {
  return `'${letter}'`;
}

/** A signed 64-bit number. Small ones are plain (of type int), large ones carry their type. */
export function cLong(value: bigint): string {
  if (value === -(1n << 63n)) return 'INT64_MIN';
  if (value >= -0x7fffffffn && value <= 0x7fffffffn) return value.toString();
  return value < 0n ? `-INT64_C(${-value})` : `INT64_C(${value})`;
}

/** The lines of a block comment that holds a script's own text. */
export function cComment(text: string): readonly string[] {
  const lines = text
    .replace(/\*\//g, '* /')
    .replace(/\/\*/g, '/ *')
    .replace(/[^\x09\x0a\x20-\x7e]/g, '?')
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
  // A backslash at a line's end would glue the next line to it in a // comment only; a block comment takes it as it is.
  if (lines.length === 1) return [`/* ${lines[0] ?? ''} */`];
  return ['/*', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'];
}

/** A script name with what C does not allow in one taken out. */
export function cIdentifier(name: string): string {
  const text = name.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[0-9]/.test(text) ? `_${text}` : text;
}
