/** The nearest form of a report where bpftrace cannot walk through a map: it prints the map itself. */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import { mapName, mapsOf } from './emit-global.ts';
import type { ScriptWriter } from './script-writer.ts';

/** `limit`: so many of its highest values. A map is printed once a handler. */
export function printMaps(globals: readonly number[], limit: bigint | undefined, writer: ScriptWriter): void {
  for (const global of globals) {
    const { name } = writer.storageOf(global);
    writer.script.deviations.note('map-text', [name]);
    for (const { suffix, keeps } of mapsOf(global, writer)) {
      const map = mapName(global, suffix, writer);
      if (writer.printedMaps.has(map)) continue;
      writer.printedMaps.add(map);
      const limits = limit !== undefined && keeps !== 'stats';
      if (limit !== undefined && !limits) writer.script.deviations.note('unlimited-stats', [name]);
      writer.lines.line(limits ? `print(@${map}, ${limit});` : `print(@${map});`);
    }
  }
}

/** A foreach that cannot be written as a loop. */
export function printInstead(node: ir.Foreach, writer: ScriptWriter): void {
  const prints = contains(node.body, (child) => child.kind === 'print');
  const read = [...new Set([node.global, ...readGlobals(node.body)])];
  if (!prints) {
    const set = [...setGlobals(node.body)].map((global) => writer.storageOf(global).name);
    writer.script.deviations.note(
      'computed-array',
      set.length === 0 ? [writer.storageOf(node.global).name] : set,
    );
    for (const global of setGlobals(node.body)) writer.script.leftOut.add(global);
    return;
  }
  const limit = node.limit?.kind === 'long' && node.limit.value > 0n ? node.limit.value : undefined;
  printMaps(
    read.filter((global) => !writer.script.leftOut.has(global)),
    limit,
    writer,
  );
}

function contains(node: ir.Statement, test: (child: ir.Statement) => boolean): boolean {
  let found = false;
  walk(node, {
    statement(child) {
      found ||= test(child);
    },
  });
  return found;
}

function readGlobals(node: ir.Statement): ReadonlySet<number> {
  const found = new Set<number>();
  walk(node, {
    expression(child) {
      if (child.kind === 'stat-read') found.add(child.stat.global);
      if (child.kind === 'read' && child.place.kind !== 'local') found.add(child.place.global);
    },
  });
  return found;
}

function setGlobals(node: ir.Statement): ReadonlySet<number> {
  const found = new Set<number>();
  walk(node, {
    expression(child) {
      if ((child.kind === 'assign' || child.kind === 'step') && child.target.kind !== 'local')
        found.add(child.target.global);
    },
    statement(child) {
      if (child.kind === 'stat-add') found.add(child.stat.global);
    },
  });
  return found;
}
