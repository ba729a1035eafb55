/**
 * foreach as a loop over a map. bpftrace has no sorting: a sorted one selects, round after round, the next best value and goes through
 * the elements that have it, at most as many rounds as the array can have elements. In: a foreach. Out: lines.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { Obstacle } from '../obstacle.ts';
import type { StatMap } from '../stat-maps.ts';
import { atom, asSigned, binding, inside } from '../text.ts';
import { emitKey, generationKey, mapName, mapsOf } from './emit-global.ts';
import { emitNumber } from './emit-expression.ts';
import { emitFailingLoop, mayOverflow } from './emit-overflow.ts';
import { emitBlock } from './emit-statement.ts';
import { printInstead } from './print-maps.ts';
import type { ScriptWriter } from './script-writer.ts';

interface Walk {
  readonly node: ir.Foreach;
  readonly map: StatMap;
  /** `@ifmerged` */
  readonly mapText: string;
  /** `$kv` */
  readonly variable: string;
  /** Of the key at a place: `$kv.0.2` */
  readonly keyText: (place: number) => string;
  /** Tests that an element is of this walk: its generation, its slice. */
  readonly tests: readonly string[];
}

export function emitForeach(node: ir.Foreach, writer: ScriptWriter): void {
  if (!writer.dialect.has('map-loops')) {
    printInstead(node, writer);
    return;
  }
  const { name, global } = writer.storageOf(node.global);
  const order = sortable(node, writer);
  if (node.order && !order) writer.script.deviations.note('text-order', [name]);
  if (!writer.script.arraysWithoutOrder.has(global.id) && (!order || order.by.kind !== 'key')) {
    writer.script.deviations.note('tie-order', [name]);
  }
  const left = node.limit && limitVariable(node.limit, writer);
  const walk = planWalk(node, order, writer);
  emitFailingLoop(node.body, writer, () => {
    if (order) emitSorted(walk, order, left, writer);
    else emitLoop(walk, walk.tests, left, undefined, writer);
  });
}

function limitVariable(limit: ir.Expression, writer: ScriptWriter): string {
  const left = writer.fresh('left');
  writer.lines.line(`${left} = ${asSigned({ ...emitNumber(limit, writer) }).text};`);
  return left;
}

/** Undefined: not sorted, or by what bpftrace cannot compare. */
function sortable(node: ir.Foreach, writer: ScriptWriter): ir.SortOrder | undefined {
  const { order } = node;
  const { global } = writer.storageOf(node.global);
  if (!order || global.kind !== 'array') return undefined;
  switch (order.by.kind) {
    case 'value':
      return global.value === 'string' ? undefined : order;
    case 'key':
      return global.keys[order.by.index] === 'string' ? undefined : order;
    case 'stat':
      return order.by.operator === 'avg' || order.by.operator === 'variance' ? undefined : order;
  }
}

function planWalk(node: ir.Foreach, order: ir.SortOrder | undefined, writer: ScriptWriter): Walk {
  const { global } = writer.storageOf(node.global);
  const maps = mapsOf(node.global, writer);
  const by = order?.by;
  const map = (by?.kind === 'stat' ? maps.find(({ keeps }) => keeps === by.operator) : undefined) ?? maps[0];
  if (!map || global.kind !== 'array') throw new Error('a foreach over what is no array');
  const generation = generationKey(node.global, writer);
  const single = generation.length + global.keys.length === 1;
  const variable = writer.loopVariable();
  const keyText = (place: number) =>
    single ? `${variable}.0` : `${variable}.0.${place + generation.length}`;
  const tests = [
    ...generation.map((number) => `${variable}.0.0 == ${number}`),
    ...(node.slice ?? []).flatMap((key, place) =>
      key ? [`${keyText(place)} == ${emitKey(node.global, place, key, writer)}`] : [],
    ),
  ];
  return { node, map, mapText: `@${mapName(node.global, map.suffix, writer)}`, variable, keyText, tests };
}

/** One loop; `stop` is set when the body breaks out of more than this loop. */
function emitLoop(
  walk: Walk,
  tests: readonly string[],
  left: string | undefined,
  stop: string | undefined,
  writer: ScriptWriter,
): void {
  const { variable, mapText } = walk;
  const all = left === undefined ? tests : [...tests, `${left} > 0`];
  writer.lines.braces(`for (${variable} : ${mapText})`, () => {
    const body = () => {
      if (left !== undefined) writer.lines.line(`${left}--;`);
      emitBody(walk, stop, writer);
    };
    if (all.length === 0) body();
    else writer.lines.braces(`if (${all.join(' && ')})`, body);
  });
}

function emitBody(walk: Walk, stop: string | undefined, writer: ScriptWriter): void {
  const { node, variable, keyText, mapText } = walk;
  const { classes } = writer.script;
  for (const [place, key] of node.keys.entries()) {
    if (key.kind !== 'local') throw new Obstacle('has a global as the variable of a foreach', node.site);
    writer.lines.line(`$${writer.names[key.local] ?? ''} = ${keyText(place)};`);
    if (key.type === 'long' && classes.isUnsignedKey(node.global, place))
      writer.nonNegativeLocals.delete(key.local);
  }
  if (node.value) {
    if (node.value.kind !== 'local')
      throw new Obstacle('has a global as the variable of a foreach', node.site);
    const { kind } = writer.storageOf(node.global);
    const value =
      node.value.type === 'string' ? `${variable}.1` : elementValue(variable, kind === 'set', writer);
    writer.lines.line(`$${writer.names[node.value.local] ?? ''} = ${value};`);
  }
  const keyTexts = node.keys.map((key, place) =>
    key.kind === 'local'
      ? emitKey(node.global, place, { kind: 'read', place: key, type: key.type }, writer)
      : '',
  );
  writer.loops.push({ global: node.global, variable, keyTexts, map: mapText.slice(1), stop });
  emitBlock(node.body, writer);
  writer.loops.pop();
}

/** Sums need the cast, and in versions that lose a sign at `+=` plain numbers too. */
function elementValue(variable: string, isPlain: boolean, writer: ScriptWriter): string {
  return isPlain && writer.dialect.has('loop-scope') ? `${variable}.1` : `(int64)${variable}.1`;
}

function emitSorted(walk: Walk, order: ir.SortOrder, left: string | undefined, writer: ScriptWriter): void {
  const { node, variable, mapText, keyText, tests } = walk;
  const { global, kind } = writer.storageOf(node.global);
  if (global.kind !== 'array') throw new Error(`${global.name} is no array`);
  const rounds =
    node.limit?.kind === 'long' && node.limit.value > 0n ? node.limit.value : BigInt(global.capacity);
  const descending = order.direction === 'descending';
  const value =
    order.by.kind === 'key'
      ? inside(
          asSigned(
            atom(
              keyText(order.by.index),
              writer.script.classes.isUnsignedKey(node.global, order.by.index) ? 'unsigned' : 'signed',
            ),
          ),
          binding.shift,
        )
      : elementValue(variable, kind === 'set' && !writer.script.classes.isUnsignedValue(node.global), writer);
  const [found, best, previous, round] = ['found', 'best', 'previous', 'round'].map((base) =>
    writer.fresh(base),
  );
  const ends = writer.breaks(node.body) || mayOverflow(node.body, writer.script);
  const stop = ends ? writer.fresh('stop') : undefined;
  if (stop !== undefined) writer.lines.line(`${stop} = 0;`);
  writer.lines.line(`${previous} = (int64)0;`);
  const body = () => {
    writer.lines.line(`${found} = 0;`);
    writer.lines.line(`${best} = (int64)0;`);
    writer.lines.braces(`for (${variable} : ${mapText})`, () => {
      const after = `(${round} == 0 || ${value} ${descending ? '<' : '>'} ${previous})`;
      const better = `(${found} == 0 || ${value} ${descending ? '>' : '<'} ${best})`;
      writer.lines.braces(`if (${[...tests, after, better].join(' && ')})`, () => {
        writer.lines.line(`${best} = ${value};`);
        writer.lines.line(`${found} = 1;`);
      });
    });
    const walkBest = () => {
      emitLoop(walk, [...tests, `${value} == ${best}`], left, stop, writer);
      writer.lines.line(`${previous} = ${best};`);
    };
    if (writer.dialect.has('range-loops')) {
      writer.lines.braces(`if (${found} == 0)`, () => writer.lines.line('break;'));
      walkBest();
      if (stop !== undefined) writer.lines.braces(`if (${stop} == 1)`, () => writer.lines.line('break;'));
    } else {
      writer.lines.braces(`if (${found} == 1)`, walkBest);
      writer.lines.line(`${round} = 1;`);
    }
  };
  if (writer.dialect.has('range-loops')) {
    writer.lines.braces(`for (${round} : 0..${rounds})`, body);
    return;
  }
  // A while of so many rounds the verifier would have to follow to its end; as many rounds as there are elements do too.
  writer.lines.line(`${round} = 0;`);
  writer.lines.braces(`for (${writer.fresh('element')} : ${mapText})`, body);
}
