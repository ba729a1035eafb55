/** IR by hand, for tests of the libbpf target: short functions that make one node each. */
import type * as ir from '../../../../src/ir/ir.ts';
import type { AttachPoint } from '../../../../src/program/attach-point.ts';
import type { CType } from '../../../../src/program/c-type.ts';
import { limits } from '../../../support/ir-builder.ts';

export {
  block,
  global as globalPlace,
  limits,
  local as localPlace,
  long,
  read,
  text as string,
  when,
} from '../../../support/ir-builder.ts';

export function site(token: string): ir.Site {
  return { file: 'x.stp', line: 1, column: 1, tokenKind: 'operator', token };
}

export function element(
  global: number,
  keys: readonly ir.Expression[],
  type: ir.ScalarType = 'long',
): ir.ElementPlace {
  return { kind: 'element', global, keys, type, site: site('a') };
}

export function binary(left: ir.Expression, operator: ir.BinaryOperator, right: ir.Expression): ir.Binary {
  return { kind: 'binary', type: 'long', operator, left, right, site: site(operator) };
}

export function compare(
  left: ir.Expression,
  operator: ir.Compare['operator'],
  right: ir.Expression,
): ir.Compare {
  return { kind: 'compare', type: 'long', operator, left, right };
}

export function logical(left: ir.Expression, operator: '&&' | '||', right: ir.Expression): ir.Logical {
  return { kind: 'logical', type: 'long', operator, left, right };
}

export function assign(target: ir.Place, value: ir.Expression, operator?: ir.Assign['operator']): ir.Assign {
  return { kind: 'assign', type: target.type, target, operator, value, site: site('=') };
}

export function step(target: ir.Place, delta: 1 | -1 = 1, result: 'old' | 'new' = 'old'): ir.Step {
  return { kind: 'step', type: 'long', target, delta, result, site: site('++') };
}

export function intrinsic(
  name: string,
  type: 'long' | 'string' | 'void',
  given: readonly ir.Expression[] = [],
  effects: Partial<ir.IntrinsicEffects> = {},
): ir.Intrinsic {
  return {
    kind: 'intrinsic',
    type,
    name,
    arguments: given,
    effects: { pure: false, context: false, maxLength: undefined, ...effects },
    site: site(name),
  };
}

/** An intrinsic that reads the event. */
export function context(
  name: string,
  type: 'long' | 'string',
  given: readonly ir.Expression[] = [],
  maxLength?: number,
) {
  return intrinsic(name, type, given, { pure: true, context: true, maxLength });
}

export function evaluate(expression: ir.Expression): ir.Evaluate {
  return { kind: 'evaluate', expression };
}

export function print(...values: readonly (ir.Expression | string)[]): ir.Print {
  return { kind: 'print', parts: values.map(part), site: site('printf') };
}

export function part(value: ir.Expression | string): ir.FormatPart {
  if (typeof value === 'string') return { kind: 'text', text: value };
  return {
    kind: 'conversion',
    conversion: value.type === 'string' ? 's' : 'd',
    flags: [],
    width: undefined,
    precision: undefined,
    argument: value,
  };
}

export function charge(actions = 1): ir.Charge {
  return { kind: 'charge', actions, site: site('{') };
}

export function locals(
  ...types: readonly (readonly [name: string, type: ir.ScalarType])[]
): readonly ir.Local[] {
  return types.map(([name, type], index) => ({ index, name, type }));
}

export const begin: AttachPoint = { kind: 'begin', sequence: 0n };

export const pointerTo = (name: string): CType => ({
  kind: 'pointer',
  to: { kind: 'struct', keyword: 'struct', name },
});
export const unsignedInt: CType = { kind: 'integer', size: 4, signed: false, name: 'unsigned int' };
export const int: CType = { kind: 'integer', size: 4, signed: true, name: 'int' };
export const character: CType = { kind: 'integer', size: 1, signed: true, name: 'char' };

export function tracepoint(name: string, ...parameters: readonly (readonly [string, CType])[]): AttachPoint {
  return {
    kind: 'tracepoint',
    name,
    parameters: parameters.map(([parameter, type]) => ({ name: parameter, type })),
  };
}

export function argument(index: number, ctype: CType): ir.Argument {
  return { kind: 'argument', type: 'long', index, ctype };
}

export function field(
  base: ir.Expression,
  struct: string,
  path: readonly (readonly [name: string, ctype: CType])[],
  result: 'load' | 'address' = 'load',
): ir.Field {
  return {
    kind: 'field',
    type: 'long',
    base,
    struct: { keyword: 'struct', name: struct },
    path: path.map(([name, ctype]) => ({ kind: 'member', name, ctype })),
    result,
    space: 'kernel',
    site: site('->'),
  };
}

export function probe(
  id: number,
  point: AttachPoint,
  body: ir.Block,
  given: Partial<Pick<ir.Probe, 'locals' | 'text' | 'condition'>> = {},
): ir.Probe {
  return {
    id,
    point,
    pointText: point.kind,
    name: point.kind,
    condition: undefined,
    locals: [],
    body,
    site: site('probe'),
    text: 'probe …',
    ...given,
  };
}

export function program(probes: readonly ir.Probe[], parts: Partial<ir.Program> = {}): ir.Program {
  return { limits, globals: [], functions: [], probes, ...parts };
}
