/** `?:`, `&&` and `||`: C's own where the later operands are plain text, else tests around what they write first. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitExpression } from './emit-expression.ts';
import type { Frame } from './frame.ts';
import { atom, compound, cType, operand, truth, type Value } from '../text/value.ts';
import type { Line } from '../text/writer.ts';

export function emitConditional(node: ir.Conditional, frame: Frame): Value {
  const condition = emitExpression(node.condition, frame);
  const then = emitApart(node.then, frame);
  const otherwise = emitApart(node.otherwise, frame);
  if (then.lines.length === 0 && otherwise.lines.length === 0) {
    const arms = `${operand(then.value)} : ${operand(otherwise.value)}`;
    const value = compound(`${operand(condition)} ? ${arms}`);
    return { ...value, narrow: then.value.narrow && otherwise.value.narrow };
  }
  const result = frame.temporaryName();
  frame.line(`${cType(node.type)}${result};`);
  const arm = ({ lines, value }: Apart) => {
    frame.writer.put(lines);
    frame.line(`${result} = ${value.text};`);
  };
  frame.writer.braces(
    `if (${condition.text})`,
    () => {
      arm(then);
    },
    '} else {',
  );
  frame.writer.indented(() => {
    arm(otherwise);
  });
  frame.line('}');
  return atom(result, true);
}

export function emitLogical(node: ir.Logical, frame: Frame): Value {
  const left = emitExpression(node.left, frame);
  const right = emitApart(node.right, frame);
  if (right.lines.length === 0) {
    return truth(`${operand(left)} ${node.operator} ${operand(right.value)}`);
  }
  const result = frame.temporaryName();
  frame.line(`int64_t ${result} = ${operand(left)} != 0;`);
  frame.writer.braces(node.operator === '&&' ? `if (${result})` : `if (!${result})`, () => {
    frame.writer.put(right.lines);
    frame.line(`${result} = ${operand(right.value)} != 0;`);
  });
  return atom(result, true);
}

export interface Apart {
  readonly lines: readonly Line[];
  readonly value: Value;
}

export function emitApart(node: ir.Expression, frame: Frame): Apart {
  let value: Value | undefined;
  const lines = frame.apart(() => {
    value = emitExpression(node, frame);
  });
  if (!value) throw new Error('an expression has a value');
  return { lines, value };
}
