/** Expressions of a stand-alone script. In: an IR expression. Out: bpftrace text; lines that must run before it are written first. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitArgument, emitField, emitLoad, type EventWriter } from '../emit-event.ts';
import { emitBinary } from '../emit-arithmetic.ts';
import { Obstacle } from '../obstacle.ts';
import { stringLiteral } from '../string-literal.ts';
import { asSigned, atom, binding, inside, type Text } from '../text.ts';
import { emitCall, emitIntrinsic } from './emit-call.ts';
import { emitMember, emitRead, emitStatRead } from './emit-global.ts';
import { emitInner } from './emit-statement.ts';
import type { ScriptWriter } from './script-writer.ts';

export function emitNumber(node: ir.Expression, writer: ScriptWriter): Text {
  switch (node.kind) {
    case 'long':
      return literal(node.value);
    case 'read':
      return emitRead(node.place, writer);
    case 'unary':
      return node.operator === '!' ? asNumber(emitCondition(node, writer)) : emitUnary(node, writer);
    case 'binary':
      return emitOperation(node, writer);
    case 'compare':
    case 'logical':
    case 'member':
      return asNumber(emitCondition(node, writer));
    case 'conditional':
      return emitConditional(node, writer);
    case 'intrinsic':
      return emitIntrinsic(node, writer);
    case 'call':
      return emitCall(node, writer);
    case 'stat-read':
      return emitStatRead(node, writer);
    case 'argument':
      return emitArgument(node, eventWriter(writer));
    case 'field':
      return emitField(node, eventWriter(writer));
    case 'load':
      return emitLoad(node, eventWriter(writer));
    case 'assign':
    case 'step':
      return emitInner(node, writer);
    case 'bucket-read':
    case 'bucket-exists':
      throw new Obstacle('reads the buckets of a histogram', node.site);
    case 'regex':
      throw new Obstacle('matches a regular expression', node.site);
    case 'captured':
      return atom(`$${writer.fields[node.field] ?? ''}`);
    case 'captured-turn':
      throw new Error('bpftrace captures no reads of loops');
    case 'string':
    case 'concat':
    case 'format':
      throw new Error(`a number is expected from a ${node.kind}`);
  }
}

function conditionally<Result>(writer: ScriptWriter, emit: () => Result): Result {
  const outer = writer.isConditional;
  writer.isConditional = true;
  const result = emit();
  writer.isConditional = outer;
  return result;
}

/** As the test of an if, a predicate or a ternary: no `!= 0` around what is a truth already. */
export function emitCondition(node: ir.Expression, writer: ScriptWriter): Text {
  switch (node.kind) {
    case 'compare':
      return emitCompare(node, writer);
    case 'logical':
      return emitLogical(node, writer);
    case 'member':
      return emitMember(node, writer);
    case 'unary':
      if (node.operator === '!') return emitNot(node.operand, writer);
      break;
    default:
      break;
  }
  const value = emitNumber(node, writer);
  return truth(`${inside(value, binding.compare + 1)} != 0`, binding.compare);
}

/** A truth is of another type in each version: none goes with numbers in all of them, and 0.23 makes -1 of it as a number. */
function asNumber(test: Text): Text {
  const text = `(int64)(${inside(test, binding.or)} ? 1 : 0)`;
  return { text, binds: binding.unary, sign: 'signed', nonNegative: true };
}

function emitLogical(node: ir.Logical, writer: ScriptWriter): Text {
  const binds = node.operator === '&&' ? binding.and : binding.or;
  const sides = [
    emitCondition(node.left, writer),
    conditionally(writer, () => emitCondition(node.right, writer)),
  ];
  return truth(sides.map((side) => inside(side, binds + 1)).join(` ${node.operator} `), binds);
}

function emitConditional(node: ir.Conditional, writer: ScriptWriter): Text {
  const test = emitCondition(node.condition, writer);
  const arms = [node.then, node.otherwise].map((arm) =>
    asSigned(conditionally(writer, () => emitNumber(arm, writer))),
  );
  const [then, otherwise] = arms.map((arm) => inside(arm, binding.or));
  const nonNegative = arms.every((arm) => arm.nonNegative);
  return writer.choice(inside(test, binding.or), then ?? '', otherwise ?? '', nonNegative);
}

export function emitString(node: ir.Expression, writer: ScriptWriter): string {
  switch (node.kind) {
    case 'string':
      return stringLiteral(node.value);
    case 'read':
      return emitRead(node.place, writer).text;
    case 'intrinsic':
      return emitIntrinsic(node, writer).text;
    case 'call':
      return emitCall(node, writer).text;
    case 'captured':
      return `$${writer.fields[node.field] ?? ''}`;
    case 'conditional':
      throw new Obstacle('chooses between strings', undefined);
    case 'concat':
    case 'format':
      throw new Obstacle('builds a string', node.kind === 'format' ? node.site : undefined);
    default:
      throw new Obstacle('makes a string', 'site' in node ? node.site : undefined);
  }
}

export function emitValue(node: ir.Expression, writer: ScriptWriter): Text {
  return node.type === 'string' ? atom(emitString(node, writer), 'text') : emitNumber(node, writer);
}

export function eventWriter(writer: ScriptWriter): EventWriter {
  const source = writer.arguments;
  if (!source) throw new Obstacle('reads an event where there is none', undefined);
  return {
    dialect: writer.dialect,
    arguments: source,
    number: (node) => emitNumber(node, writer),
    mayFault: () => {
      if (!writer.faultsAreCaught) writer.script.deviations.note('read-fault');
    },
  };
}

/** What a map begins as: a number of its own type. */
export function signedLiteral(value: bigint): string {
  const { text } = literal(value);
  return text.startsWith('(int64)') ? text : `(int64)${text}`;
}

function literal(value: bigint): Text {
  if (value === -(2n ** 63n))
    return { text: '(int64)0x8000000000000000', binds: binding.unary, sign: 'signed', nonNegative: false };
  return value < 0n
    ? { text: String(value), binds: binding.unary, sign: 'signed', nonNegative: false }
    : atom(String(value), 'literal', true);
}

function truth(text: string, binds: number): Text {
  return { text, binds, sign: 'literal', nonNegative: true };
}

function emitNot(operand: ir.Expression, writer: ScriptWriter): Text {
  if (operand.kind === 'compare' || operand.kind === 'logical' || operand.kind === 'member') {
    return truth(`!(${emitCondition(operand, writer).text})`, binding.unary);
  }
  return truth(`${inside(emitNumber(operand, writer), binding.compare + 1)} == 0`, binding.compare);
}

function emitUnary(node: ir.Unary, writer: ScriptWriter): Text {
  const operand = asSigned(emitNumber(node.operand, writer));
  const text = `${node.operator}${inside(operand, binding.atom)}`;
  return { text, binds: binding.unary, sign: 'signed', nonNegative: false };
}

/** Of a shifted number only low bits are taken, so whatever comes in at the top does not matter: `flags >> 5 & 1`. */
function withoutSign(node: ir.Binary): ir.Binary {
  const { operator, left, right } = node;
  if (operator !== '&' || left.kind !== 'binary' || left.operator !== '>>' || left.right.kind !== 'long')
    return node;
  const count = left.right.value;
  const hides =
    right.kind === 'long' &&
    right.value >= 0n &&
    count >= 0n &&
    count < 64n &&
    right.value < 2n ** (64n - count);
  return hides ? { ...node, left: { ...left, operator: '>>>' } } : node;
}

function emitOperation(given: ir.Binary, writer: ScriptWriter): Text {
  const node = withoutSign(given);
  const repeats = node.operator === '/' || node.operator === '%' || node.operator === '>>';
  const operand = (child: ir.Expression): Text => {
    const value = emitNumber(child, writer);
    return repeats && !value.nonNegative ? writer.held(value) : value;
  };
  const left = operand(node.left);
  const right = operand(node.right);
  const divides = node.operator === '/' || node.operator === '%';
  if (!divides || (node.right.kind === 'long' && node.right.value !== 0n))
    return emitBinary(node.operator, left, right);
  writer.script.deviations.note('division-by-zero');
  const divisor = writer.held(right);
  const quotient = asSigned(emitBinary(node.operator, left, divisor));
  const test = `${inside(divisor, binding.shift)} == 0`;
  return writer.choice(test, '0', inside(quotient, binding.or), quotient.nonNegative);
}

function emitCompare(node: ir.Compare, writer: ScriptWriter): Text {
  const { operator } = node;
  if (node.left.type === 'string') {
    if (operator !== '==' && operator !== '!=') throw new Obstacle('orders strings', undefined);
    const sides = [node.left, node.right].map((side) => emitString(side, writer));
    if (sides.some((side) => side.startsWith('ksym(') || side.startsWith('usym(')))
      throw new Obstacle('compares the name of an address', undefined);
    return truth(sides.join(` ${operator} `), binding.compare);
  }
  const [left, right] = [emitNumber(node.left, writer), emitNumber(node.right, writer)];
  const even =
    left.sign === 'unsigned' &&
    right.sign === 'unsigned' &&
    (operator === '==' || operator === '!=' || (left.nonNegative && right.nonNegative));
  const literals =
    (left.sign === 'literal' || right.sign === 'literal') &&
    (left.nonNegative || operator === '==' || operator === '!=') &&
    (right.nonNegative || operator === '==' || operator === '!=');
  const [first, second] = even || literals ? [left, right] : [asSigned(left), asSigned(right)];
  return truth(
    `${inside(first, binding.shift)} ${operator} ${inside(second, binding.shift)}`,
    binding.compare,
  );
}
