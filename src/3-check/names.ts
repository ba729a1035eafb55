/**
 * What the names in a body stand for. Calls find the head of their overload chain by name and number of arguments:
 * functions of one name and another number of parameters have nothing to do with each other.
 */
import type * as ast from '../ast/ast.ts';
import type { FunctionSymbol, GlobalSymbol, Program } from '../program/program.ts';
import type { Body } from './body.ts';

export interface Names {
  readonly globals: ReadonlyMap<string, GlobalSymbol>;
  /** Undefined: name resolution has reported the call. */
  callee(call: ast.Call): FunctionSymbol | undefined;
  /** The global that `name` is in `body`; undefined: a local. */
  globalOf(body: Body, name: string): GlobalSymbol | undefined;
}

export function namesOf(program: Program): Names {
  const globals = new Map(program.globals.map((symbol) => [symbol.name, symbol]));
  const heads = new Map<string, FunctionSymbol>();
  const followers = new Set(program.functions.map((symbol) => symbol.nextOverload));
  for (const symbol of program.functions) {
    if (followers.has(symbol)) continue;
    const arity = symbol.declaration.parameters.length;
    heads.set(`${symbol.name}/${arity}`, symbol);
    if (!heads.has(`${symbol.displayName}/${arity}`)) heads.set(`${symbol.displayName}/${arity}`, symbol);
  }
  return {
    globals,
    callee: (call) => heads.get(`${call.name}/${call.arguments.length}`),
    globalOf: (body, name) => (body.parameters.has(name) ? undefined : globals.get(name)),
  };
}
