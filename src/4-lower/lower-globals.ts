/** Globals with their ids, initial values and, for aggregates, what they keep. */
import type * as ir from '../ir/ir.ts';
import type { GlobalSymbol, TypedProgram } from '../program/program.ts';
import { textUntilNul } from './scope.ts';
import { statShapes } from './stat-shapes.ts';

export function lowerGlobals(typed: TypedProgram, maxMapEntries: number): ir.Global[] {
  const shapeOf = statShapes(typed);
  return typed.globals.map(({ symbol, type }, id): ir.Global => {
    const name = symbol.origin === 'user' ? symbol.displayName : symbol.name;
    switch (type.kind) {
      case 'scalar':
        return { kind: 'scalar', id, name, type: type.type, initial: initialValue(symbol, type.type) };
      case 'stat':
        return { kind: 'stat', id, name, stat: shapeOf(symbol.name) };
      case 'array': {
        const { size, wrap } = symbol.declaration;
        return {
          kind: 'array',
          id,
          name,
          keys: type.keys,
          value: type.value,
          stat: type.value === 'stat' ? shapeOf(symbol.name) : undefined,
          capacity: size ?? maxMapEntries,
          sized: size !== undefined,
          wrap,
        };
      }
    }
  });
}

function initialValue(symbol: GlobalSymbol, type: ir.ScalarType): bigint | string {
  const value = symbol.initialOverride ?? symbol.declaration.initial?.value ?? (type === 'long' ? 0n : '');
  return typeof value === 'string' ? textUntilNul(value) : value;
}
