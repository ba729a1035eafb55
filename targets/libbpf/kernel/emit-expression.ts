/**
 * Numbers of the kernel half as C. Whatever can fail, reads a global or changes something is a statement before, in the order of
 * evaluation, and stands under the test it depends on; what is returned is C text that only reads.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { CType } from '../../../src/program/c-type.ts';
import { isEventRead } from '../../../src/5-split/event-reads.ts';
import { kernelIntrinsic } from '../intrinsics.ts';
import { registers } from '../registers.ts';
import { atom, compound, longLiteral, operand, truth, wide, type Value } from '../text/value.ts';
import type { Line } from '../text/writer.ts';
import { emitField, emitLoad } from './emit-field.ts';
import { emitRecordedLong } from './emit-recorded.ts';
import { emitMember, emitSharedAssign, emitSharedRead, emitSharedStep } from './emit-shared.ts';
import { emitSharedStatRead } from './emit-shared-stat.ts';
import { emitTextOperand } from './emit-text.ts';
import { argumentName, parameterIndex, passedIndex, registerIndex, type KernelFrame } from './frame.ts';

export function emitExpression(node: ir.Expression, frame: KernelFrame): Value {
  if (frame.recorded && isEventRead(node)) return emitRecordedLong(node, frame);
  switch (node.kind) {
    case 'long':
      return longLiteral(node.value);
    case 'read':
      if (node.place.kind !== 'local') return emitSharedRead(node.place, frame);
      return emitLocalRead(node.place.local, frame);
    case 'member':
      return emitMember(node, frame);
    case 'assign':
      return node.target.kind === 'local'
        ? emitLocalAssign(node, node.target, frame)
        : emitSharedAssign(node, node.target, frame);
    case 'step':
      return node.target.kind === 'local'
        ? emitLocalStep(node, node.target, frame)
        : emitSharedStep(node, node.target, true, frame);
    case 'stat-read':
      return emitSharedStatRead(node, frame);
    case 'unary': {
      const value = emitExpression(node.operand, frame);
      return node.operator === '!' ? truth(`!${operand(value)}`) : compound(`${node.operator}${wide(value)}`);
    }
    case 'binary':
      return emitBinary(node, frame);
    case 'compare':
      return emitCompare(node, frame);
    case 'logical':
      return emitLogical(node, frame);
    case 'conditional':
      return emitConditional(node, frame);
    case 'argument':
      frame.usedArguments.add(node.index);
      return atom(argumentName(frame.probe, node.index), true);
    case 'field':
      return emitField(node, frame);
    case 'load':
      return emitLoad(node, frame);
    case 'intrinsic':
      return emitIntrinsic(node, frame);
    case 'captured':
    case 'captured-turn':
      return atom(frame.capturedText(node), true);
    default:
      break;
  }
  throw new Error(`the kernel half cannot evaluate ${node.kind}`);
}

function emitLocalRead(local: number, frame: KernelFrame): Value {
  const name = frame.localText(local);
  return frame.isChanging(local) ? frame.temporary(name) : atom(name);
}

/** Of a number; gives the new value. */
export function emitLocalAssign(node: ir.Assign, target: ir.LocalPlace, frame: KernelFrame): Value {
  const name = frame.localText(target.local);
  const value = emitExpression(node.value, frame);
  const result =
    node.operator === undefined || node.operator === 'concat'
      ? value
      : applyBinary(node.operator, atom(name), value, node.value, node.site, frame);
  frame.line(`${name} = ${result.text};`);
  return emitLocalRead(target.local, frame);
}

function emitLocalStep(node: ir.Step, target: ir.LocalPlace, frame: KernelFrame): Value {
  const name = frame.localText(target.local);
  const step = `${name}${node.delta === 1 ? '++' : '--'};`;
  if (node.result === 'new') frame.line(step);
  const value = frame.temporary(name);
  if (node.result === 'old') frame.line(step);
  return value;
}

function emitBinary(node: ir.Binary, frame: KernelFrame): Value {
  const left = emitExpression(node.left, frame);
  const right = emitExpression(node.right, frame);
  return applyBinary(node.operator, left, right, node.right, node.site, frame);
}

export function applyBinary(
  operator: ir.BinaryOperator,
  left: Value,
  right: Value,
  rightNode: ir.Expression,
  site: ir.Site,
  frame: KernelFrame,
): Value {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '&':
    case '|':
    case '^':
      return compound(
        `${left.narrow && right.narrow ? wide(left) : operand(left)} ${operator} ${operand(right)}`,
      );
    case '/':
    case '%': {
      if (rightNode.kind !== 'long' || rightNode.value === 0n) {
        frame.failIf(`${operand(right)} == 0`, 'STSX_KERNEL_DIVISION', site, '0');
      }
      return atom(`${operator === '/' ? 'stsx_quotient' : 'stsx_remainder'}(${left.text}, ${right.text})`);
    }
    case '<<':
      return atom(`stsx_shl(${left.text}, ${right.text})`);
    case '>>':
      return atom(`stsx_shr(${left.text}, ${right.text})`);
    case '>>>':
      return atom(`stsx_ushr(${left.text}, ${right.text})`);
  }
}

function emitCompare(node: ir.Compare, frame: KernelFrame): Value {
  if (node.left.type === 'string') {
    const left = emitTextOperand(node.left, frame);
    const right = emitTextOperand(node.right, frame);
    return truth(
      `stsx_text_compare(${left.text}, ${left.size}, ${right.text}, ${right.size}) ${node.operator} 0`,
    );
  }
  const left = emitExpression(node.left, frame);
  const right = emitExpression(node.right, frame);
  return truth(`${operand(left)} ${node.operator} ${operand(right)}`);
}

interface Apart {
  readonly lines: readonly Line[];
  readonly value: Value;
}

function emitApart(node: ir.Expression, frame: KernelFrame): Apart {
  let value = atom('0');
  const lines = frame.apart(() => {
    value = emitExpression(node, frame);
  });
  return { lines, value };
}

function emitLogical(node: ir.Logical, frame: KernelFrame): Value {
  const left = emitExpression(node.left, frame);
  const right = emitApart(node.right, frame);
  if (right.lines.length === 0) {
    return truth(`${operand(left)} ${node.operator} ${operand(right.value)}`);
  }
  const result = frame.temporary(`${operand(left)} != 0`);
  frame.writer.braces(node.operator === '&&' ? `if (${result.text})` : `if (!${result.text})`, () => {
    frame.writer.put(right.lines);
    frame.line(`${result.text} = ${operand(right.value)} != 0;`);
  });
  return result;
}

function emitConditional(node: ir.Conditional, frame: KernelFrame): Value {
  const condition = emitExpression(node.condition, frame);
  const then = emitApart(node.then, frame);
  const otherwise = emitApart(node.otherwise, frame);
  if (then.lines.length === 0 && otherwise.lines.length === 0) {
    return compound(`${operand(condition)} ? ${wide(then.value)} : ${wide(otherwise.value)}`);
  }
  const result = frame.temporary(undefined);
  const arm = ({ lines, value }: Apart) => {
    frame.writer.indented(() => {
      frame.writer.put(lines);
      frame.line(`${result.text} = ${value.text};`);
    });
  };
  frame.line(`if (${condition.text}) {`);
  arm(then);
  frame.line('} else {');
  arm(otherwise);
  frame.line('}');
  return result;
}

function emitIntrinsic(node: ir.Intrinsic, frame: KernelFrame): Value {
  const row = kernelIntrinsic(node.name);
  if (row?.kind === 'register') return emitRegister(node.arguments[0], row.number, frame);
  const values = node.arguments.map((argument) => emitExpression(argument, frame));
  if (row?.kind === 'number') {
    const text = row.text.replace(/\$(\d)/g, (_, index) => values[Number(index)]?.text ?? '');
    return row.isClock ? frame.temporary(text) : atom(text);
  }
  if (row?.kind === 'passed') {
    const index = passedIndex[row.what];
    frame.usedArguments.add(index);
    return atom(argumentName(frame.probe, index), true);
  }
  if (row?.kind === 'parameter') return emitParameter(node.arguments[0], values[0], frame);
  if (row?.kind === 'fallible-number') {
    const address = values[0]?.text ?? '0';
    const result = frame.temporary(undefined);
    const passed = [`&${result.text}`, ...values.map(({ text }) => text)].join(', ');
    frame.failIf(`${row.call}(${passed})`, 'STSX_KERNEL_FAULT', node.site, address);
    return result;
  }
  throw new Error(`the kernel half has no number ${node.name}()`);
}

/** Of 32 bits or of 64, by its name. */
function emitRegister(name: ir.Expression | undefined, number: 's32' | 'u32', frame: KernelFrame): Value {
  const register = name?.kind === 'string' ? registers[name.value] : undefined;
  if (name?.kind !== 'string' || !register) throw new Error('a register that does not exist');
  const index = registerIndex(name.value);
  frame.usedArguments.add(index);
  const whole = argumentName(frame.probe, index);
  return register.bits === 64 ? atom(whole, true) : compound(`(__s64)(__${number})${whole}`);
}

/** As many as calling conventions pass in registers, and a few more. */
const mostParameters = 12;

/** Counted from 1. A place that is computed chooses among all of them. */
function emitParameter(node: ir.Expression | undefined, place: Value | undefined, frame: KernelFrame): Value {
  const parameter = (number: number): string => {
    const index = parameterIndex(number - 1);
    frame.usedArguments.add(index);
    return argumentName(frame.probe, index);
  };
  const constant = frame.constantOf(node);
  if (constant !== undefined) {
    const known = constant >= 1n && constant <= mostParameters;
    return known ? atom(parameter(Number(constant)), true) : longLiteral(0n);
  }
  const chosen = frame.temporary(place?.text);
  const result = frame.temporary('0');
  for (let number = 1; number <= mostParameters; number++) {
    frame.line(`if (${chosen.text} == ${number})`);
    frame.writer.indented(() => {
      frame.line(`${result.text} = ${parameter(number)};`);
    });
  }
  return result;
}

/** How a number of a C type is read: `s32`. */
export function numberName(ctype: CType): string {
  switch (ctype.kind) {
    case 'integer':
    case 'enum':
      return `${ctype.signed ? 's' : 'u'}${Math.min(ctype.size, 8) * 8}`;
    case 'pointer':
    case 'void':
    case 'struct':
    case 'array':
    case 'function':
      return 'u64';
  }
}
