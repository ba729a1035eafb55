/** Bracket expressions of a regular expression, `[^a-z[:digit:]_]`, and the sets of bytes they stand for. */
import type { PatternReader } from './parse-pattern.ts';

/** No text holds a NUL, so no set does. */
const ALL_BYTES = Array.from({ length: 255 }, (_, index) => index + 1);

const isUpper = (code: number) => code >= 0x41 && code <= 0x5a;
const isLower = (code: number) => code >= 0x61 && code <= 0x7a;
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isGraph = (code: number) => code > 0x20 && code < 0x7f;

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: (code) => isUpper(code) || isLower(code) || isDigit(code),
  alpha: (code) => isUpper(code) || isLower(code),
  blank: (code) => code === 0x20 || code === 0x09,
  cntrl: (code) => code < 0x20 || code === 0x7f,
  digit: isDigit,
  graph: isGraph,
  lower: isLower,
  print: (code) => isGraph(code) || code === 0x20,
  punct: (code) => isGraph(code) && !isUpper(code) && !isLower(code) && !isDigit(code),
  space: (code) => code === 0x20 || (code >= 0x09 && code <= 0x0d),
  upper: isUpper,
  xdigit: (code) => isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66),
};

export function anyByte(): ReadonlySet<number> {
  return new Set(ALL_BYTES);
}

/** The reader stands behind the opening bracket. */
export function parseBracket(reader: PatternReader): ReadonlySet<number> {
  const negated = reader.accept('^');
  const bytes = new Set<number>();
  // A closing bracket that comes first is an ordinary character.
  for (let first = true; first || !reader.accept(']'); first = false) {
    if (reader.atEnd) throw reader.problem('unclosed character class', 1);
    if (reader.accept('[:')) addClass(reader, bytes);
    else addRange(reader, bytes);
  }
  return negated ? new Set(ALL_BYTES.filter((code) => !bytes.has(code))) : bytes;
}

function addClass(reader: PatternReader, bytes: Set<number>): void {
  const name = reader.until(':]');
  const member = name === undefined ? undefined : classes[name];
  if (!member) throw reader.problem(`unknown character class '${name ?? ''}'`);
  for (const code of ALL_BYTES) if (member(code)) bytes.add(code);
}

function addRange(reader: PatternReader, bytes: Set<number>): void {
  if (reader.peek() === '\\' && reader.peek(1) !== '') reader.next();
  const low = reader.next().charCodeAt(0);
  let high = low;
  if (reader.peek() === '-' && reader.peek(1) !== ']' && reader.peek(1) !== '') {
    reader.next();
    high = reader.next().charCodeAt(0);
    if (high < low) {
      const [from, to] = [String.fromCharCode(low), String.fromCharCode(high)];
      throw reader.problem(`Inverted character range ${from}-${to}`);
    }
  }
  for (let code = low; code <= high; code++) bytes.add(code);
}
