/** Reading globals. In: places of the IR. Out: text of bpftrace's maps, with the generation among the keys where they have one. */
import type * as ir from '../../../src/ir/ir.ts';
import { Obstacle } from '../obstacle.ts';
import { statMaps, type StatMap } from '../stat-maps.ts';
import { asSigned, asUnsigned, atom, binding, inside, type Text } from '../text.ts';
import { emitString, emitNumber } from './emit-expression.ts';
import type { ScriptWriter } from './script-writer.ts';

export function emitRead(place: ir.Place, writer: ScriptWriter): Text {
  switch (place.kind) {
    case 'local': {
      const name = `$${writer.names[place.local] ?? ''}`;
      if (place.type === 'string') return atom(name, 'text');
      const unsigned = writer.script.classes.isUnsignedLocal(writer.handler.probe.id, place.local);
      return atom(name, unsigned ? 'unsigned' : 'signed', writer.nonNegativeLocals.has(place.local));
    }
    case 'global':
      return readMap(place.global, place.type, [], writer);
    case 'element':
      return readMap(place.global, place.type, emitKeys(place.global, place.keys, writer), writer);
  }
}

function readMap(global: number, type: ir.ScalarType, keys: readonly string[], writer: ScriptWriter): Text {
  const storage = writer.storageOf(global);
  if (storage.kind === 'set') {
    const text = mapText(global, '', keys, writer);
    if (type === 'string') return atom(text, 'text');
    return atom(text, writer.script.classes.isUnsignedValue(global) ? 'unsigned' : 'signed');
  }
  return readSum(global, '', keys, storage.kind === 'count', writer);
}

/** What the CPUs have added up. A missing element is looked for first: reading it makes bpftrace warn. */
function readSum(
  global: number,
  suffix: string,
  keys: readonly string[],
  nonNegative: boolean,
  writer: ScriptWriter,
): Text {
  const { name } = writer.storageOf(global);
  if (!writer.dialect.has('castable-aggregates'))
    throw new Obstacle(`reads ${name}, which bpftrace ${writer.dialect.version} can only print`, undefined);
  const current = writer.loops.find(
    (loop) => loop.map === `${name}${suffix}` && loop.keyTexts.join() === keys.join(),
  );
  if (current)
    return { text: `(int64)${current.variable}.1`, binds: binding.unary, sign: 'signed', nonNegative };
  const value = `(int64)${mapText(global, suffix, keys, writer)}`;
  const all = [...generationKey(global, writer), ...keys];
  if (all.length === 0 || !writer.dialect.has('map-loops'))
    return { text: value, binds: binding.unary, sign: 'signed', nonNegative };
  const key = all.length === 1 ? (all[0] ?? '') : `(${all.join(', ')})`;
  const found = writer.choice(
    `has_key(@${name}${suffix}, ${key})`,
    value,
    '(int64)0',
    nonNegative,
    `${name}${suffix}`,
  );
  return found.binds === binding.atom ? found : writer.heldAs(`${name}${suffix}`, found);
}

/** `@ifxmit_count[$now, $pid, $dev]` */
export function mapText(
  global: number,
  suffix: string,
  keys: readonly string[],
  writer: ScriptWriter,
): string {
  const all = [...generationKey(global, writer), ...keys];
  return `@${mapName(global, suffix, writer)}${all.length === 0 ? '' : `[${all.join(', ')}]`}`;
}

export function mapName(global: number, suffix: string, writer: ScriptWriter): string {
  const { name, generation } = writer.storageOf(global);
  return `${name}${suffix}${generation?.form === 'pair' ? `_${writer.side ?? 'a'}` : ''}`;
}

/** The generation that this handler looks at, where it is the maps' first key. */
export function generationKey(global: number, writer: ScriptWriter): readonly string[] {
  const { generation } = writer.storageOf(global);
  if (generation?.form !== 'key') return [];
  return [
    generation.flippedBy.has(writer.handler.probe.id)
      ? writer.lastGeneration(generation)
      : `@${generation.name}`,
  ];
}

export function emitKeys(
  global: number,
  keys: readonly ir.Expression[],
  writer: ScriptWriter,
): readonly string[] {
  return keys.map((key, place) => emitKey(global, place, key, writer));
}

export function emitKey(global: number, place: number, key: ir.Expression, writer: ScriptWriter): string {
  if (key.type === 'string') return emitString(key, writer);
  const name = writer.keyName(global, place);
  const value = emitNumber(key, writer);
  if (name !== undefined) return `${name}(${value.text})`;
  if (writer.script.classes.isUnsignedKey(global, place))
    return asUnsigned(value.sign === 'literal' ? { ...value, sign: 'signed' } : value).text;
  return asSigned(value).text;
}

export function emitMember(node: ir.Member, writer: ScriptWriter): Text {
  writer.needs('map-loops', 'tests for an array element', node.site);
  const keys = node.keys.map((key, place) => {
    if (!key) throw new Obstacle('tests for an element by part of its key', node.site);
    return emitKey(node.global, place, key, writer);
  });
  const all = [...generationKey(node.global, writer), ...keys];
  const key = all.length === 1 ? (all[0] ?? '') : `(${all.join(', ')})`;
  const first = mapsOf(node.global, writer)[0]?.suffix ?? '';
  return atom(`has_key(@${mapName(node.global, first, writer)}, ${key})`, 'literal', true);
}

/** The maps that hold an aggregate, or the one of any other global. */
export function mapsOf(global: number, writer: ScriptWriter): readonly StatMap[] {
  const { global: declared } = writer.storageOf(global);
  const shape = declared.kind === 'scalar' ? undefined : declared.stat;
  if (!shape) return [{ keeps: 'count', suffix: '' }];
  const maps = statMaps(shape, writer.dialect);
  if (!maps) throw new Obstacle(`keeps @variance of ${declared.name}`, undefined);
  return maps;
}

export function emitStatRead(node: ir.StatRead, writer: ScriptWriter): Text {
  const { stat, operator } = node;
  const keys = stat.kind === 'stat-element' ? emitKeys(stat.global, stat.keys, writer) : [];
  const read = (keeps: StatMap['keeps']): Text => {
    const map = mapsOf(stat.global, writer).find((candidate) => candidate.keeps === keeps);
    if (!map) {
      const { name } = writer.storageOf(stat.global);
      throw new Obstacle(`reads ${name}, which bpftrace ${writer.dialect.version} can only print`, node.site);
    }
    const nonNegative = keeps === 'count' || writer.script.addsNoNegatives(stat.global);
    return readSum(stat.global, map.suffix, keys, nonNegative, writer);
  };
  switch (operator) {
    case 'count':
    case 'sum':
      return read(operator);
    case 'min':
    case 'max':
      writer.script.deviations.note('empty-aggregate');
      return read(operator);
    case 'avg': {
      writer.script.deviations.note('empty-aggregate');
      const count = writer.held(read('count'));
      const sum = writer.held(read('sum'));
      return writer.quotient(sum, count);
    }
    case 'variance':
      throw new Obstacle('reads @variance', node.site);
  }
}

export function truthOf(value: Text): string {
  return `${inside(value, binding.compare + 1)} != 0`;
}
