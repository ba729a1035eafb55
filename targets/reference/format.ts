/**
 * One printf conversion of one value (stap(1), PRINTF). Numbers are always 64 bits wide; of width and precision, negative ones
 * count as 0. Where C's printf differs, SystemTap is followed: `%#x` of 0 has its prefix, `%.0d` of 0 its digit.
 */
import type * as ir from '../../src/ir/ir.ts';

export interface Conversion {
  readonly conversion: ir.FormatConversion['conversion'];
  readonly flags: readonly ir.ConversionFlag[];
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

export function formatString(text: string, spec: Conversion): string {
  const shown = spec.precision === undefined ? text : text.slice(0, spec.precision);
  const padded = pad(shown, spec);
  // A zero flag writes the string's NUL as well.
  return spec.flags.includes('zero') ? `${padded}\0` : padded;
}

export function formatLong(value: bigint, spec: Conversion): string {
  switch (spec.conversion) {
    case 'd':
      return formatDigits(value < 0n ? '-' : signOf(spec), (value < 0n ? -value : value).toString(), spec);
    case 'u':
      return formatDigits('', unsigned(value).toString(), spec);
    case 'o':
      return formatDigits(spec.flags.includes('special') ? '0' : '', unsigned(value).toString(8), spec);
    case 'x':
      return formatDigits(spec.flags.includes('special') ? '0x' : '', unsigned(value).toString(16), spec);
    case 'X':
      return formatDigits(
        spec.flags.includes('special') ? '0X' : '',
        unsigned(value).toString(16).toUpperCase(),
        spec,
      );
    case 'p':
      return formatDigits('0x', unsigned(value).toString(16), spec);
    case 'c':
      return pad(character(Number(value & 0xffn), spec), spec);
    case 'b':
      return binary(value, spec);
    case 's':
      return pad(value.toString(), spec);
    case 'm':
    case 'M':
      throw new Error('memory is formatted by formatMemory');
  }
}

/** `%m` and `%M`: the precision says how many bytes are read, the width only pads. */
export function memoryLength(spec: Conversion): number {
  return spec.precision ?? 1;
}

export function formatMemory(bytes: string, spec: Conversion): string {
  if (spec.conversion === 'm') return pad(bytes, spec);
  return pad(Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join(''), spec);
}

function unsigned(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function signOf(spec: Conversion): string {
  if (spec.flags.includes('plus')) return '+';
  return spec.flags.includes('space') ? ' ' : '';
}

function formatDigits(prefix: string, digits: string, spec: Conversion): string {
  let padded = digits.padStart(spec.precision ?? 0, '0');
  if (spec.flags.includes('zero')) padded = padded.padStart((spec.width ?? 0) - prefix.length, '0');
  return pad(prefix + padded, spec);
}

function pad(text: string, spec: Conversion): string {
  const width = spec.width ?? 0;
  return spec.flags.includes('minus') ? text.padEnd(width) : text.padStart(width);
}

const characterEscapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  "'": "\\'",
  '\\': '\\\\',
};

function character(code: number, spec: Conversion): string {
  const text = String.fromCharCode(code);
  if (!spec.flags.includes('special')) return text;
  const printable = code >= 0x20 && code < 0x7f;
  return characterEscapes[text] ?? (printable ? text : `\\${code.toString(8).padStart(3, '0')}`);
}

const binaryLengths = [1, 2, 4, 8];

/** The low bytes, the lowest first; the width is their number. */
function binary(value: bigint, spec: Conversion): string {
  const wanted = spec.width ?? spec.precision ?? 8;
  const length = binaryLengths.includes(wanted) ? wanted : 8;
  let bytes = '';
  for (let rest = unsigned(value); bytes.length < length; rest >>= 8n)
    bytes += String.fromCharCode(Number(rest & 0xffn));
  return bytes;
}
