/**
 * Operators on SystemTap's signed 64-bit numbers. bpftrace's own / % and >> are those of unsigned numbers; where an operand may be
 * negative they are put together from its size and its sign. In: operands as text that may be repeated. Out: text.
 */
import type * as ir from '../../src/ir/ir.ts';
import { asSigned, asUnsigned, atom, binding, inside, type Text } from './text.ts';

const simple = {
  '+': binding.sum,
  '-': binding.sum,
  '*': binding.product,
  '&': binding.bits,
  '|': binding.bits,
  '^': binding.bits,
} as const;

/** The right-hand side of `/` and `%` is not 0. */
export function emitBinary(operator: ir.BinaryOperator, left: Text, right: Text): Text {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '&':
    case '|':
    case '^':
      return emitSimple(operator, left, right);
    case '/':
      return emitDivision(left, right);
    case '%':
      return emitRemainder(left, right);
    case '<<':
    case '>>':
    case '>>>':
      return emitShift(operator, left, right);
  }
}

function emitSimple(operator: keyof typeof simple, left: Text, right: Text): Text {
  const binds = simple[operator];
  const masks = operator === '&' && (left.nonNegative || right.nonNegative);
  const unsigned =
    operator === '-'
      ? false
      : isUnsigned(left) && isUnsigned(right) && (left.sign === 'unsigned' || right.sign === 'unsigned');
  const [first, second] = unsigned ? [left, right] : [asSigned(left), asSigned(right)];
  // bpftrace warns of bit operators beside comparisons, and of - beside -: parentheses around all but a chain of the same.
  const chain = operator === '+' || operator === '*' ? binds : binds + 1;
  return {
    text: `${inside(first, chain)} ${operator} ${inside(second, binds + 1)}`,
    binds,
    sign: unsigned ? 'unsigned' : 'signed',
    nonNegative:
      masks ||
      (operator !== '-' && operator !== '^' && left.nonNegative && right.nonNegative && operator !== '*'),
  };
}

function isUnsigned({ sign }: Text): boolean {
  return sign === 'unsigned' || sign === 'literal';
}

function emitDivision(left: Text, right: Text): Text {
  if (left.nonNegative && right.nonNegative) return unsignedOperation('/', left, right);
  if (right.nonNegative) return bySign('/', left, right);
  // Not a choice between two quotients: bpftrace 0.23 as Debian 13 has it crashes on choices inside of choices.
  const quotient = `(int64)(${unsignedOperation('/', magnitude(left), magnitude(right)).text})`;
  return {
    text: `${quotient} * (${signsDiffer(left, right)} ? -1 : 1)`,
    binds: binding.product,
    sign: 'signed',
    nonNegative: false,
  };
}

function emitRemainder(left: Text, right: Text): Text {
  const divisor = magnitude(right);
  return left.nonNegative ? unsignedOperation('%', left, divisor) : bySign('%', left, divisor);
}

/** `$a < 0 ? -(int64)((uint64)-$a / 16) : (int64)((uint64)$a / 16)` */
function bySign(operator: '/' | '%', left: Text, right: Text): Text {
  const value = inside(asSigned(left), binding.unary);
  const half = (of: string) =>
    `(int64)(${unsignedOperation(operator, atom(`(uint64)${of}`, 'unsigned'), right).text})`;
  return choice(`${value} < 0`, `-${half(negated(value))}`, half(value));
}

function unsignedOperation(operator: '/' | '%', left: Text, right: Text): Text {
  // Both unsigned, or bpftrace warns that signed operands lead to undefined behaviour.
  const literal = left.sign === 'literal' && right.sign === 'literal';
  const first = literal ? left : asUnsigned(left);
  const second = right.sign === 'literal' ? right : asUnsigned(right);
  return {
    text: `${inside(first, binding.product)} ${operator} ${inside(second, binding.unary)}`,
    binds: binding.product,
    sign: literal ? 'literal' : 'unsigned',
    nonNegative: true,
  };
}

/** Two minus signs would be a decrement. */
function negated(text: string): string {
  return text.startsWith('-') ? `-(${text})` : `-${text}`;
}

/** As an unsigned number; that of the least number is its own. */
function magnitude(value: Text): Text {
  if (value.nonNegative) return value.sign === 'literal' ? value : asUnsigned(value);
  const signed = inside(asSigned(value), binding.unary);
  return {
    text: `(uint64)(${signed} < 0 ? ${negated(signed)} : ${signed})`,
    binds: binding.unary,
    sign: 'unsigned',
    nonNegative: true,
  };
}

function signsDiffer(left: Text, right: Text): string {
  const negative = (value: Text) => `${inside(asSigned(value), binding.shift)} < 0`;
  if (left.nonNegative) return negative(right);
  return `(${negative(left)}) != (${negative(right)})`;
}

function choice(condition: string, then: string, otherwise: string): Text {
  return {
    text: `${condition} ? ${then} : ${otherwise}`,
    binds: binding.conditional,
    sign: 'signed',
    nonNegative: false,
  };
}

function emitShift(operator: '<<' | '>>' | '>>>', left: Text, right: Text): Text {
  const count = inside(
    right.sign === 'literal' ? right : emitSimple('&', right, atom('63', 'literal', true)),
    binding.sum,
  );
  const shifted = (value: Text): Text => ({
    text: `${inside(value, binding.sum)} ${operator === '<<' ? '<<' : '>>'} ${count}`,
    binds: binding.shift,
    sign: value.sign === 'literal' ? 'signed' : value.sign,
    nonNegative: operator !== '<<' && value.nonNegative,
  });
  if (operator === '<<') return shifted(left);
  if (operator === '>>>')
    return { ...shifted(asUnsigned(left)), nonNegative: right.sign === 'literal' && right.text !== '0' };
  if (left.nonNegative) return shifted(asUnsigned(left));
  const value = inside(asSigned(left), binding.unary);
  return choice(
    `${value} < 0`,
    `~(int64)((uint64)~${value} >> ${count})`,
    `(int64)((uint64)${value} >> ${count})`,
  );
}
