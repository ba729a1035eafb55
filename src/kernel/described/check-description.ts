/**
 * Whether a value read from a file is a description of a kernel, down to the last type: what is behind trusts it. Only members that have
 * to be there are asked for.
 */
import type { CType } from '../../program/c-type.ts';
import type { KernelDescription } from './kernel-description.ts';

type Check = (value: unknown) => boolean;
type Members<Of> = { readonly [Name in keyof Of]-?: Check };

export function isKernelDescription(value: unknown): value is KernelDescription {
  return description(value);
}

const text: Check = (value) => typeof value === 'string';
const whole: Check = (value) => Number.isSafeInteger(value);
const truth: Check = (value) => typeof value === 'boolean';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

/** Names to values of one form. */
function table(check: Check): Check {
  return (value) => isRecord(value) && Object.values(value).every(check);
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function shape<Of>(members: Members<Of>): Check {
  const checks = Object.entries<Check>(members);
  return (value) => isRecord(value) && checks.every(([name, check]) => check(own(value, name)));
}

function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function oneOf(...words: readonly string[]): Check {
  return (value) => typeof value === 'string' && words.includes(value);
}

const kind: Check = text;

const cTypes: { readonly [Kind in CType['kind']]: Check } = {
  void: shape({}),
  function: shape({}),
  integer: shape<Extract<CType, { kind: 'integer' }>>({ kind, size: whole, signed: truth, name: text }),
  enum: shape<Extract<CType, { kind: 'enum' }>>({ kind, size: whole, signed: truth, name: optional(text) }),
  pointer: shape<Extract<CType, { kind: 'pointer' }>>({ kind, to: isCType }),
  struct: shape<Extract<CType, { kind: 'struct' }>>({
    kind,
    keyword: oneOf('struct', 'union', 'typedef'),
    name: text,
  }),
  array: shape<Extract<CType, { kind: 'array' }>>({ kind, element: isCType, length: whole }),
};

function isCType(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const found = own(value, 'kind');
  return typeof found === 'string' && Object.hasOwn(cTypes, found) && cTypes[found as CType['kind']](value);
}

const parameters = list(shape({ name: text, type: isCType, registers: optional(whole) }));

const types = shape<NonNullable<KernelDescription['types']>>({
  tracepoints: table(parameters),
  functions: table(shape({ parameters, result: isCType })),
  members: table(list(shape({ name: text, type: isCType, bitOffset: whole, bitSize: whole }))),
  named: table(isCType),
  sizes: table(whole),
  enumerators: table((value) => typeof value === 'string' && /^-?\d{1,20}$/.test(value)),
});

const description = shape<KernelDescription>({
  release: text,
  architecture: text,
  config: table(text),
  features: table(truth),
  functionNames: list(shape({ name: text, module: optional(text) })),
  definitions: table(shape({ file: text, otherFiles: list(text) })),
  functionsElsewhere: list(text),
  types: optional(types),
});
