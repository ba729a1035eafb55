/**
 * Where a map can only be printed as it is: keys that a report shows by the name of the address are stored so that bpftrace prints that
 * name. In: handlers. Out: `global place` to bpftrace's function.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import type { ScriptHandler } from './storage.ts';

const naming: Readonly<Record<string, string>> = { symname: 'ksym', usymname: 'usym' };

export function namedKeys(
  handlers: readonly ScriptHandler[],
  program: ir.Program,
): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const global of program.globals) {
    if (global.kind !== 'array') continue;
    for (const [place, type] of global.keys.entries()) {
      const name = type === 'long' ? commonName(handlers, global.id, place) : undefined;
      if (name !== undefined) named.set(`${global.id} ${place}`, name);
    }
  }
  return named;
}

/** Each foreach over the array shows this key by one function and uses it for nothing else but the array itself. */
function commonName(handlers: readonly ScriptHandler[], global: number, place: number): string | undefined {
  const names = new Set<string | undefined>();
  for (const { body } of handlers) {
    walk(body, {
      statement(node) {
        if (node.kind !== 'foreach' || node.global !== global) return;
        const key = node.keys[place];
        names.add(key?.kind === 'local' ? nameOfLocal(node.body, key.local, global, place) : undefined);
      },
    });
  }
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

function nameOfLocal(body: ir.Block, local: number, global: number, place: number): string | undefined {
  const names = new Set<string | undefined>();
  const isKey = (node: ir.Expression | undefined) =>
    node?.kind === 'read' && node.place.kind === 'local' && node.place.local === local;
  const ownKeys = new Set<ir.Expression>();
  const noteKeys = (of: { readonly global: number; readonly keys: readonly ir.Expression[] }) => {
    const key = of.keys[place];
    if (of.global === global && key && isKey(key)) ownKeys.add(key);
  };
  walk(body, {
    expression(node) {
      if (node.kind === 'read' && node.place.kind === 'element') noteKeys(node.place);
      if (node.kind === 'stat-read' && node.stat.kind === 'stat-element') noteKeys(node.stat);
      if (node.kind === 'intrinsic' && Object.hasOwn(naming, node.name) && isKey(node.arguments[0])) {
        names.add(naming[node.name]);
        return false;
      }
      if (isKey(node) && !ownKeys.has(node)) names.add(undefined);
      return undefined;
    },
  });
  const [only] = names;
  return names.size === 1 ? only : undefined;
}
