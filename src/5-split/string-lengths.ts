/**
 * The largest length that strings can have, so that keys, records, shared arrays and the BPF stack stay small. In: the program; out: a
 * length in bytes without the NUL for what globals and functions' results hold; with it the length of any expression. Whatever
 * is not bounded has MAXSTRINGLEN-1.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';

export type LengthOfLocal = (local: number) => number;

export interface GlobalLengths {
  /** Of a scalar, or of an array's values. */
  readonly value: number;
  /** Of an array's keys, by place; 0 for numbers. */
  readonly keys: readonly number[];
}

/** What strings that are not a body's own can have. */
export interface ProgramLengths {
  readonly limits: ir.Limits;
  /** By the global's id. */
  readonly globals: readonly GlobalLengths[];
  /** Of functions' results, by the function's id. */
  readonly results: readonly number[];
}

export function stringLength(node: ir.Expression, lengthOf: LengthOfLocal, known: ProgramLengths): number {
  const longest = known.limits.maxStringLength - 1;
  const lengthIn = (child: ir.Expression) => stringLength(child, lengthOf, known);
  switch (node.kind) {
    case 'string':
      return Math.min(node.value.length, longest);
    case 'read':
      return placeLength(node.place, lengthOf, known);
    case 'assign': {
      const value = lengthIn(node.value);
      if (node.operator === undefined) return value;
      return Math.min(longest, placeLength(node.target, lengthOf, known) + value);
    }
    case 'conditional':
      return Math.max(lengthIn(node.then), lengthIn(node.otherwise));
    case 'concat':
      return Math.min(longest, lengthIn(node.left) + lengthIn(node.right));
    case 'format':
      return Math.min(
        longest,
        node.parts.reduce((sum, part) => sum + partLength(part, lengthIn, longest), 0),
      );
    case 'call':
      return known.results[node.function] ?? longest;
    case 'intrinsic':
      return Math.min(longest, node.effects.maxLength ?? characterArrayLength(node.arguments[0]) ?? longest);
    default:
      return longest;
  }
}

function placeLength(place: ir.Place, lengthOf: LengthOfLocal, known: ProgramLengths): number {
  const longest = known.limits.maxStringLength - 1;
  return place.kind === 'local' ? lengthOf(place.local) : (known.globals[place.global]?.value ?? longest);
}

/** The most that a number is printed with: sign and 19 digits, or 22 octal digits and their mark. */
const numberLength = 23;

function partLength(part: ir.FormatPart, lengthIn: (node: ir.Expression) => number, longest: number): number {
  if (part.kind === 'text') return part.text.length;
  if (part.kind === 'histogram' || typeof part.width === 'object' || typeof part.precision === 'object') {
    return longest;
  }
  const least = Math.max(part.width ?? 0, part.precision ?? 0);
  switch (part.conversion) {
    case 's':
      return Math.max(least, lengthIn(part.argument));
    case 'c':
      return Math.max(least, 4);
    case 'd':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
    case 'p':
      return Math.max(least + 2, numberLength);
    case 'm':
    case 'M':
    case 'b':
      return longest;
  }
}

/** A string read from a `char name[16]` inside a structure ends within it: at most 15 bytes and the NUL. */
function characterArrayLength(address: ir.Expression | undefined): number | undefined {
  if (address?.kind !== 'field' || address.result !== 'address') return undefined;
  const type = address.path.at(-1)?.ctype;
  if (type?.kind !== 'array' || type.element.kind !== 'integer' || type.element.size !== 1) return undefined;
  return type.length > 0 ? type.length - 1 : undefined;
}

/** One length a local (0 for numbers): the longest of all values assigned to it. */
export function localLengths(
  body: ir.Block,
  locals: readonly ir.Local[],
  known: ProgramLengths,
): readonly number[] {
  const lengths = locals.map(() => 0);
  const flows = flowsOf(body);
  settle(known.limits, (grow) => {
    for (const flow of flows) {
      if (flow.to.kind !== 'local') continue;
      const { local } = flow.to;
      grow(
        lengths,
        local,
        flow.length((index) => lengths[index] ?? 0, known),
      );
    }
  });
  return lengths;
}

/** Lengths of what globals and results hold, from every assignment anywhere in the program. */
export function programLengths(program: ir.Program): ProgramLengths {
  const { limits } = program;
  const longest = limits.maxStringLength - 1;
  const values = program.globals.map((global) => (global.kind === 'scalar' ? longest : 0));
  const keys = program.globals.map((global) => (global.kind === 'array' ? global.keys.map(() => 0) : []));
  const results = program.functions.map(() => 0);
  const bodies = [...program.functions, ...program.probes].map((owner) => ({
    lengths: owner.locals.map(() => 0),
    flows: flowsOf(owner.body),
    result: 'parameterCount' in owner ? owner.id : undefined,
  }));
  const known: ProgramLengths = {
    limits,
    results,
    globals: values.map((_, id) => ({
      get value() {
        return values[id] ?? longest;
      },
      keys: keys[id] ?? [],
    })),
  };
  settle(limits, (grow) => {
    for (const { lengths, flows, result } of bodies) {
      for (const { to, length } of flows) {
        const value = length((index) => lengths[index] ?? 0, known);
        switch (to.kind) {
          case 'local':
            grow(lengths, to.local, value);
            break;
          case 'value':
            grow(values, to.global, value);
            break;
          case 'key':
            grow(keys[to.global] ?? [], to.index, value);
            break;
          case 'parameter':
            for (const id of overloads(program, to.function))
              grow(bodies[id]?.lengths ?? [], to.index, value);
            break;
          case 'result':
            if (result !== undefined) grow(results, result, value);
            break;
        }
      }
    }
    // A call gives what the overload that it falls to gives.
    program.functions.forEach(({ id, nextOverload }) => {
      if (nextOverload !== undefined) grow(results, id, results[nextOverload] ?? 0);
    });
  });
  return { limits, results, globals: values.map((value, id) => ({ value, keys: keys[id] ?? [] })) };
}

function overloads(program: ir.Program, id: number): readonly number[] {
  const chain: number[] = [];
  for (
    let next: number | undefined = id;
    next !== undefined && !chain.includes(next);
    next = program.functions[next]?.nextOverload
  ) {
    chain.push(next);
  }
  return chain;
}

type Grow = (lengths: number[], index: number, length: number) => void;

/** Rounds after which what still grows is taken to grow without bound. */
const patience = 8;

function settle(limits: ir.Limits, round: (grow: Grow) => void): void {
  const longest = limits.maxStringLength - 1;
  let grown = true;
  for (let rounds = 0; grown; rounds++) {
    grown = false;
    round((lengths, index, length) => {
      if (length <= (lengths[index] ?? 0)) return;
      lengths[index] = rounds < patience ? length : longest;
      grown = true;
    });
  }
}

/** A string goes from an expression to somewhere. */
interface Flow {
  readonly to:
    | { readonly kind: 'local'; readonly local: number }
    | { readonly kind: 'value'; readonly global: number }
    | { readonly kind: 'key'; readonly global: number; readonly index: number }
    | { readonly kind: 'parameter'; readonly function: number; readonly index: number }
    | { readonly kind: 'result' };
  readonly length: (lengthOf: LengthOfLocal, known: ProgramLengths) => number;
}

function flowsOf(body: ir.Block): readonly Flow[] {
  const flows: Flow[] = [];
  const add = (to: Flow['to'], node: ir.Expression) => {
    flows.push({ to, length: (lengthOf, known) => stringLength(node, lengthOf, known) });
  };
  const addKeys = (global: number, keys: readonly (ir.Expression | undefined)[]) => {
    keys.forEach((key, index) => {
      if (key?.type === 'string') add({ kind: 'key', global, index }, key);
    });
  };
  const target = (place: ir.Place): Flow['to'] =>
    place.kind === 'local' ? { kind: 'local', local: place.local } : { kind: 'value', global: place.global };
  const store = (place: ir.Place | undefined, length: (known: ProgramLengths) => number) => {
    if (place?.type === 'string') flows.push({ to: target(place), length: (_, known) => length(known) });
  };
  walk(body, {
    place(place) {
      if (place.kind === 'element') addKeys(place.global, place.keys);
    },
    statPlace(place) {
      if (place.kind === 'stat-element') addKeys(place.global, place.keys);
    },
    expression(node) {
      if (node.kind === 'assign' && node.type === 'string') add(target(node.target), node);
      if (node.kind === 'member') addKeys(node.global, node.keys);
      if (node.kind !== 'call') return;
      node.arguments.forEach((argument, index) => {
        if (argument.type === 'string') add({ kind: 'parameter', function: node.function, index }, argument);
      });
    },
    statement(node) {
      if (node.kind === 'return' && node.value?.type === 'string') add({ kind: 'result' }, node.value);
      if (node.kind === 'try') store(node.message, ({ limits }) => limits.maxStringLength - 1);
      if (node.kind !== 'foreach') return;
      const { global } = node;
      node.keys.forEach((place, index) => {
        store(place, ({ globals }) => globals[global]?.keys[index] ?? 0);
      });
      store(node.value, ({ globals }) => globals[global]?.value ?? 0);
    },
  });
  return flows;
}
