/**
 * Unary, binary and comparison operators. The generated file is compiled with -fwrapv, so C's own + - * wrap as SystemTap's do;
 * division and shifts by what is not a harmless constant go through the run-time library.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { emitExpression } from './emit-expression.ts';
import { emitOperands } from './emit-operands.ts';
import type { Frame } from './frame.ts';
import { atom, compound, operand, truth, wide, type Value } from '../text/value.ts';

export function emitUnary(node: ir.Unary, frame: Frame): Value {
  const value = emitExpression(node.operand, frame);
  if (node.operator === '!') return truth(`!${operand(value)}`);
  return compound(`${node.operator}${wide(value)}`);
}

export function emitBinary(node: ir.Binary, frame: Frame): Value {
  const [left, right] = emitOperands([node.left, node.right], frame);
  if (!left || !right) throw new Error('a binary operator has two operands');
  return applyBinary(node.operator, left, right, literalOf(node.right), node.site, frame);
}

function literalOf(node: ir.Expression): bigint | undefined {
  return node.kind === 'long' ? node.value : undefined;
}

/** `constant` is the right operand's value where it is known. */
export function applyBinary(
  operator: ir.BinaryOperator,
  left: Value,
  right: Value,
  constant: bigint | undefined,
  site: ir.Site,
  frame: Frame,
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
      if (constant !== undefined && constant !== 0n && constant !== -1n) {
        return compound(`${wide(left)} ${operator} ${operand(right)}`);
      }
      const name = operator === '/' ? 'stsx_div' : 'stsx_mod';
      const quotient = frame.temporary(
        'long',
        `${name}(c, ${left.text}, ${right.text}, ${frame.site(site)})`,
      );
      frame.checkError();
      return quotient;
    }
    case '<<':
      return atom(`stsx_shl(${left.text}, ${right.text})`);
    case '>>':
      return atom(`stsx_shr(${left.text}, ${right.text})`);
    case '>>>':
      return atom(`stsx_ushr(${left.text}, ${right.text})`);
  }
}

export function emitCompare(node: ir.Compare, frame: Frame): Value {
  const [left, right] = emitOperands([node.left, node.right], frame);
  if (!left || !right) throw new Error('a comparison has two operands');
  if (node.left.type === 'string') {
    return truth(`stsx_compare(${left.text}, ${right.text}) ${node.operator} 0`);
  }
  return truth(`${operand(left)} ${node.operator} ${operand(right)}`);
}
