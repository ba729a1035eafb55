/**
 * C types of script expressions, for `value->member` without a cast: a value keeps the type of the target variable or cast that it came
 * from, through variables, arrays, arguments and results, where all that comes to one place agrees. Comes in: the program's bodies
 * and the accesses known so far; goes out: a function from expression to type.
 */
import type * as ast from '../../ast/ast.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import type { CType } from '../../program/c-type.ts';
import { sameType } from '../../program/c-type-text.ts';

/** A body as values flow through it. */
export interface FlowBody {
  readonly block: ast.Block;
  readonly function: FlowFunction | undefined;
}

export interface FlowFunction {
  readonly name: string;
  readonly parameters: readonly string[];
}

export interface KnownTypes {
  /** Of a target expression that is resolved. */
  readonly ofAccess: (node: ast.Expression) => CType | undefined;
  readonly isGlobal: (name: string) => boolean;
  /** What a call of that name may run: a chain of overloads. */
  readonly calledBy: (call: ast.Call) => readonly FlowFunction[];
}

export interface ValueTyper {
  readonly typeOf: (expression: ast.Expression, body: FlowBody) => CType | undefined;
  /** More accesses are known than before: what was found out about variables is out of date. */
  readonly forget: () => void;
}

/** What comes to a place: the value of an expression, or what another place holds. */
type Source =
  | { readonly kind: 'value'; readonly value: ast.Expression; readonly body: FlowBody }
  | { readonly kind: 'place'; readonly place: string };

/** Of places that values go through one after another: what goes further is no program that anybody wrote. */
const longestChain = 200;

export function valueTyper(bodies: readonly FlowBody[], known: KnownTypes): ValueTyper {
  const namer = placeNamer(bodies, known);
  const sources = sourcesOf(bodies, known, namer);
  const places = new Map<string, CType | undefined>();
  let depth = 0;
  return {
    typeOf,
    forget: () => {
      places.clear();
    },
  };

  function typeOf(node: ast.Expression, body: FlowBody): CType | undefined {
    switch (node.kind) {
      case 'TargetVariable':
      case 'Cast':
      case 'AtVar':
      case 'Autocast':
        return known.ofAccess(node);
      case 'Identifier':
        return placeType(namer.variable(node.name, body));
      case 'Index':
        return placeType(namer.element(node.base.name));
      case 'Assignment':
        return node.operator === '=' ? typeOf(node.value, body) : undefined;
      case 'Conditional':
        return agreed([node.then, node.otherwise].map((value) => typeOf(value, body)));
      case 'Call':
        return agreed(known.calledBy(node).map(({ name }) => placeType(namer.result(name))));
      default:
        return undefined;
    }
  }

  /** While its type is being found, a place says nothing about itself. */
  function placeType(place: string): CType | undefined {
    const coming = sources.get(place);
    if (coming === undefined || places.has(place)) return places.get(place);
    if (depth > longestChain) return undefined;
    places.set(place, undefined);
    depth++;
    const type = agreed(
      coming.map((source) =>
        source.kind === 'place' ? placeType(source.place) : typeOf(source.value, source.body),
      ),
    );
    depth--;
    places.set(place, type);
    return type;
  }
}

/** Numbers (0 for "none") do not count; two different types give none. */
function agreed(types: readonly (CType | undefined)[]): CType | undefined {
  let found: CType | undefined;
  for (const type of types) {
    if (type === undefined) continue;
    if (found !== undefined && !sameType(found, type)) return undefined;
    found = type;
  }
  return found;
}

/** Names of the places that values come to. */
interface PlaceNamer {
  readonly variable: (name: string, body: FlowBody) => string;
  readonly element: (array: string) => string;
  readonly key: (array: string, place: number) => string;
  readonly parameter: (of: string, name: string) => string;
  readonly result: (of: string) => string;
}

function placeNamer(bodies: readonly FlowBody[], known: KnownTypes): PlaceNamer {
  const owners = new Map(bodies.map((body, place) => [body, place]));
  const parameter = (of: string, name: string) => `parameter ${of} ${name}`;
  return {
    variable(name, body) {
      if (body.function?.parameters.includes(name)) return parameter(body.function.name, name);
      return known.isGlobal(name) ? `global ${name}` : `local ${owners.get(body)} ${name}`;
    },
    element: (array) => `element ${array}`,
    key: (array, place) => `key ${array} ${place}`,
    parameter,
    result: (of) => `result ${of}`,
  };
}

function sourcesOf(
  bodies: readonly FlowBody[],
  known: KnownTypes,
  namer: PlaceNamer,
): ReadonlyMap<string, readonly Source[]> {
  const sources = new Map<string, Source[]>();
  const comes = (place: string, source: Source): void => {
    const others = sources.get(place);
    if (others === undefined) sources.set(place, [source]);
    else others.push(source);
  };
  for (const body of bodies) {
    const valueComes = (place: string, value: ast.Expression | ast.Wildcard | undefined): void => {
      if (value !== undefined && value.kind !== 'Wildcard') comes(place, { kind: 'value', value, body });
    };
    for (const { operator, target, value } of nodesOf(body.block, 'Assignment')) {
      if (operator !== '=') continue;
      if (target.kind === 'Identifier') valueComes(namer.variable(target.name, body), value);
      else if (target.kind === 'Index') valueComes(namer.element(target.base.name), value);
    }
    for (const { base, keys } of nodesOf(body.block, 'Index')) {
      keys.forEach((key, place) => {
        valueComes(namer.key(base.name, place), key);
      });
    }
    for (const { base, keys, value } of nodesOf(body.block, 'ForeachStatement')) {
      if (base.kind !== 'Identifier') continue;
      keys.forEach(({ name }, place) => {
        comes(namer.variable(name, body), { kind: 'place', place: namer.key(base.name, place) });
      });
      if (value !== undefined)
        comes(namer.variable(value.name, body), { kind: 'place', place: namer.element(base.name) });
    }
    for (const call of nodesOf(body.block, 'Call')) {
      for (const { name, parameters } of known.calledBy(call)) {
        parameters.forEach((parameter, place) => {
          valueComes(namer.parameter(name, parameter), call.arguments[place]);
        });
      }
    }
    if (body.function === undefined) continue;
    for (const { value } of nodesOf(body.block, 'ReturnStatement')) {
      valueComes(namer.result(body.function.name), value);
    }
  }
  return sources;
}
