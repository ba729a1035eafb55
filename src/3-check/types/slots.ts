/**
 * A slot is the type of one name: a local, a global's value, a key of an array, a parameter, a function's result. It is told once, by the
 * token that is remembered as its first.
 */
import type * as ast from '../../ast/ast.ts';

export type Type = 'long' | 'string' | 'stat';

export interface Slot {
  type: Type | undefined;
  /** Undefined where a declaration says the type. */
  first: ast.TokenRef | undefined;
  /** When it was told, by the table's clock. */
  told: number;
  /** Which parameter it is. */
  readonly parameter: number | undefined;
}

export interface GlobalSlots {
  readonly value: Slot;
  /** One a key; empty for scalars and aggregates. */
  readonly keys: readonly Slot[];
}

export interface FunctionSlots {
  readonly parameters: readonly Slot[];
  readonly result: Slot;
}

export function slot(type?: Type, parameter?: number): Slot {
  return { type, first: undefined, told: 0, parameter };
}

/** SystemTap's name of a type. */
export function typeName(type: Type): string {
  return type === 'stat' ? 'stats' : type;
}
