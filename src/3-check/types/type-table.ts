/**
 * What is known of types so far: of every variable, array key, function result and expression. A type is set once, with
 * the token that told it; a use that needs another one is a mismatch, reported once a place. Rounds go on while
 * one of them told something.
 */
import type * as ast from '../../ast/ast.ts';
import type { Diagnostic, Report } from '../../diagnostics/report.ts';
import type { FunctionSymbol, GlobalSymbol, Program, ValueType } from '../../program/program.ts';
import type { Body } from '../body.ts';
import { tokenText } from '../token-text.ts';

export type Type = 'long' | 'string' | 'stat';

/** The type of one name or place; `first` is undefined where a declaration says it. */
export interface Slot {
  type: Type | undefined;
  first: ast.TokenRef | undefined;
}

export interface GlobalSlots {
  readonly value: Slot;
  /** One a key; empty for scalars and aggregates. */
  readonly keys: Slot[];
}

export interface FunctionSlots {
  readonly parameters: readonly Slot[];
  readonly result: Slot;
}

export interface TypeTable {
  readonly expressions: Map<ast.Expression, ValueType>;
  readonly program: Program;
  /** Whether a type was told since this was asked last. */
  takeChanged(): boolean;
  local(body: Body, name: string): Slot;
  locals(body: Body): ReadonlyMap<string, Slot>;
  global(symbol: GlobalSymbol): GlobalSlots;
  function(symbol: FunctionSymbol): FunctionSlots;
  /** Takes `wanted` for an open slot; a mismatch with a known one is reported at `token`. Gives the slot's type. */
  unify(slot: Slot, wanted: Type | undefined, token: ast.TokenRef): Type | undefined;
  /** What `expression` has of itself; a mismatch with `wanted` is reported. */
  settle(expression: ast.Expression, type: Type | undefined, wanted: Type | undefined): Type | undefined;
  readonly problems: Problems;
}

export interface Problems {
  mismatch(token: ast.TokenRef, expected: Type, found: Type): void;
  slotMismatch(token: ast.TokenRef, wanted: Type, slot: Slot): void;
  sides(token: ast.TokenRef, left: Type, right: Type): void;
  index(token: ast.TokenRef, place: number, found: Type, first: ast.TokenRef | undefined): void;
  invalidType(token: ast.TokenRef, type: Type): void;
  invalidOperator(token: ast.TokenRef): void;
  noResult(token: ast.TokenRef, expected: Type): void;
  /** Name resolution found no way to a target variable, and its use was not removed. */
  unresolvedAccess(diagnostic: Diagnostic): void;
}

export function typeTable(
  program: Program,
  keyCounts: ReadonlyMap<string, number>,
  report: Report,
): TypeTable {
  const bodies = new Map<object, Map<string, Slot>>();
  const globals = new Map<GlobalSymbol, GlobalSlots>();
  const functions = new Map<FunctionSymbol, FunctionSlots>();
  const problems = problemsOf(report);

  const ownerOf = (body: Body): object => (body.kind === 'probe' ? body.probe : body.symbol);
  function localsOf(body: Body): Map<string, Slot> {
    const owner = ownerOf(body);
    let locals = bodies.get(owner);
    if (locals === undefined) {
      locals = new Map();
      if (body.kind === 'function') {
        const slots = table.function(body.symbol).parameters;
        for (const [place, parameter] of body.symbol.declaration.parameters.entries()) {
          const slot = slots[place];
          if (slot) locals.set(parameter.name, slot);
        }
      }
      bodies.set(owner, locals);
    }
    return locals;
  }

  let changed = false;
  const table: TypeTable = {
    expressions: new Map(),
    program,
    takeChanged() {
      const was = changed;
      changed = false;
      return was;
    },
    problems,
    locals: localsOf,
    local(body, name) {
      const locals = localsOf(body);
      const known = locals.get(name);
      if (known !== undefined) return known;
      const slot = openSlot();
      locals.set(name, slot);
      return slot;
    },
    global(symbol) {
      const known = globals.get(symbol);
      if (known !== undefined) return known;
      const keys = Array.from({ length: keyCounts.get(symbol.name) ?? 0 }, openSlot);
      const slots = { value: initialSlot(symbol), keys };
      globals.set(symbol, slots);
      return slots;
    },
    function(symbol) {
      const known = functions.get(symbol);
      if (known !== undefined) return known;
      const { parameters, type } = symbol.declaration;
      const slots: FunctionSlots = {
        parameters: parameters.map((parameter) => ({ type: parameter.type, first: undefined })),
        result: { type, first: undefined },
      };
      functions.set(symbol, slots);
      return slots;
    },
    unify(slot, wanted, token) {
      if (wanted === undefined || slot.type === wanted) return slot.type;
      if (slot.type !== undefined) {
        problems.slotMismatch(token, wanted, slot);
        return slot.type;
      }
      slot.type = wanted;
      slot.first = token;
      changed = true;
      return wanted;
    },
    settle(expression, type, wanted) {
      if (type !== undefined) table.expressions.set(expression, type);
      if (type !== undefined && wanted !== undefined && type !== wanted) {
        problems.mismatch(expression.token, wanted, type);
      }
      return type;
    },
  };
  return table;
}

function openSlot(): Slot {
  return { type: undefined, first: undefined };
}

function initialSlot(symbol: GlobalSymbol): Slot {
  const { initial } = symbol.declaration;
  if (initial === undefined) return openSlot();
  return { type: initial.kind === 'NumberLiteral' ? 'long' : 'string', first: undefined };
}

/** SystemTap's name of a type. */
export function typeName(type: Type): string {
  return type === 'stat' ? 'stats' : type;
}

function problemsOf(report: Report): Problems {
  const seen = new Set<string>();
  const isNew = (kind: string, token: ast.TokenRef): boolean => {
    const place = `${kind} ${token.span.file.name} ${token.span.start}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  };
  const firstPlace = (first: ast.TokenRef | undefined, what: string) =>
    first
      ? { related: [{ message: `${what} first inferred here: ${tokenText(first)}`, span: first.span }] }
      : {};
  return {
    mismatch(token, expected, found) {
      if (!isNew('type', token)) return;
      const values = { expected: typeName(expected), found: typeName(found), token: tokenText(token) };
      report.add('STSX3001', token.span, values);
    },
    slotMismatch(token, wanted, slot) {
      if (slot.type === undefined || !isNew('type', token)) return;
      if (slot.first === undefined) {
        const values = { expected: typeName(wanted), found: typeName(slot.type), token: tokenText(token) };
        report.add('STSX3001', token.span, values);
        return;
      }
      const place = firstPlace(slot.first, `type was (${typeName(slot.type)})`);
      report.add('STSX3002', token.span, { found: typeName(wanted), token: tokenText(token) }, place);
    },
    sides(token, left, right) {
      if (!isNew('sides', token)) return;
      report.add('STSX3003', token.span, {
        left: typeName(left),
        right: typeName(right),
        token: tokenText(token),
      });
    },
    index(token, index, found, first) {
      if (!isNew('index', token)) return;
      const values = { index, found: typeName(found), token: tokenText(token) };
      report.add('STSX3004', token.span, values, firstPlace(first, `type of index ${index} was`));
    },
    invalidType(token, type) {
      if (isNew('type', token))
        report.add('STSX3006', token.span, { type: typeName(type), token: tokenText(token) });
    },
    noResult(token, expected) {
      if (!isNew('type', token)) return;
      report.add('STSX3016', token.span, { expected: typeName(expected), token: tokenText(token) });
    },
    unresolvedAccess(diagnostic) {
      if (!report.diagnostics.includes(diagnostic)) report.diagnostics.push(diagnostic);
    },
    invalidOperator(token) {
      if (isNew('type', token)) report.add('STSX3014', token.span, { token: tokenText(token) });
    },
  };
}
