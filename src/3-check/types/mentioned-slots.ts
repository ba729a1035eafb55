/**
 * The slots outside a body that its types depend on: those of its globals, of the functions it calls and of its own parameters and
 * result. Its locals are its own business.
 */
import { nodesOf } from '../../ast/nodes-of.ts';
import type { FunctionSymbol, GlobalSymbol } from '../../program/program.ts';
import { rootsOf, type Body } from '../body.ts';
import type { Names } from '../names.ts';
import type { Slot } from './slots.ts';
import type { TypeTable } from './type-table.ts';

export function mentionedSlots(body: Body, names: Names, table: TypeTable): Slot[] {
  const globals = new Set<GlobalSymbol>();
  const functions = new Set<FunctionSymbol>();
  if (body.kind === 'function') functions.add(body.symbol);
  for (const root of rootsOf(body)) {
    for (const { name } of nodesOf(root, 'Identifier')) {
      const symbol = names.globalOf(body, name);
      if (symbol) globals.add(symbol);
    }
    for (const call of nodesOf(root, 'Call')) {
      for (let callee = names.callee(call); callee; callee = callee.nextOverload) functions.add(callee);
    }
  }
  const slots: Slot[] = [];
  for (const symbol of globals) {
    const { value, keys } = table.global(symbol);
    slots.push(value, ...keys);
  }
  for (const symbol of functions) {
    const { parameters, result } = table.function(symbol);
    slots.push(...parameters, result);
  }
  return slots;
}
