/**
 * print and its kin as bpftrace's printf. In: the parts of an output. Out: lines. A string that is built only to be printed becomes part
 * of the format itself.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import { Obstacle } from '../obstacle.ts';
import { escapeBytes } from '../string-literal.ts';
import { asSigned } from '../text.ts';
import { emitNumber, emitString } from './emit-expression.ts';
import { mapName, mapsOf } from './emit-global.ts';
import { printMaps } from './print-maps.ts';
import type { ScriptWriter } from './script-writer.ts';

interface Printf {
  format: string;
  readonly values: string[];
}

export function emitPrint(node: ir.Print, writer: ScriptWriter): void {
  const unreadable = unreadableGlobals(node, writer);
  if (unreadable.length > 0) {
    printMaps(unreadable, undefined, writer);
    return;
  }
  emitParts(node.parts, node.site, writer);
}

export function emitParts(parts: readonly ir.FormatPart[], site: ir.Site, writer: ScriptWriter): void {
  let printf: Printf = { format: '', values: [] };
  const flush = () => {
    if (printf.format === '') return;
    writer.lines.line(`printf(${[`"${printf.format}"`, ...printf.values].join(', ')});`);
    printf = { format: '', values: [] };
  };
  for (const part of parts) {
    if (part.kind === 'histogram') {
      flush();
      const map = mapsOf(part.stat.global, writer).find(({ keeps }) => keeps === 'histogram');
      if (!map || part.stat.kind === 'stat-element')
        throw new Obstacle("prints one element's histogram", part.site);
      const { name } = writer.storageOf(part.stat.global);
      writer.script.deviations.note('histogram', [name]);
      writer.lines.line(`print(@${mapName(part.stat.global, map.suffix, writer)});`);
    } else addPart(part, printf, site, writer);
  }
  flush();
}

function addPart(
  part: ir.FormatText | ir.FormatConversion,
  printf: Printf,
  site: ir.Site,
  writer: ScriptWriter,
): void {
  if (part.kind === 'text') {
    addText(part.text, printf);
    return;
  }
  const { argument, width, precision, flags, conversion } = part;
  const plain = flags.length === 0 && width === undefined && precision === undefined;
  if (
    conversion === 's' &&
    argument.kind === 'string' &&
    typeof width !== 'object' &&
    typeof precision !== 'object'
  ) {
    addText(padded(argument.value, width, precision, flags), printf);
  } else if (conversion === 's' && plain && argument.kind === 'concat') {
    addPart({ ...part, argument: argument.left }, printf, site, writer);
    addPart({ ...part, argument: argument.right }, printf, site, writer);
  } else if (conversion === 's' && plain && argument.kind === 'format') {
    for (const inner of argument.parts) {
      if (inner.kind === 'histogram') throw new Obstacle('prints a histogram into a string', inner.site);
      addPart(inner, printf, argument.site, writer);
    }
  } else addConversion(part, printf, site, writer);
}

/** A `%` is a value: old versions print both of `%%`. */
function addText(text: string, printf: Printf): void {
  for (const [place, piece] of text.split('%').entries()) {
    if (place > 0) {
      printf.format += '%s';
      printf.values.push('"%"');
    }
    printf.format += escapeBytes(piece);
  }
}

function padded(
  text: string,
  width: number | undefined,
  precision: number | undefined,
  flags: readonly ir.ConversionFlag[],
): string {
  const cut = precision === undefined ? text : text.slice(0, precision);
  return flags.includes('minus') ? cut.padEnd(width ?? 0) : cut.padStart(width ?? 0);
}

const longConversions = { d: 'lld', u: 'llu', o: 'llo', x: 'llx', X: 'llX', p: 'llx' } as const;

function addConversion(part: ir.FormatConversion, printf: Printf, site: ir.Site, writer: ScriptWriter): void {
  const { conversion, argument, flags } = part;
  const lacking = (what: string) => {
    writer.script.deviations.note('format', [], { what });
  };
  const size = (value: number | ir.Expression | undefined, what: string): string => {
    if (typeof value === 'object') lacking(`${what} that is computed`);
    return typeof value === 'number' ? String(value) : '';
  };
  const width = size(part.width, 'width');
  const minus = flags.includes('minus') ? '-' : '';
  switch (conversion) {
    case 's': {
      if (part.precision !== undefined && writer.dialect.has('whole-texts')) lacking('precision of texts');
      const precision = part.precision === undefined ? '' : `.${size(part.precision, 'precision')}`;
      printf.values.push(emitString(argument, writer));
      printf.format += `%${minus}${width}${precision === '.' ? '' : precision}s`;
      return;
    }
    case 'c':
      printf.values.push(`(int8)${emitNumber(argument, writer).text}`);
      printf.format += `%${minus}${width}c`;
      return;
    case 'm':
    case 'M':
    case 'b':
      throw new Obstacle(`prints with %${conversion}`, site);
    case 'd':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
    case 'p': {
      if (flags.includes('plus') || flags.includes('space')) lacking('sign flag');
      if (part.precision !== undefined) lacking('precision of numbers');
      const prefixed =
        conversion === 'p' || (flags.includes('special') && (conversion === 'x' || conversion === 'X'));
      if (flags.includes('special') && conversion === 'o') lacking('flag #');
      if (prefixed && width !== '') lacking('width together with 0x');
      const zero = flags.includes('zero') && minus === '' && width !== '' ? '0' : '';
      const value = emitNumber(argument, writer);
      printf.values.push(
        value.sign === 'signed' && conversion !== 'd' ? `(uint64)(${asSigned(value).text})` : value.text,
      );
      printf.format += `${prefixed ? '0x' : ''}%${minus}${zero}${prefixed ? '' : width}${longConversions[conversion]}`;
    }
  }
}

/** Globals that this version keeps as sums and cannot read, that a statement reads. */
export function unreadableGlobals(node: ir.Statement, writer: ScriptWriter): readonly number[] {
  if (writer.dialect.has('castable-aggregates')) return [];
  const found = new Set<number>();
  const add = (global: number) => {
    if (writer.storageOf(global).kind !== 'set') found.add(global);
  };
  walk(node, {
    expression(child) {
      if (child.kind === 'stat-read') add(child.stat.global);
      if (child.kind === 'read' && child.place.kind !== 'local') add(child.place.global);
    },
    statement(child) {
      if (child.kind === 'foreach') add(child.global);
    },
  });
  return [...found];
}
