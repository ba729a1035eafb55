/**
 * The print and sprint families: all arguments are evaluated first, then one call a part puts them out, since evaluating an
 * argument may print or format itself.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { cCharacter, cString } from '../text/literal.ts';
import { emitOperands } from './emit-operands.ts';
import { emitStatPointer, shape } from './emit-stat.ts';
import type { Frame } from './frame.ts';
import { atom, type Value } from '../text/value.ts';

export function emitPrint(node: ir.Print, frame: Frame): void {
  const puts = preparePuts(node.parts, node.site, frame);
  frame.line('stsx_print_begin(c);');
  puts.lines.forEach((line) => {
    frame.line(line);
  });
  frame.line('stsx_print_end(c);');
  if (puts.canFail) frame.checkError();
}

export function emitFormat(node: ir.Format, frame: Frame): Value {
  const puts = preparePuts(node.parts, node.site, frame);
  frame.line('stsx_format_begin(c);');
  puts.lines.forEach((line) => {
    frame.line(line);
  });
  frame.madeStrings = true;
  const text = frame.temporary('string', 'stsx_format_end(c)');
  if (puts.canFail) frame.checkError();
  return text;
}

interface Puts {
  readonly lines: readonly string[];
  readonly canFail: boolean;
}

/** Evaluates the arguments; the lines that put them out are returned. */
function preparePuts(given: readonly ir.FormatPart[], site: ir.Site, frame: Frame): Puts {
  const parts = foldTexts(given);
  const nodes = parts.flatMap(argumentsOf);
  const values = emitOperands(nodes, frame).map((value, index) => {
    const node = nodes[index];
    // A literal is printed whole, whatever strings can hold.
    if (node?.kind === 'string') return atom(cString(node.value), true);
    // Nothing may take string memory between begin and end.
    return node?.type === 'string' && !isName(value) ? frame.temporary('string', value.text) : value;
  });
  let next = 0;
  const take = (): Value => {
    const value = values[next++];
    if (!value) throw new Error('a format has all its arguments');
    return value;
  };
  let canFail = false;
  const lines = parts.map((part): string => {
    switch (part.kind) {
      case 'text':
        return `stsx_put_text(c, ${cString(part.text)}, ${part.text.length});`;
      case 'histogram': {
        canFail = true;
        const stat = emitStatPointer(part.stat, [], frame);
        return `stsx_put_histogram(c, ${stat.text}, ${shape(part.stat, frame)}, ${frame.site(part.site)});`;
      }
      case 'conversion':
        if (part.conversion === 'm' || part.conversion === 'M') canFail = true;
        return putConversion(part, take, site, frame);
    }
  });
  return { lines, canFail };
}

/** Texts side by side are one text; so is a literal that is printed in a field of constant width. */
function foldTexts(parts: readonly ir.FormatPart[]): readonly ir.FormatPart[] {
  const folded: ir.FormatPart[] = [];
  for (const part of parts) {
    const text = constantText(part);
    const last = folded.at(-1);
    if (text !== undefined && last?.kind === 'text') {
      folded[folded.length - 1] = { kind: 'text', text: last.text + text };
    } else {
      folded.push(text === undefined ? part : { kind: 'text', text });
    }
  }
  return folded.filter((part) => part.kind !== 'text' || part.text !== '');
}

const largestFoldedWidth = 256;

function constantText(part: ir.FormatPart): string | undefined {
  if (part.kind === 'text') return part.text;
  if (part.kind !== 'conversion' || part.conversion !== 's' || part.argument.kind !== 'string')
    return undefined;
  const { width = 0, precision, flags: given, argument } = part;
  if (typeof width !== 'number' || width > largestFoldedWidth || typeof precision === 'object')
    return undefined;
  if (given.some((flag) => flag !== 'minus')) return undefined;
  const text = argument.value.slice(0, precision ?? argument.value.length);
  return given.includes('minus') ? text.padEnd(width) : text.padStart(width);
}

function isName(value: Value): boolean {
  return value.fixed || /^\w+$/.test(value.text);
}

function argumentsOf(part: ir.FormatPart): readonly ir.Expression[] {
  if (part.kind !== 'conversion') return [];
  const dynamic = [part.width, part.precision].filter((size) => typeof size === 'object');
  return [...dynamic, part.argument];
}

function putConversion(part: ir.FormatConversion, take: () => Value, site: ir.Site, frame: Frame): string {
  const size = (given: number | ir.Expression | undefined): string => {
    if (given === undefined) return '-1';
    return typeof given === 'number' ? String(Math.min(given, 1 << 20)) : `stsx_star(${take().text})`;
  };
  const width = size(part.width);
  const precision = size(part.precision);
  const value = take().text;
  const plain = part.flags.length === 0 && width === '-1' && precision === '-1';
  const head = `(struct stsx_conversion){ ${cCharacter(part.conversion)}, ${flags(part.flags)}, ${width}, ${precision} }`;
  switch (part.conversion) {
    case 's':
      return plain ? `stsx_put_string(c, ${value});` : `stsx_put_string_wide(c, ${head}, ${value});`;
    case 'd':
      return plain ? `stsx_put_decimal(c, ${value});` : `stsx_put_long(c, ${head}, ${value});`;
    case 'm':
    case 'M':
      return `stsx_put_memory(c, ${head}, ${value}, ${frame.site(site)});`;
    case 'u':
    case 'o':
    case 'x':
    case 'X':
    case 'p':
    case 'c':
    case 'b':
      return `stsx_put_long(c, ${head}, ${value});`;
  }
}

const flagNames: Readonly<Record<ir.ConversionFlag, string>> = {
  minus: 'STSX_FLAG_MINUS',
  zero: 'STSX_FLAG_ZERO',
  plus: 'STSX_FLAG_PLUS',
  space: 'STSX_FLAG_SPACE',
  special: 'STSX_FLAG_SPECIAL',
};

function flags(given: readonly ir.ConversionFlag[]): string {
  return given.length === 0 ? '0' : given.map((flag) => flagNames[flag]).join(' | ');
}
