/**
 * Arrays that are full. Where maps have a size of their own, each array's is that of the script, and behind what can make an element the
 * text looks whether the element is there: if not, it ends the script as SystemTap does. In: an insertion. Out: lines around it.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { overflowMessage } from '../../../src/ir/overflow-message.ts';
import { walk } from '../../../src/ir/visit.ts';
import type { DeviationList } from '../deviations.ts';
import type { Dialect } from '../dialects.ts';
import { statMaps } from '../stat-maps.ts';
import { escapeBytes } from '../string-literal.ts';
import { generationKey, mapName, mapsOf } from './emit-global.ts';
import type { Script, ScriptWriter } from './script-writer.ts';
import type { GlobalStorage } from './storage.ts';

/** Set where the script ends with an error, without `@`. */
export const failed = 'failed';

/** The first error ends the script, as it does unless MAXERRORS allows some. */
export function seesFullArrays(program: ir.Program, dialect: Dialect): boolean {
  return dialect.has('map-declarations') && program.limits.maxErrors === 0;
}

export function noteFullArrays(
  program: ir.Program,
  used: ReadonlySet<number>,
  dialect: Dialect,
  deviations: DeviationList,
): void {
  for (const global of program.globals) {
    if (global.kind !== 'array' || !used.has(global.id)) continue;
    if (global.wrap) deviations.note('wrapping-array', [global.name]);
    else if (!seesFullArrays(program, dialect)) deviations.note('full-array', [global.name]);
  }
}

/** `let @ifxmit_count = percpuhash(4096);`: of an array with generations, two are there while one is printed. */
export function mapDeclarations(script: Script, used: ReadonlySet<number>): readonly string[] {
  if (!script.dialect.has('map-declarations')) return [];
  return script.storage.flatMap(({ global, name, kind, generation }) => {
    if (global.kind !== 'array' || !used.has(global.id)) return [];
    const type = kind === 'set' ? 'hash' : 'percpuhash';
    const size = generation ? 2 * global.capacity : global.capacity;
    const maps = global.stat ? (statMaps(global.stat, script.dialect) ?? []) : [{ suffix: '' }];
    return maps.map(({ suffix }) => `let @${name}${suffix} = ${type}(${size});`);
  });
}

/** The map that counts the elements of each generation, which share a map. */
export function sizeMap({ name, generation }: GlobalStorage): string | undefined {
  return generation?.form === 'key' ? `${name}_size` : undefined;
}

/** Writes `insert`, and what ends the script if the array is full. */
export function emitInsertion(
  place: ir.ElementPlace | Extract<ir.StatPlace, { readonly kind: 'stat-element' }>,
  keys: readonly string[],
  writer: ScriptWriter,
  insert: () => void,
): void {
  const { program, dialect, deviations, collecting } = writer.script;
  const storage = writer.storageOf(place.global);
  const { global } = storage;
  if (global.kind !== 'array' || global.wrap || collecting || !seesFullArrays(program, dialect)) {
    insert();
    return;
  }
  // A break ends one loop: out of several, and into a catch, there is no way.
  if (writer.tries > 0 || writer.loops.length > 1 || writer.loops.some(({ isWhile }) => isWhile)) {
    deviations.note('full-array', [global.name]);
    insert();
    return;
  }
  const map = `@${mapName(place.global, mapsOf(place.global, writer)[0]?.suffix ?? '', writer)}`;
  const all = [...generationKey(place.global, writer), ...keys];
  const missing = `!has_key(${map}, ${all.length === 1 ? all.join() : `(${all.join(', ')})`})`;
  const size = sizeMap(storage);
  const { lines } = writer;
  // Events go on coming until bpftrace has ended.
  const first = isSpecial(writer.handler.probe.point.kind) ? '' : ` && @${failed} == 0`;
  if (size === undefined) {
    insert();
    // An element can also be missing because another CPU has deleted it.
    lines.braces(`if (${missing} && len(${map}) >= ${global.capacity}${first})`, () => {
      endWithError(global, place.site, writer);
    });
    return;
  }
  const isNew = writer.fresh('is_new');
  const [generation] = generationKey(place.global, writer);
  lines.line(`${isNew} = ${missing};`);
  insert();
  lines.braces(`if (${isNew})`, () => {
    lines.line(`@${size}[${generation}] = count();`);
    // Two CPUs can count one new element twice; the whole map then tells that it is not full.
    const full = `(int64)@${size}[${generation}] > ${global.capacity} && len(${map}) > ${global.capacity}`;
    lines.braces(`if (${full}${first})`, () => {
      endWithError(global, place.site, writer);
    });
  });
}

function isSpecial(kind: ir.Probe['point']['kind']): boolean {
  return kind === 'begin' || kind === 'end' || kind === 'error';
}

function endWithError(global: ir.ArrayGlobal, site: ir.Site, writer: ScriptWriter): void {
  const file = site.file.slice(site.file.lastIndexOf('/') + 1);
  const where = `near ${site.tokenKind} '${site.token}' at ${file}:${site.line}:${site.column}`;
  writer.lines.line(`errorf("${escapeBytes(`${overflowMessage(global)} ${where}`)}");`);
  writer.lines.line(`@${failed} = 1;`);
  const loop = writer.loops.at(-1);
  if (!loop || writer.failsInLoop === undefined) {
    writer.lines.line('exit(1);');
    return;
  }
  if (loop.stop !== undefined) writer.lines.line(`${loop.stop} = 1;`);
  writer.lines.line(`${writer.failsInLoop} = 1;`);
  writer.lines.line('break;');
}

/** A loop whose body ends the script when an array is full; a loop cannot hold exit(). */
export function emitFailingLoop(body: ir.Block, writer: ScriptWriter, loop: () => void): void {
  if (writer.loops.length > 0 || !mayOverflow(body, writer.script)) {
    loop();
    return;
  }
  const fails = writer.fresh('fails');
  writer.lines.line(`${fails} = 0;`);
  writer.failsInLoop = fails;
  loop();
  writer.failsInLoop = undefined;
  writer.lines.braces(`if (${fails} == 1)`, () => {
    writer.lines.line('exit(1);');
  });
}

export function mayOverflow(body: ir.Block, { program, dialect, collecting }: Script): boolean {
  if (collecting || !seesFullArrays(program, dialect)) return false;
  const grows = (place: ir.Place | ir.StatPlace) => {
    if (place.kind !== 'element' && place.kind !== 'stat-element') return false;
    const global = program.globals[place.global];
    return global?.kind === 'array' && !global.wrap;
  };
  let found = false;
  walk(body, {
    statement(node) {
      if (node.kind === 'stat-add') found ||= grows(node.stat);
    },
    expression(node) {
      if (node.kind === 'assign' || node.kind === 'step') found ||= grows(node.target);
    },
  });
  return found;
}
