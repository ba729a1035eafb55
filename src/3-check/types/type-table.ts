/**
 * What is known of types so far: of every name, and of every expression. A mention of a name has a type of its own before the name has:
 * the place around it tells the mention in one round, and the first mention that was told tells the name in the next. So
 * `x = 1; x . "a"` blames the second mention, as SystemTap does.
 */
import type * as ast from '../../ast/ast.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { FunctionSymbol, GlobalSymbol, Program } from '../../program/program.ts';
import type { Body } from '../body.ts';
import { problemsOf, type Problems } from './problems.ts';
import { slot, type FunctionSlots, type GlobalSlots, type Slot, type Type } from './slots.ts';

export interface TypeTable {
  readonly expressions: Map<ast.Expression, Type>;
  readonly program: Program;
  readonly problems: Problems;
  /** Ticks whenever something becomes known: of an expression or of a name. */
  readonly clock: number;
  local(body: Body, name: string): Slot;
  global(symbol: GlobalSymbol): GlobalSlots;
  function(symbol: FunctionSymbol): FunctionSlots;
  /** A mention of a name in a place that wants a type; gives the mention's type. */
  mention(node: ast.Expression, name: Slot, wanted: Type | undefined): Type | undefined;
  /** An open name takes the type of a value that comes to it. */
  tell(name: Slot, type: Type, token: ast.TokenRef): void;
  /** An expression whose kind says its type; another one wanted is a mismatch. */
  settle(node: ast.Expression, type: Type | undefined, wanted: Type | undefined): Type | undefined;
  /** A literal, whose type nobody has to be told. */
  literal(node: ast.Expression, type: Type, wanted: Type | undefined): Type;
  /** The type of an expression before it is looked at in this round. */
  known(node: ast.Expression): Type | undefined;
}

export function typeTable(
  program: Program,
  keyCounts: ReadonlyMap<string, number>,
  report: Report,
): TypeTable {
  const bodies = new Map<object, Map<string, Slot>>();
  const globals = new Map<GlobalSymbol, GlobalSlots>();
  const functions = new Map<FunctionSymbol, FunctionSlots>();
  const expressions = new Map<ast.Expression, Type>();
  const problems = problemsOf(report);
  let clock = 0;

  function functionSlots(symbol: FunctionSymbol): FunctionSlots {
    const known = functions.get(symbol);
    if (known !== undefined) return known;
    const { parameters, type } = symbol.declaration;
    const slots = { parameters: parameters.map((one, place) => slot(one.type, place)), result: slot(type) };
    functions.set(symbol, slots);
    return slots;
  }

  function localsOf(body: Body): Map<string, Slot> {
    const owner: object = body.kind === 'probe' ? body.probe : body.symbol;
    const known = bodies.get(owner);
    if (known !== undefined) return known;
    const locals = new Map<string, Slot>();
    if (body.kind === 'function') {
      const slots = functionSlots(body.symbol).parameters;
      for (const [place, { name }] of body.symbol.declaration.parameters.entries()) {
        locals.set(name, slots[place] ?? slot());
      }
    }
    bodies.set(owner, locals);
    return locals;
  }

  function learn(node: ast.Expression, type: Type): void {
    expressions.set(node, type);
    clock++;
  }

  const tell: TypeTable['tell'] = (name, type, token) => {
    if (name.type !== undefined) return;
    name.type = type;
    name.first = token;
    name.told = ++clock;
  };

  return {
    expressions,
    program,
    problems,
    get clock() {
      return clock;
    },
    local(body, name) {
      const locals = localsOf(body);
      const known = locals.get(name);
      if (known !== undefined) return known;
      const open = slot();
      locals.set(name, open);
      return open;
    },
    global(symbol) {
      const known = globals.get(symbol);
      if (known !== undefined) return known;
      const keys = Array.from({ length: keyCounts.get(symbol.name) ?? 0 }, () => slot());
      const slots = { value: slot(initialType(symbol)), keys };
      globals.set(symbol, slots);
      return slots;
    },
    function: functionSlots,
    mention(node, name, wanted) {
      const own = expressions.get(node);
      if (own === undefined) {
        const type = wanted ?? name.type;
        if (type !== undefined) learn(node, type);
      } else tell(name, own, node.token);
      const type = expressions.get(node);
      if (name.type !== undefined && type !== undefined && type !== name.type) {
        problems.slotMismatch(node.token, type, name);
      } else if (name.type !== undefined && wanted !== undefined && wanted !== name.type) {
        problems.slotMismatch(node.token, wanted, name);
      }
      return type;
    },
    tell,
    settle(node, type, wanted) {
      if (type === undefined) return undefined;
      if (expressions.get(node) !== type) learn(node, type);
      if (wanted !== undefined && type !== wanted) problems.mismatch(node.token, wanted, type);
      return type;
    },
    literal(node, type, wanted) {
      if (wanted !== undefined && type !== wanted) problems.mismatch(node.token, wanted, type);
      return type;
    },
    known(node) {
      if (node.kind === 'NumberLiteral') return 'long';
      if (node.kind === 'StringLiteral') return 'string';
      return expressions.get(node);
    },
  };
}

function initialType(symbol: GlobalSymbol): Type | undefined {
  const { initial } = symbol.declaration;
  if (initial === undefined) return undefined;
  return initial.kind === 'NumberLiteral' ? 'long' : 'string';
}
