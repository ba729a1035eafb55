/**
 * Script bytes as a terminal shows them. In: a line of a script, one character per byte. Out: Unicode text without control
 * characters, and how many columns each byte of the line takes, so that carets stand under what they mean. Bytes that are no valid UTF-8 show as
 * U+FFFD; a control character as its picture (NUL is ␀), so that a script cannot steer the terminal.
 */
export interface DisplayLine {
  readonly text: string;
  /** `columns[i]` is the display column, from 0, at which byte i starts; one more entry for the end of the line. */
  readonly columns: readonly number[];
}

const tabWidth = 4;

/** First and last code point of what East Asian Width calls wide or fullwidth, and of emoji, in ascending order. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Combining marks, joiners and variation selectors: they add to the character before them. */
const zeroWidth = /^[\p{Mn}\p{Me}\u200b-\u200d\ufe00-\ufe0f]$/u;

export function displayLine(bytes: string): DisplayLine {
  const columns: number[] = [];
  let text = '';
  let column = 0;
  for (let i = 0; i < bytes.length;) {
    const { character, length } = decodeAt(bytes, i);
    const shown = character === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : pictureOf(character);
    for (let k = 0; k < length; k++) columns.push(column);
    text += shown;
    column += character === '\t' ? shown.length : displayWidth(shown);
    i += length;
  }
  columns.push(column);
  return { text, columns };
}

/** Bytes as text for a message: like displayLine, without columns. */
export function displayText(bytes: string): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const { character, length } = decodeAt(bytes, i);
    text += pictureOf(character);
    i += length;
  }
  return text;
}

export function displayWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (zeroWidth.test(character)) return 0;
  return wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** A control character, which terminals obey, becomes the picture that Unicode has for it. */
function pictureOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return code >= 0x80 && code < 0xa0 ? '\ufffd' : character;
}

/** The character whose UTF-8 bytes start at `index`; U+FFFD for one byte that starts none. */
function decodeAt(bytes: string, index: number): { readonly character: string; readonly length: number } {
  const first = bytes.charCodeAt(index);
  // Past 255 it is no byte but text of stsx's own.
  if (first < 0x80 || first > 0xff) return { character: bytes.charAt(index), length: 1 };
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  const invalid = { character: '\ufffd', length: 1 };
  if (length === 0 || first >= 0xf5 || index + length > bytes.length) return invalid;
  let code = first & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) {
    const next = bytes.charCodeAt(index + k);
    if ((next & 0xc0) !== 0x80) return invalid;
    code = (code << 6) | (next & 0x3f);
  }
  const overlong = (length === 3 && code < 0x800) || (length === 4 && code < 0x10000);
  const surrogate = code >= 0xd800 && code < 0xe000;
  return overlong || surrogate || code > 0x10ffff
    ? invalid
    : { character: String.fromCodePoint(code), length };
}
