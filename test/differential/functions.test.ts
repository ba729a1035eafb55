/** The library's functions of values, each with edges of what it takes. */
import fc from 'fast-check';
import { it } from 'vitest';
import { expectAlike, timeout, type Case } from './support/expect-alike.ts';
import { stringLiteral } from './support/script-text.ts';
import { bytes, long, smallLong, text } from './support/values.ts';

type Kind = keyof typeof arguments_;

const digits = fc.string({
  unit: fc.constantFrom('0', '1', '7', '9', 'x', 'f', 'g', '-', ' ', '+', 'X', 'A'),
  maxLength: 24,
});
const arguments_ = {
  long,
  small: smallLong,
  text,
  number: fc
    .tuple(fc.constantFrom('', '-', '0', '0x', '0X', '-0x', ' ', '+'), digits)
    .map(([prefix, rest]) => stringLiteral(prefix + rest)),
  base: fc.constantFrom('0', '8', '10', '16', '2', '36', '1', '37', '(-1)', '7'),
  short: fc.string({ unit: fc.constantFrom('a', 'b', ',', '\xff'), maxLength: 3 }).map(stringLiteral),
  subject: fc
    .oneof(fc.string({ unit: fc.constantFrom('a', 'b', ',', '\xff'), maxLength: 14 }), bytes)
    .map(stringLiteral),
  family: fc.constantFrom('2', '10', '0'),
  float: fc.oneof(
    long,
    fc.double().map((value) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, value);
      return `(0 + ${view.getBigUint64(0)})`;
    }),
  ),
  rounding: fc.constantFrom('0', '1', '2', '3', '4', '5', '6'),
  decimal: fc
    .constantFrom('1', '-1.5', '1e10', '0.1', '.5', 'x', '', 'inf', '-0', '1e400', '1e-400')
    .map(stringLiteral),
} as const;

const signatures: Readonly<Record<string, readonly Kind[]>> = {
  strlen: ['text'],
  substr: ['text', 'small', 'long'],
  stringat: ['text', 'small'],
  isinstr: ['subject', 'short'],
  strpos: ['subject', 'short'],
  isdigit: ['number'],
  str_replace: ['subject', 'short', 'text'],
  strtol: ['number', 'base'],
  text_str: ['text'],
  text_strn: ['text', 'small', 'small'],
  string_quoted: ['text'],
  ip_ntop: ['long'],
  format_ipaddr: ['long', 'family'],
  htonll: ['long'],
  htonl: ['long'],
  htons: ['long'],
  ntohll: ['long'],
  errno_str: ['long'],
  errno_p: ['long'],
  return_str: ['small', 'long'],
  bytes_to_string: ['long'],
  pages_to_string: ['long'],
  msecs_to_string: ['long'],
  usecs_to_string: ['long'],
  nsecs_to_string: ['long'],
  signal_str: ['small'],
  sigset_mask_str: ['long'],
  sa_flags_str: ['long'],
  sa_handler_str: ['small'],
  ctime: ['long'],
  MAJOR: ['long'],
  MINOR: ['long'],
  MKDEV: ['long', 'long'],
  usrdev2kerndev: ['long'],
  fp_add: ['float', 'float'],
  fp_sub: ['float', 'float'],
  fp_mul: ['float', 'float'],
  fp_div: ['float', 'float'],
  fp_rem: ['float', 'float'],
  fp_sqrt: ['float'],
  fp_eq: ['float', 'float'],
  fp_le: ['float', 'float'],
  fp_lt: ['float', 'float'],
  long_to_fp: ['long'],
  fp_to_long: ['float', 'rounding', 'small'],
  fp32_to_fp64: ['long'],
  fp_to_string: ['float', 'small'],
  string_to_fp: ['decimal'],
};

const call = fc
  .constantFrom(...Object.entries(signatures))
  .chain(([name, kinds]) =>
    fc
      .tuple(...kinds.map((kind) => arguments_[kind]))
      .map((given) => `println(${name}(${given.join(', ')}))`),
  );
const tokens = fc
  .tuple(arguments_.subject, arguments_.short, fc.array(arguments_.short, { maxLength: 4 }))
  .map(([subject, first, rest]) =>
    [
      `println("<", tokenize(${subject}, ${first}), ">")`,
      ...rest.map((next) => `println("<", tokenize(${next}), ">")`),
    ].join('\n'),
  );
const indentation = fc
  .array(smallLong, { maxLength: 4 })
  .map((deltas) => deltas.map((delta) => `println(indent_depth(${delta}))`).join('\n'));

const functionCase = fc
  .array(fc.oneof({ weight: 8, arbitrary: call }, tokens, indentation), { minLength: 1, maxLength: 4 })
  .map((calls): Case => ({
    declarations: '',
    body: calls.map((text) => `try { ${text} } catch (e) { println(e) }`).join('\n'),
  }));

it('compute alike', () => expectAlike(functionCase, { programs: 1, casesPerProgram: 200 }), timeout);
