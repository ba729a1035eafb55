/** Short names for IR nodes, for tests of what reads IR without a front end. */
import type * as ir from '../../src/ir/ir.ts';
import type { AttachPoint } from '../../src/program/attach-point.ts';
import type { CType } from '../../src/program/c-type.ts';

export const site: ir.Site = { file: 't.stp', line: 1, column: 1, tokenKind: 'operator', token: '+' };

const unsignedInt: CType = { kind: 'integer', size: 4, signed: false, name: 'unsigned int' };

export const limits: ir.Limits = {
  maxStringLength: 512,
  maxMapEntries: 2048,
  maxAction: 1000,
  maxActionInterruptible: 10_000,
  maxErrors: 0,
  maxSkipped: 100,
  maxNesting: 10,
  maxTryLock: 100,
  tryLockDelayUs: 10,
};

export const long = (value: number | bigint): ir.LongLiteral => ({
  kind: 'long',
  type: 'long',
  value: BigInt(value),
});
export const text = (value: string): ir.StringLiteral => ({ kind: 'string', type: 'string', value });
export const local = (index: number, type: ir.ScalarType = 'long'): ir.LocalPlace => ({
  kind: 'local',
  local: index,
  type,
});
export const global = (index: number, type: ir.ScalarType = 'long'): ir.GlobalPlace => ({
  kind: 'global',
  global: index,
  type,
});
export const element = (index: number, ...keys: ir.Expression[]): ir.ElementPlace => ({
  kind: 'element',
  global: index,
  keys,
  type: 'long',
  site,
});
export const read = (place: ir.Place): ir.Read => ({ kind: 'read', type: place.type, place });
export const binary = (
  operator: ir.BinaryOperator,
  left: ir.Expression,
  right: ir.Expression,
): ir.Binary => ({ kind: 'binary', type: 'long', operator, left, right, site });
export const compare = (
  operator: ir.Compare['operator'],
  left: ir.Expression,
  right: ir.Expression,
): ir.Compare => ({ kind: 'compare', type: 'long', operator, left, right });
export const logical = (
  operator: ir.Logical['operator'],
  left: ir.Expression,
  right: ir.Expression,
): ir.Logical => ({ kind: 'logical', type: 'long', operator, left, right });
export const call = (
  fn: number,
  type: ir.ScalarType | 'void',
  ...argumentList: ir.Expression[]
): ir.Call => ({ kind: 'call', type, function: fn, arguments: argumentList, site });
export const argument = (index: number): ir.Argument => ({
  kind: 'argument',
  type: 'long',
  index,
  ctype: unsignedInt,
});
/** `->name` of the structure at `base`. */
export const member = (base: ir.Expression, name: string, ctype: CType = unsignedInt): ir.Field => ({
  kind: 'field',
  type: 'long',
  base,
  struct: { keyword: 'struct', name: 's' },
  path: [{ kind: 'member', name, ctype }],
  result: ctype.kind === 'array' ? 'address' : 'load',
  space: 'kernel',
  site,
});
export const context = (
  name: string,
  type: ir.ScalarType = 'long',
  maxLength?: number,
  ...argumentList: ir.Expression[]
): ir.Intrinsic => ({
  kind: 'intrinsic',
  type,
  name,
  arguments: argumentList,
  effects: { pure: true, context: true, maxLength },
  site,
});
export const assign = (
  target: ir.Place,
  value: ir.Expression,
  operator?: ir.Assign['operator'],
): ir.Evaluate => ({
  kind: 'evaluate',
  expression: { kind: 'assign', type: target.type, target, operator, value, site },
});
export const increment = (target: ir.Place): ir.Evaluate => ({
  kind: 'evaluate',
  expression: { kind: 'step', type: 'long', target, delta: 1, result: 'old', site },
});
export const block = (...statements: ir.Statement[]): ir.Block => ({ kind: 'block', statements });
export const when = (condition: ir.Expression, ...then: ir.Statement[]): ir.If => ({
  kind: 'if',
  condition,
  then: block(...then),
  otherwise: undefined,
});
export const next: ir.Next = { kind: 'next', site };
export const print = (...values: ir.Expression[]): ir.Print => ({
  kind: 'print',
  site,
  parts: values.map((value) => ({
    kind: 'conversion',
    conversion: value.type === 'string' ? 's' : 'd',
    flags: [],
    width: undefined,
    precision: undefined,
    argument: value,
  })),
});
export const statAdd = (index: number, value: ir.Expression, ...keys: ir.Expression[]): ir.StatAdd => ({
  kind: 'stat-add',
  stat:
    keys.length === 0
      ? { kind: 'stat-global', global: index }
      : { kind: 'stat-element', global: index, keys, site },
  value,
  site,
});

export const scalarGlobal = (id: number, name: string, type: ir.ScalarType = 'long'): ir.ScalarGlobal => ({
  kind: 'scalar',
  id,
  name,
  type,
  initial: type === 'long' ? 0n : '',
});
export const statArray = (id: number, name: string, ...keys: ir.ScalarType[]): ir.ArrayGlobal => ({
  kind: 'array',
  id,
  name,
  keys,
  value: 'stat',
  stat: { operators: ['count', 'sum'], shift: 0, histogram: undefined },
  capacity: 2048,
  sized: false,
  wrap: false,
});

export const localList = (...names: string[]): ir.Local[] =>
  names.map((name, index) => ({ index, name, type: 'long' }));

export const probeOf = (
  id: number,
  point: AttachPoint,
  body: ir.Block,
  locals: readonly ir.Local[] = [],
): ir.Probe => ({
  id,
  point,
  pointText: point.kind,
  name: point.kind,
  condition: undefined,
  locals,
  body,
  site,
  text: '',
});
export const tracepoint: AttachPoint = {
  kind: 'tracepoint',
  name: 'event',
  parameters: [{ name: 'a', type: unsignedInt }],
};
export const functionOf = (
  id: number,
  name: string,
  parameterCount: number,
  locals: readonly ir.Local[],
  result: ir.Function['result'],
  body: ir.Block,
): ir.Function => ({
  id,
  name,
  parameterCount,
  locals,
  result,
  body,
  nextOverload: undefined,
  origin: 'user',
});
export const programOf = (
  globals: readonly ir.Global[],
  functions: readonly ir.Function[],
  probes: readonly ir.Probe[],
): ir.Program => ({ limits, globals, functions, probes });
