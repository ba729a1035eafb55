/**
 * Target variables: an argument or a pointer, then steps. What lies in one structure is one Field; going behind a pointer starts a
 * new Field whose base is the one that loads the pointer. An access gives a number or pointer itself, of anything else
 * its address.
 */
import type * as ir from '../ir/ir.ts';
import type { Access, ResolvedStep } from '../program/program.ts';
import type { CType } from '../program/c-type.ts';
import { lowerExpression } from './lower-expression.ts';
import type { Scope } from './scope.ts';

export function lowerAccess(access: Access, site: ir.Site, scope: Scope): ir.Expression {
  switch (access.kind) {
    case 'argument': {
      const start: Reached = {
        kind: 'value',
        value: { kind: 'argument', type: 'long', index: access.index, ctype: access.type },
        ctype: access.type,
      };
      return finish(follow(start, access.steps, 'kernel', site, scope), access.addressOf, 'kernel', site);
    }
    case 'pointer': {
      const base = lowerExpression(access.operand, scope);
      const start: Reached = { kind: 'object', base, struct: undefined, path: [], ctype: access.type };
      const reached = follow(start, access.steps, access.space, site, scope);
      return finish(reached, access.addressOf, access.space, site);
    }
    case 'text':
      return {
        kind: 'format',
        type: 'string',
        parts: access.parts.map((part) => textPart(part, site, scope)),
        site,
      };
  }
}

/** Where the steps have come: a number in hand, or an object in memory. */
type Reached =
  | { readonly kind: 'value'; readonly value: ir.Expression; readonly ctype: CType }
  | {
      readonly kind: 'object';
      readonly base: ir.Expression;
      readonly struct: ir.Field['struct'] | undefined;
      readonly path: readonly ir.FieldStep[];
      readonly ctype: CType;
    };

function follow(
  start: Reached,
  steps: readonly ResolvedStep[],
  space: 'kernel' | 'user',
  site: ir.Site,
  scope: Scope,
): Reached {
  let reached = start;
  for (const step of steps) {
    if (step.kind === 'dereference') {
      const { ctype } = reached;
      const behind: CType = ctype.kind === 'pointer' ? ctype.to : ctype;
      reached = {
        kind: 'object',
        base: finish(reached, false, space, site),
        struct: undefined,
        path: [],
        ctype: behind,
      };
      continue;
    }
    /** An argument that is a structure itself comes as its address. */
    const at: Extract<Reached, { kind: 'object' }> =
      reached.kind === 'object'
        ? reached
        : { kind: 'object', base: reached.value, struct: undefined, path: [], ctype: reached.ctype };
    if (step.kind === 'member') {
      const { name, type: ctype, bitSize } = step;
      const fieldStep: ir.FieldStep = {
        kind: 'member',
        name,
        ctype,
        ...(bitSize === undefined ? {} : { bitSize }),
      };
      reached = { ...at, struct: at.struct ?? step.struct, path: [...at.path, fieldStep], ctype };
    } else reached = element(at, step, scope);
  }
  return reached;
}

function element(
  at: Extract<Reached, { kind: 'object' }>,
  step: Extract<ResolvedStep, { kind: 'index' }>,
  scope: Scope,
): Reached {
  const index = lowerExpression(step.index, scope);
  const fieldStep: ir.FieldStep = { kind: 'index', index, ctype: step.type };
  if (at.struct !== undefined) return { ...at, path: [...at.path, fieldStep], ctype: step.type };
  if (step.type.kind === 'struct' && at.ctype.kind === 'struct') {
    const { keyword, name } = step.type;
    return { ...at, struct: { keyword, name }, path: [fieldStep], ctype: step.type };
  }
  return { ...at, base: offset(at.base, index, sizeOf(step.type)), ctype: step.type };
}

function offset(base: ir.Expression, index: ir.Expression, size: bigint): ir.Expression {
  const site: ir.Site = { file: '', line: 0, column: 0, tokenKind: 'operator', token: '[' };
  const bytes: ir.Expression = {
    kind: 'binary',
    type: 'long',
    operator: '*',
    left: index,
    right: { kind: 'long', type: 'long', value: size },
    site,
  };
  return { kind: 'binary', type: 'long', operator: '+', left: base, right: bytes, site };
}

/** Of what an array behind a bare pointer can hold; a structure there is reached by a Field. */
function sizeOf(type: CType): bigint {
  switch (type.kind) {
    case 'integer':
    case 'enum':
      return BigInt(type.size);
    case 'pointer':
      return 8n;
    case 'array':
      return BigInt(type.length) * sizeOf(type.element);
    case 'void':
    case 'function':
    case 'struct':
      return 1n;
  }
}

function finish(
  reached: Reached,
  addressOf: boolean,
  space: 'kernel' | 'user',
  site: ir.Site,
): ir.Expression {
  if (reached.kind === 'value') return reached.value;
  const { base, struct, path, ctype } = reached;
  const isNumber = ctype.kind === 'integer' || ctype.kind === 'enum' || ctype.kind === 'pointer';
  const isLoaded = isNumber && !addressOf;
  if (struct !== undefined) {
    return {
      kind: 'field',
      type: 'long',
      base,
      struct,
      path,
      result: isLoaded ? 'load' : 'address',
      space,
      site,
    };
  }
  return isLoaded ? { kind: 'load', type: 'long', address: base, ctype, space, site } : base;
}

type TextPart = Extract<Access, { kind: 'text' }>['parts'][number];

function textPart(part: TextPart, site: ir.Site, scope: Scope): ir.FormatPart {
  if (part.kind === 'text') return part;
  const { conversion } = part;
  const value = lowerAccess(part.access, site, scope);
  const argument = conversion === 's' ? stringAt(value, site) : value;
  return { kind: 'conversion', conversion, flags: [], width: undefined, precision: undefined, argument };
}

/** A text member that cannot be read must not end the handler: it prints as nothing known. */
function stringAt(address: ir.Expression, site: ir.Site): ir.Expression {
  return {
    kind: 'intrinsic',
    type: 'string',
    name: 'kernel_string2',
    arguments: [address, { kind: 'string', type: 'string', value: '<unknown>' }],
    effects: { pure: true, context: true, maxLength: undefined },
    site,
  };
}
