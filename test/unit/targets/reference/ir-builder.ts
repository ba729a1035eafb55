/** Programs for the reference, in IR by hand, and how to run them. */
import type * as ir from '../../../../src/ir/ir.ts';
import { block, limits, long as num, text } from '../../../support/ir-builder.ts';
import { runReference, type ReferenceSession } from '../../../../targets/reference/run-reference.ts';
import { virtualSurroundings } from '../../../../targets/reference/virtual-surroundings.ts';

export { block, global, limits, local, long as num, read, text } from '../../../support/ir-builder.ts';

export const site: ir.Site = { file: 'x.stp', line: 1, column: 20, tokenKind: 'operator', token: '/' };

export const literal = (value: number | string): ir.Expression =>
  typeof value === 'number' ? num(value) : text(value);
export const element = (id: number, key: ir.Expression, type: ir.ScalarType = 'long'): ir.ElementPlace => ({
  kind: 'element',
  global: id,
  keys: [key],
  type,
  site,
});

export function binary(operator: ir.BinaryOperator, left: ir.Expression, right: ir.Expression): ir.Binary {
  return { kind: 'binary', type: 'long', operator, left, right, site };
}

export function assign(
  target: ir.Place,
  value: ir.Expression,
  operator?: ir.BinaryOperator | 'concat',
): ir.Statement {
  return evaluate({ kind: 'assign', type: target.type, target, operator, value, site });
}

export function intrinsic(
  name: string,
  type: ir.Intrinsic['type'],
  ...operands: ir.Expression[]
): ir.Intrinsic {
  const effects = { pure: false, context: false, maxLength: undefined };
  return { kind: 'intrinsic', type, name, arguments: operands, effects, site };
}

export const evaluate = (expression: ir.Expression): ir.Statement => ({ kind: 'evaluate', expression });
export const exit = evaluate(intrinsic('exit', 'void'));

/** Numbers by %d, strings by %s, and a newline. */
export function println(...values: ir.Expression[]): ir.Statement {
  const parts: ir.FormatPart[] = values.map((argument) => ({
    kind: 'conversion',
    conversion: argument.type === 'string' ? 's' : 'd',
    flags: [],
    width: undefined,
    precision: undefined,
    argument,
  }));
  return { kind: 'print', parts: [...parts, { kind: 'text', text: '\n' }], site };
}

export function array(id: number, options: Partial<ir.ArrayGlobal> = {}): ir.ArrayGlobal {
  return {
    id,
    name: `g${id}`,
    kind: 'array',
    keys: ['long'],
    value: 'long',
    stat: undefined,
    capacity: 2048,
    sized: false,
    wrap: false,
    ...options,
  };
}

export function scalar(id: number, initial: bigint | string): ir.ScalarGlobal {
  return {
    id,
    name: `g${id}`,
    kind: 'scalar',
    type: typeof initial === 'bigint' ? 'long' : 'string',
    initial,
  };
}

export type ProbeSpec = readonly [
  point: ir.Probe['point'] | 'begin' | 'end' | 'error',
  ...statements: ir.Statement[],
];

/** Every probe has four numbers and, behind them, two strings as locals. */
const locals: ir.Local[] = [0, 1, 2, 3, 4, 5].map((index) => ({
  index,
  name: `l${index}`,
  type: index < 4 ? 'long' : 'string',
}));

export function program(
  globals: readonly ir.Global[],
  specs: readonly ProbeSpec[],
  own: Partial<ir.Limits> = {},
): ir.Program {
  const probes = specs.map(([point, ...statements], id): ir.Probe => {
    const resolved = typeof point === 'string' ? { kind: point, sequence: 0n } : point;
    return {
      id,
      point: resolved,
      pointText: resolved.kind,
      name: resolved.kind,
      condition: undefined,
      locals,
      body: block(...statements),
      site,
      text: '',
    };
  });
  return { limits: { ...limits, ...own }, globals, functions: [], probes };
}

export async function run(
  built: ir.Program,
  session: Partial<ReferenceSession> = {},
): Promise<{ out: string; err: string; status: number }> {
  let out = '';
  let err = '';
  const { status } = await runReference(built, {
    write: (bytes) => {
      out += bytes;
    },
    writeError: (bytes) => {
      err += bytes;
    },
    surroundings: virtualSurroundings(),
    stop: new AbortController().signal,
    events: undefined,
    suppressHandlerErrors: false,
    suppressWarnings: false,
    ...session,
  });
  return { out, err, status };
}
