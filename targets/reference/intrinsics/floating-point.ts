/** The intrinsics of floating-point.stp: JavaScript's numbers are the 64-bit IEEE 754 numbers that the longs hold the bits of. */
import { truth, wrap, INT64_MAX, INT64_MIN } from '../values.ts';
import { long, string, type IntrinsicTable, type Invocation } from './intrinsic.ts';

const view = new DataView(new ArrayBuffer(8));

function fromBits(bits: bigint): number {
  view.setBigInt64(0, bits);
  return view.getFloat64(0);
}

function toBits(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigInt64(0);
}

const operation = (operate: (left: number, right: number) => number) =>
  long((call) => toBits(operate(fromBits(call.long(0)), fromBits(call.long(1)))));

const comparison = (compare: (left: number, right: number) => boolean) =>
  long((call) => truth(compare(fromBits(call.long(0)), fromBits(call.long(1)))));

export const floatingPointIntrinsics: IntrinsicTable = {
  fp_add: operation((left, right) => left + right),
  fp_sub: operation((left, right) => left - right),
  fp_mul: operation((left, right) => left * right),
  fp_div: operation((left, right) => left / right),
  fp_rem: operation(nearestRemainder),
  fp_sqrt: long((call) => toBits(Math.sqrt(fromBits(call.long(0))))),
  fp_eq: comparison((left, right) => left === right),
  fp_le: comparison((left, right) => left <= right),
  fp_lt: comparison((left, right) => left < right),
  long_to_fp: long((call) => toBits(Number(call.long(0)))),
  fp_to_long: long(toLong),
  fp32_to_fp64: long((call) => {
    view.setInt32(0, Number(BigInt.asIntN(32, call.long(0))));
    return toBits(view.getFloat32(0));
  }),
  fp_to_string: string((call) => decimal(fromBits(call.long(0)), Number(call.long(1)))),
  string_to_fp: long((call) => toBits(parseDecimal(call.string(0)))),
};

/** The decimal number that a text begins with. */
function parseDecimal(text: string): number {
  const digits = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(text)?.[0];
  return digits === undefined ? 0 : Number(digits);
}

/** IEEE 754's remainder: the quotient is rounded to the nearest whole number, halves to the even one. */
function nearestRemainder(left: number, right: number): number {
  const rest = left % right;
  const size = Math.abs(right);
  const doubled = Math.abs(rest) * 2;
  const quotientIsOdd = Math.abs(Math.trunc((left - rest) / right)) % 2 === 1;
  if (doubled > size || (doubled === size && quotientIsOdd)) return rest - Math.sign(rest) * size;
  return rest;
}

function toLong(call: Invocation): bigint {
  const value = fromBits(call.long(0));
  // What the processor gives for numbers that have no long.
  if (Number.isNaN(value) || value >= 2 ** 63 || value < -(2 ** 63))
    return value >= 2 ** 63 ? INT64_MAX : INT64_MIN;
  return wrap(BigInt(round(value, call.long(1))));
}

function round(value: number, mode: bigint): number {
  const toZero = Math.trunc(value);
  switch (mode) {
    case 1n:
      return toZero;
    case 2n:
      return Math.floor(value);
    case 3n:
      return Math.ceil(value);
    case 4n:
      return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
    case 6n:
      return value === toZero || toZero % 2 !== 0 ? toZero : toZero + Math.sign(value);
    default: {
      const rest = Math.abs(value - toZero);
      const up = rest > 0.5 || (rest === 0.5 && toZero % 2 !== 0);
      return up ? toZero + Math.sign(value) : toZero;
    }
  }
}

/** As C's %.*f: the number's exact value, rounded to so many digits, halves to the even one. */
function decimal(value: number, precision: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}inf`;
  const digits = Math.min(Math.max(precision, 0), 100);
  const text = scaled(Math.abs(value), digits)
    .toString()
    .padStart(digits + 1, '0');
  const point = text.length - digits;
  return sign + text.slice(0, point) + (digits > 0 ? `.${text.slice(point)}` : '');
}

/** `value` times 10^digits as a whole number. */
function scaled(value: number, digits: number): bigint {
  const bits = toBits(value);
  const fraction = bits & ((1n << 52n) - 1n);
  const exponent = Number(bits >> 52n);
  const mantissa = (exponent === 0 ? fraction : fraction | (1n << 52n)) * 10n ** BigInt(digits);
  const shift = Math.max(exponent, 1) - 1075;
  if (shift >= 0) return mantissa << BigInt(shift);
  const unit = 1n << BigInt(-shift);
  const quotient = mantissa / unit;
  const doubled = (mantissa % unit) * 2n;
  return doubled > unit || (doubled === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
