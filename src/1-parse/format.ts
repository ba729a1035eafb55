/**
 * Reads a printf format: the glued literal in, with its escapes still unread, parts out, or the text of the conversion
 * that is none. One flag, and only one, may stand first: `%-05d` is a minus and the width 05. stap(1), section PRINTING.
 */
import type { ConversionFlag, FormatConversion, FormatPart } from '../ast/ast.ts';
import { readEscapes } from './literals.ts';

const conversion = /%(?:(%)|([-0+ #])?(\*|[0-9]+)?(?:\.(\*|[0-9]*))?l?([diuoxXpcsmMb]))/y;

const flags: Readonly<Record<string, ConversionFlag>> = {
  '-': 'minus',
  '0': 'zero',
  '+': 'plus',
  ' ': 'space',
  '#': 'special',
};

const types: Readonly<Record<string, FormatConversion['type']>> = {
  d: 'd',
  i: 'd',
  u: 'u',
  o: 'o',
  x: 'x',
  X: 'X',
  p: 'p',
  c: 'c',
  s: 's',
  m: 'm',
  M: 'M',
  b: 'b',
};

export type FormatResult =
  | { readonly ok: true; readonly parts: readonly FormatPart[] }
  | { readonly ok: false; readonly conversion: string };

export function readFormat(glued: string): FormatResult {
  const parts: FormatPart[] = [];
  let text = '';
  let position = 0;
  const endText = (): void => {
    if (text !== '') parts.push({ kind: 'text', text: readEscapes(text) });
    text = '';
  };
  while (position < glued.length) {
    const percent = glued.indexOf('%', position);
    text += glued.slice(position, percent < 0 ? glued.length : percent);
    if (percent < 0) break;
    conversion.lastIndex = percent;
    const match = conversion.exec(glued);
    if (match === null) return { ok: false, conversion: glued.slice(percent, percent + 8) };
    position = percent + match[0].length;
    if (match[1] !== undefined) {
      text += '%';
      continue;
    }
    endText();
    parts.push(conversionPart(match));
  }
  endText();
  return { ok: true, parts };
}

function conversionPart(match: RegExpExecArray): FormatConversion {
  const [, , flag, width, precision, type] = match;
  const known = flag === undefined ? undefined : flags[flag];
  return {
    kind: 'conversion',
    type: types[type ?? ''] ?? 'd',
    flags: known === undefined ? [] : [known],
    width: size(width),
    precision: size(precision),
  };
}

/** Bigger sizes than a print buffer holds make no difference. */
function size(text: string | undefined): number | 'dynamic' | undefined {
  if (text === undefined) return undefined;
  return text === '*' ? 'dynamic' : Math.min(Number(text), 0x7fffffff);
}

/** How many values the format takes. */
export function countFormatArguments(parts: readonly FormatPart[]): number {
  let count = 0;
  for (const part of parts) {
    if (part.kind === 'text') continue;
    count += 1 + Number(part.width === 'dynamic') + Number(part.precision === 'dynamic');
  }
  return count;
}
