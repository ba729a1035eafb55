/** delete, and setting a counter back to 0. clear() works at its own time: where bpftrace can walk through maps, elements go at once. */
import type * as ir from '../../../src/ir/ir.ts';
import { Obstacle } from '../obstacle.ts';
import { emitKey, emitKeys, generationKey, mapName, mapsOf } from './emit-global.ts';
import { seesFullArrays, sizeMap } from './emit-overflow.ts';
import type { ScriptWriter } from './script-writer.ts';

export function emitDelete(node: ir.Delete, writer: ScriptWriter): void {
  const { target } = node;
  switch (target.kind) {
    case 'local':
      writer.lines.line(
        `$${writer.names[target.local] ?? ''} = ${target.type === 'string' ? '""' : '(int64)0'};`,
      );
      return;
    case 'global':
    case 'stat-global':
    case 'array':
      emitEmptying(target.global, writer);
      return;
    case 'element':
    case 'stat-element': {
      const keys = [...generationKey(target.global, writer), ...emitKeys(target.global, target.keys, writer)];
      for (const { suffix } of mapsOf(target.global, writer))
        deleteElement(mapName(target.global, suffix, writer), keys, writer);
    }
  }
}

export function emitEmptying(global: number, writer: ScriptWriter): void {
  const { global: declared, kind } = writer.storageOf(global);
  if (writer.script.leftOut.has(global)) return;
  if (declared.kind === 'scalar' && kind === 'set') {
    writer.lines.line(`@${declared.name} = ${declared.type === 'string' ? '""' : '(int64)0'};`);
    return;
  }
  const maps = mapsOf(global, writer).map(({ suffix }) => mapName(global, suffix, writer));
  const generation = generationKey(global, writer);
  const keyCount = generation.length + (declared.kind === 'array' ? declared.keys.length : 0);
  if (!writer.dialect.has('map-loops') || keyCount === 0) {
    for (const map of maps) writer.lines.line(`clear(@${map});`);
  } else if (declared.kind !== 'array') {
    for (const map of maps) deleteElement(map, generation, writer);
  } else {
    deleteAll(maps, generation, writer);
    const size = seesFullArrays(writer.script.program, writer.dialect) && sizeMap(writer.storageOf(global));
    if (size) deleteElement(size, generation, writer);
  }
}

/** The maps of one global have the same keys; the one that is walked through loses its element last. */
function deleteAll(maps: readonly string[], generation: readonly string[], writer: ScriptWriter): void {
  const [first = ''] = maps;
  const variable = writer.loopVariable();
  const remove = () => {
    for (const map of [...maps].reverse())
      writer.lines.line(`${discard(writer)}delete(@${map}, ${variable}.0);`);
  };
  writer.lines.braces(`for (${variable} : @${first})`, () => {
    if (generation.length === 0) remove();
    else writer.lines.braces(`if (${variable}.0.0 == ${generation.join()})`, remove);
  });
}

/** Deleting what is not there makes bpftrace warn. */
function deleteElement(map: string, keys: readonly string[], writer: ScriptWriter): void {
  const key = keys.length === 1 ? keys.join() : `(${keys.join(', ')})`;
  if (!writer.dialect.has('map-loops')) writer.lines.line(`delete(@${map}[${keys.join(', ')}]);`);
  else if (writer.dialect.has('discard-warnings')) writer.lines.line(`_ = delete(@${map}, ${key});`);
  else
    writer.lines.braces(`if (has_key(@${map}, ${key}))`, () => {
      writer.lines.line(`delete(@${map}, ${key});`);
    });
}

function discard(writer: ScriptWriter): string {
  return writer.dialect.has('discard-warnings') ? '_ = ' : '';
}

export function emitDeleteMatching(node: ir.DeleteMatching, writer: ScriptWriter): void {
  writer.needs('map-loops', 'deletes by part of a key', node.site);
  const { global: declared } = writer.storageOf(node.global);
  if (declared.kind !== 'array') throw new Error(`${declared.name} is no array`);
  const generation = generationKey(node.global, writer);
  if (generation.length + declared.keys.length === 1)
    throw new Obstacle('deletes by part of a key that has one part', node.site);
  const variable = writer.loopVariable();
  const tests = [
    ...generation.map((number) => `${variable}.0.0 == ${number}`),
    ...node.keys.flatMap((key, place) =>
      key
        ? [`${variable}.0.${place + generation.length} == ${emitKey(node.global, place, key, writer)}`]
        : [],
    ),
  ];
  for (const { suffix } of mapsOf(node.global, writer)) {
    const map = mapName(node.global, suffix, writer);
    writer.lines.braces(`for (${variable} : @${map})`, () => {
      const remove = () => {
        writer.lines.line(`${discard(writer)}delete(@${map}, ${variable}.0);`);
      };
      if (tests.length === 0) remove();
      else writer.lines.braces(`if (${tests.join(' && ')})`, remove);
    });
  }
}
