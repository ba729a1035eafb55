/** A printf format as the literal it came from: `%%` for a percent sign, one flag, width, precision. */
import type * as ast from './ast.ts';
import { quoteString } from './quote-string.ts';

const flagSigns: Readonly<Record<ast.ConversionFlag, string>> = {
  minus: '-',
  zero: '0',
  plus: '+',
  space: ' ',
  special: '#',
};

export function printFormat(parts: readonly ast.FormatPart[]): string {
  return quoteString(parts.map(printPart).join(''));
}

function printPart(part: ast.FormatPart): string {
  if (part.kind === 'text') return part.text.replaceAll('%', '%%');
  const flags = part.flags.map((flag) => flagSigns[flag]).join('');
  const precision = part.precision === undefined ? '' : `.${size(part.precision)}`;
  return `%${flags}${size(part.width)}${precision}${part.type}`;
}

function size(value: number | 'dynamic' | undefined): string {
  return value === 'dynamic' ? '*' : String(value ?? '');
}
