/**
 * What a handler reads of its event, as bpftrace has it: arguments, members of structures, memory, and functions of the context. Also
 * used by the collector. In: an expression and how the probe point gives its arguments. Out: text.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { CType } from '../../src/program/c-type.ts';
import { asUnsigned, atom, binding, inside, type Text } from './text.ts';
import type { Dialect } from './dialects.ts';
import type { ArgumentSource } from './probe-points.ts';
import { Obstacle } from './obstacle.ts';

export interface EventWriter {
  readonly dialect: Dialect;
  readonly arguments: ArgumentSource;
  number(node: ir.Expression): Text;
  /** A read of memory can fail here. */
  mayFault(): void;
}

export function emitArgument(node: ir.Argument, writer: EventWriter): Text {
  const text = writer.arguments(node, undefined);
  // Registers are unsigned numbers already.
  return node.ctype.kind === 'pointer' && /^(?:arg\d+$|retval$|\(uint64\))/.test(text)
    ? atom(text, 'unsigned')
    : typed(text, node.ctype);
}

export function emitField(node: ir.Field, writer: EventWriter): Text {
  const direct = traceField(node, writer, 'number');
  if (direct) return typed(direct, typeOf(node));
  refuseBitField(node, writer);
  if (node.result === 'address') return address(node, writer);
  return typed(memberText(node, writer), typeOf(node));
}

function refuseBitField(node: ir.Field, writer: EventWriter): void {
  const last = node.path.at(-1);
  if (last?.kind === 'member' && last.bitSize !== undefined && !writer.dialect.has('bit-fields')) {
    throw new Obstacle(
      `reads the bit field ${last.name}, which bpftrace ${writer.dialect.version} cannot do`,
      node.site,
    );
  }
}

/** `((struct sk_buff *)arg0)->dev->name` */
function memberText(node: ir.Field, writer: EventWriter): string {
  writer.mayFault();
  return `${structure(node, writer)}->${path(node, writer)}`;
}

/** A character array in a structure, read as text. */
export function emitMemberText(node: ir.Field, writer: EventWriter): string {
  return traceField(node, writer, 'text') ?? memberText(node, writer);
}

export function isTextMember(node: ir.Expression): node is ir.Field {
  if (node.kind !== 'field' || node.result !== 'address') return false;
  const type = node.path.at(-1)?.ctype;
  return type?.kind === 'array' && type.element.kind === 'integer' && type.element.size === 1;
}

export function emitLoad(node: ir.Load, writer: EventWriter): Text {
  writer.mayFault();
  return typed(dereference(cName(node.ctype), writer.number(node.address), node.space), node.ctype);
}

/** `*(int32 *)address` */
export function dereference(type: string, address: Text, space: 'kernel' | 'user'): string {
  const pointer =
    space === 'user'
      ? `uptr((${type} *)${inside(address, binding.unary)})`
      : `(${type} *)${inside(address, binding.unary)}`;
  return `*${pointer}`;
}

/** Versions without raw tracepoints: an event's own field may hold what the path leads to. */
function traceField(node: ir.Field, writer: EventWriter, as: 'number' | 'text'): string | undefined {
  const whole = fromArgument(node);
  return whole && writer.arguments.member?.(whole.argument, whole.path, as);
}

/** `$skb->dev->name`: the argument and `->dev->name`; nothing else than pointers and members on the way. */
function fromArgument(node: ir.Field): { readonly argument: ir.Argument; readonly path: string } | undefined {
  const [step] = node.path;
  if (step?.kind !== 'member' || node.path.length !== 1) return undefined;
  const member = `->${step.name}`;
  const { base } = node;
  if (base.kind === 'argument') return { argument: base, path: member };
  const before = base.kind === 'field' && base.result === 'load' ? fromArgument(base) : undefined;
  return before && { argument: before.argument, path: before.path + member };
}

/** The pointer that members are taken from: a chain of members goes on by itself, anything else is cast. */
function structure(node: ir.Field, writer: EventWriter): string {
  const { base, struct } = node;
  const name = struct.keyword === 'typedef' ? struct.name : `${struct.keyword} ${struct.name}`;
  if (
    base.kind === 'field' &&
    base.result === 'load' &&
    base.space === node.space &&
    pointsTo(typeOf(base), struct.name)
  ) {
    return traceField(base, writer, 'number') ?? memberText(base, writer);
  }
  if (base.kind === 'argument' && pointsTo(base.ctype, struct.name)) {
    const argument = writer.arguments(base, struct.name);
    if (writer.arguments.isTyped && node.space === 'kernel') return argument;
  }
  const pointer = `((${name} *)${inside(untypedBase(base, writer), binding.unary)})`;
  return node.space === 'user' ? `uptr${pointer}` : pointer;
}

function untypedBase(base: ir.Expression, writer: EventWriter): Text {
  return base.kind === 'argument' ? atom(writer.arguments(base, undefined), 'unsigned') : writer.number(base);
}

function pointsTo(type: CType, name: string): boolean {
  return type.kind === 'pointer' && type.to.kind === 'struct' && type.to.name === name;
}

function typeOf(node: ir.Field): CType {
  return node.path.at(-1)?.ctype ?? { kind: 'void' };
}

function path(node: ir.Field, writer: EventWriter): string {
  return node.path
    .map((step, index) => {
      if (step.kind === 'member') return index === 0 ? step.name : `.${step.name}`;
      if (step.index.kind !== 'long' && !writer.dialect.has('dynamic-index')) {
        throw new Obstacle(
          `takes an array's element by a computed index, which bpftrace ${writer.dialect.version} cannot do`,
          node.site,
        );
      }
      return `[${writer.number(step.index).text}]`;
    })
    .join('');
}

function address(node: ir.Field, writer: EventWriter): Text {
  const names = node.path.map((step) => (step.kind === 'member' ? step.name : undefined));
  const known = names.filter((name) => name !== undefined);
  if (known.length !== names.length || !writer.dialect.has('offsetof') || node.struct.keyword === 'typedef') {
    throw new Obstacle(
      `takes the address of a member, which bpftrace ${writer.dialect.version} cannot do`,
      node.site,
    );
  }
  const base = asUnsigned(writer.number(node.base));
  const offset = `offsetof(${node.struct.keyword} ${node.struct.name}, ${known.join('.')})`;
  return {
    text: `${inside(base, binding.sum)} + ${offset}`,
    binds: binding.sum,
    sign: 'unsigned',
    nonNegative: false,
  };
}

/** bpftrace widens by the sign of the type, which it knows from the kernel's BTF; it is made 64 bits where the sign matters. */
function typed(text: string, type: CType): Text {
  switch (type.kind) {
    case 'integer':
    case 'enum':
      return type.signed
        ? { text: `(int64)${text}`, binds: binding.unary, sign: 'signed', nonNegative: false }
        : atom(text, 'unsigned', type.size < 8);
    case 'pointer':
      return { text: `(uint64)${text}`, binds: binding.unary, sign: 'unsigned', nonNegative: false };
    case 'void':
    case 'struct':
    case 'array':
    case 'function':
      return atom(text, 'unsigned');
  }
}

/** The names that bpftrace has for C's numbers. */
export function cName(type: CType): string {
  if (type.kind === 'integer' || type.kind === 'enum')
    return `${type.signed ? 'int' : 'uint'}${type.size * 8}`;
  return 'uint64';
}
