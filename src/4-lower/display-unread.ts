/**
 * The end probe that shows a global which the script writes but never reads: `g=1`, `g="s"`, `a[1,"x"]=2` a line an element by falling
 * value, `s @count=2 @min=…` by falling count. Texts are not escaped. An empty aggregate shows its count alone.
 */
import type * as ir from '../ir/ir.ts';
import type { GlobalSymbol, GlobalType } from '../program/program.ts';
import { siteOf, zero } from './scope.ts';

type Shown = Pick<ir.Probe, 'locals' | 'body'>;

export interface Unread {
  readonly symbol: GlobalSymbol;
  readonly global: number;
  readonly type: GlobalType;
  /** Its values are pointers: shown as 0x…. */
  readonly isPointer: boolean;
}

export function displayProbe(id: number, unread: Unread): ir.Probe {
  const { symbol } = unread;
  const site = siteOf(symbol.declaration.token);
  const { locals, body } = show(unread, site);
  return {
    id,
    point: { kind: 'end', sequence: 0n },
    pointText: 'end',
    name: 'end',
    condition: undefined,
    locals,
    body,
    site,
    text: `/* shows ${symbol.displayName}, which the script writes but never reads */`,
  };
}

function show({ symbol, global, type, isPointer }: Unread, site: ir.Site): Shown {
  const name = symbol.displayName;
  switch (type.kind) {
    case 'scalar': {
      const value: ir.Expression = {
        kind: 'read',
        place: { kind: 'global', global, type: type.type },
        type: type.type,
      };
      return {
        locals: [],
        body: block(print([text(`${name}=`), ...quoted(value, isPointer), text('\n')], site)),
      };
    }
    case 'stat':
      return { locals: [], body: block(showStat(name, { kind: 'stat-global', global }, site)) };
    case 'array':
      return showArray(name, global, type, isPointer, site);
  }
}

function showStat(name: string, stat: ir.StatPlace, site: ir.Site): ir.Statement {
  const count: ir.Expression = { kind: 'stat-read', type: 'long', operator: 'count', stat, site };
  return {
    kind: 'if',
    condition: { kind: 'compare', type: 'long', operator: '==', left: count, right: zero },
    then: block(print([text(`${name} @count=0x0\n`)], site)),
    otherwise: block(print([text(name), ...statParts(stat, site), text('\n')], site)),
  };
}

function statParts(stat: ir.StatPlace, site: ir.Site): ir.FormatPart[] {
  const operators: readonly ir.StatOperator[] = ['count', 'min', 'max', 'sum', 'avg'];
  return operators.flatMap((operator) => [
    text(` @${operator}=`),
    conversion('d', { kind: 'stat-read', type: 'long', operator, stat, site }),
  ]);
}

function showArray(
  name: string,
  global: number,
  type: Extract<GlobalType, { kind: 'array' }>,
  isPointer: boolean,
  site: ir.Site,
): Shown {
  const locals: ir.Local[] = type.keys.map((key, index) => ({ index, name: `key${index}`, type: key }));
  const keys = locals.map((local): ir.LocalPlace => ({
    kind: 'local',
    local: local.index,
    type: local.type,
  }));
  const reads = keys.map((place): ir.Expression => ({ kind: 'read', place, type: place.type }));
  const parts: ir.FormatPart[] = [text(`${name}[`)];
  for (const [place, key] of reads.entries()) parts.push(...(place > 0 ? [text(',')] : []), ...quoted(key));
  parts.push(text(']'));

  let value: ir.LocalPlace | undefined;
  if (type.value === 'stat')
    parts.push(...statParts({ kind: 'stat-element', global, keys: reads, site }, site));
  else {
    value = { kind: 'local', local: locals.length, type: type.value };
    locals.push({ index: locals.length, name: 'value', type: type.value });
    parts.push(text('='), ...quoted({ kind: 'read', place: value, type: type.value }, isPointer));
  }
  parts.push(text('\n'));
  const loop: ir.Foreach = {
    kind: 'foreach',
    global,
    keys,
    value,
    order: {
      by: type.value === 'stat' ? { kind: 'stat', operator: 'count' } : { kind: 'value' },
      direction: 'descending',
    },
    limit: undefined,
    slice: undefined,
    body: { kind: 'block', statements: [{ kind: 'charge', actions: 2, site }, print(joined(parts), site)] },
    site,
  };
  return { locals, body: { kind: 'block', statements: [loop] } };
}

function block(statement: ir.Statement): ir.Block {
  return { kind: 'block', statements: [statement] };
}

function print(parts: readonly ir.FormatPart[], site: ir.Site): ir.Print {
  return { kind: 'print', parts: joined(parts), site };
}

function text(content: string): ir.FormatText {
  return { kind: 'text', text: content };
}

function conversion(kind: 'd' | 's' | 'p', argument: ir.Expression): ir.FormatConversion {
  return {
    kind: 'conversion',
    conversion: kind,
    flags: [],
    width: undefined,
    precision: undefined,
    argument,
  };
}

function quoted(value: ir.Expression, isPointer = false): ir.FormatPart[] {
  if (value.type === 'string') return [text('"'), conversion('s', value), text('"')];
  return [conversion(isPointer ? 'p' : 'd', value)];
}

function joined(parts: readonly ir.FormatPart[]): ir.FormatPart[] {
  const result: ir.FormatPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = text(last.text + part.text);
    else result.push(part);
  }
  return result;
}
