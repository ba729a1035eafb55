/** Puts the result of checking together: what is left of the script, with a type for every name and expression. */
import { nodesOf } from '../ast/nodes-of.ts';
import type {
  GlobalSymbol,
  GlobalType,
  LocalSymbol,
  Program,
  TypedBody,
  TypedProgram,
} from '../program/program.ts';
import { rootsOf, type Body } from './body.ts';
import type { Names } from './names.ts';
import type { Slot } from './types/slots.ts';
import type { TypeTable } from './types/type-table.ts';
import { unreadGlobals } from './unread-globals.ts';

export function typedProgram(
  program: Program,
  original: readonly Body[],
  bodies: readonly Body[],
  names: Names,
  table: TypeTable,
): TypedProgram {
  const used = new Set<GlobalSymbol>();
  for (const body of bodies) {
    for (const root of rootsOf(body)) {
      for (const { name } of nodesOf(root, 'Identifier')) {
        const symbol = names.globalOf(body, name);
        if (symbol) used.add(symbol);
      }
    }
  }

  const functions: TypedProgram['functions'][number][] = [];
  const probes: TypedProgram['probes'][number][] = [];
  for (const body of bodies) {
    const typed = typedBody(body, names, table);
    if (body.kind === 'probe') probes.push({ ...typed, probe: body.probe, condition: body.condition });
    else {
      const result = table.function(body.symbol).result.type;
      functions.push({
        ...typed,
        symbol: body.symbol,
        parameters: typed.locals.slice(0, body.symbol.declaration.parameters.length),
        result: result === undefined || result === 'stat' ? 'void' : result,
      });
    }
  }
  return {
    globals: program.globals
      .filter((symbol) => used.has(symbol))
      .map((symbol) => ({ symbol, type: globalType(symbol, table) })),
    functions,
    probes,
    types: table.expressions,
    callee: (call) => names.callee(call),
    accesses: program.accesses,
    unreadGlobals: unreadGlobals(original, bodies, names),
  };
}

function typedBody(body: Body, names: Names, table: TypeTable): TypedBody {
  const locals = new Map<string, LocalSymbol>();
  const add = (name: string) => {
    if (!locals.has(name)) locals.set(name, { name, type: scalarType(table.local(body, name)) });
  };
  for (const parameter of body.parameters) add(parameter);
  for (const { name } of nodesOf(body.block, 'Identifier')) if (!names.globalOf(body, name)) add(name);
  return { body: body.block, locals: [...locals.values()] };
}

function globalType(symbol: GlobalSymbol, table: TypeTable): GlobalType {
  const { value, keys } = table.global(symbol);
  if (keys.length > 0) {
    return { kind: 'array', keys: keys.map(scalarType), value: value.type ?? 'long' };
  }
  return value.type === 'stat' ? { kind: 'stat' } : { kind: 'scalar', type: scalarType(value) };
}

/** What has no type was reported; it counts as a number so that the shape of the result is whole. */
function scalarType({ type }: Slot): 'long' | 'string' {
  return type === 'string' ? 'string' : 'long';
}
