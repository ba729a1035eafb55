/** Random scripts: as trees, that only `printFile` turns into text, and as damaged text. */
import fc, { type Arbitrary } from 'fast-check';
import type * as ast from '../../../../src/ast/ast.ts';
import { sourceFile } from '../../../../src/source/source.ts';

const source = sourceFile('generated', '');
const place = {
  span: { file: source, start: 0, end: 0 },
  token: { kind: 'operator', text: '', span: { file: source, start: 0, end: 0 } },
} as const;

const name = fc.constantFrom('a', 'b', 'c', 'idx', 'total', 'x_1');
const identifier = name.map((text): ast.Identifier => ({ kind: 'Identifier', name: text, ...place }));
const number = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((value): ast.NumberLiteral => ({ kind: 'NumberLiteral', value, ...place }));
const bytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 5,
});
const string = bytes.map((value): ast.StringLiteral => ({ kind: 'StringLiteral', value, ...place }));
const wildcard: Arbitrary<ast.Wildcard> = fc.constant({ kind: 'Wildcard', ...place });
const optional = <Value>(value: Arbitrary<Value>): Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const conversion = fc.record({
  kind: fc.constant('conversion' as const),
  type: fc.constantFrom<ast.FormatConversion['type'][]>(
    'd',
    'u',
    'o',
    'x',
    'X',
    'p',
    'c',
    's',
    'm',
    'M',
    'b',
  ),
  flags: fc.constantFrom<ast.ConversionFlag[][]>([], ['minus'], ['zero'], ['plus'], ['space'], ['special']),
  width: fc.constantFrom<(number | 'dynamic' | undefined)[]>(undefined, 1, 20, 'dynamic'),
  precision: fc.constantFrom<(number | 'dynamic' | undefined)[]>(undefined, 0, 5, 'dynamic'),
});
/** Text between conversions is one part, and never empty. */
const format = fc
  .array(fc.tuple(bytes, conversion), { maxLength: 3 })
  .map((pairs): ast.FormatPart[] =>
    pairs.flatMap(([text, part]) => (text === '' ? [part] : [{ kind: 'text' as const, text }, part])),
  );

export const { expression } = fc.letrec<{ expression: ast.Expression }>((tie) => {
  const any = tie('expression');
  const two = { left: any, right: any };
  const keys = fc.array(fc.oneof({ weight: 5, arbitrary: any }, wildcard), { minLength: 1, maxLength: 3 });
  const histogram = fc
    .record({
      kind: fc.constant('Histogram' as const),
      stat: any,
      shape: fc.constantFrom<ast.HistogramShape[]>(
        { kind: 'log' },
        { kind: 'linear', low: -3n, high: 20n, step: 2n },
      ),
    })
    .map((node): ast.Histogram => ({ ...node, ...place }));
  const step: Arbitrary<ast.AccessStep> = fc.oneof(
    fc.constant({ kind: 'member', name: 'next', span: place.span } as const),
    any.map((index) => ({ kind: 'index', index, span: place.span }) as const),
  );
  const steps = fc.array(step, { maxLength: 3 });
  const chain = {
    addressOf: fc.boolean(),
    steps,
    pretty: fc.constantFrom<ast.Cast['pretty'][]>('', '$', '$$'),
  };
  const record = <Fields extends object>(
    kind: ast.Expression['kind'],
    fields: { [Key in keyof Fields]: Arbitrary<Fields[Key]> },
  ): Arbitrary<ast.Expression> =>
    fc.record(fields).map((node) => ({ kind, ...node, ...place }) as unknown as ast.Expression);

  return {
    expression: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      identifier,
      number,
      string,
      record('Binary', {
        operator: fc.constantFrom('+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '>>>'),
        ...two,
      }),
      record('Logical', { operator: fc.constantFrom('&&', '||'), ...two }),
      record('Comparison', { operator: fc.constantFrom('<', '>', '<=', '>=', '==', '!='), ...two }),
      record('Concatenation', two),
      record('RegexMatch', { operator: fc.constantFrom('=~', '!~'), value: any, pattern: string }),
      record('Membership', { keys, base: fc.oneof(identifier, histogram) }),
      record('Conditional', { condition: any, then: any, otherwise: any }),
      record('Assignment', {
        operator: fc.constantFrom('=', '<<<', '.=', '+=', '>>='),
        target: any,
        value: any,
      }),
      record('Unary', { operator: fc.constantFrom('-', '+', '!', '~'), operand: any }),
      record('Step', {
        operator: fc.constantFrom('++', '--'),
        position: fc.constantFrom('prefix', 'postfix'),
        operand: any,
      }),
      record('Index', { base: identifier, keys }),
      record('Call', { name, arguments: fc.array(any, { maxLength: 3 }) }),
      record('Print', {
        name: fc.constant('println'),
        format: fc.constant(undefined),
        delimiter: fc.constant(undefined),
        arguments: fc.array(any, { maxLength: 2 }),
      }),
      record('Print', {
        name: fc.constant('printf'),
        format,
        delimiter: fc.constant(undefined),
        arguments: fc.array(any, { maxLength: 2 }),
      }),
      record('Print', {
        name: fc.constant('sprintdln'),
        format: fc.constant(undefined),
        delimiter: bytes,
        arguments: fc.array(any, { minLength: 2, maxLength: 3 }),
      }),
      record('StatExtract', {
        operator: fc.constantFrom('count', 'max'),
        stat: any,
        shift: fc.constant(undefined),
      }),
      record('StatExtract', { operator: fc.constant('variance'), stat: any, shift: optional(number) }),
      record('HistogramBucket', { histogram, index: any }),
      record('TargetVariable', { name: fc.constantFrom('$x', '$$vars'), ...chain }),
      record('Cast', { operand: any, type: bytes, module: optional(bytes), ...chain }),
      record('AtVar', { name: bytes, module: optional(bytes), ...chain }),
      record('Defined', { operand: any }),
      record('Entry', { operand: any }),
      record('ProbeWrite', { name }),
      record('Perf', { counter: bytes }),
      record('OperatorCall', { operator: fc.constantFrom('uregister'), arguments: fc.tuple(number) }),
      record('OperatorCall', {
        operator: fc.constantFrom('kderef', 'uderef'),
        arguments: fc.tuple(number, any),
      }),
      record('EmbeddedExpression', { code: fc.constant(' 1 ') }),
    ),
  };
});

export const { statement } = fc.letrec<{ statement: ast.Statement; block: ast.Block }>((tie) => {
  const any = tie('statement');
  const record = <Fields extends object>(
    kind: ast.Statement['kind'],
    fields: { [Key in keyof Fields]: Arbitrary<Fields[Key]> },
  ): Arbitrary<ast.Statement> =>
    fc.record(fields).map((node) => ({ kind, ...node, ...place }) as unknown as ast.Statement);
  const sort = fc.constantFrom<ast.ForeachStatement['sort'][]>(
    undefined,
    { by: 'value', operator: undefined, direction: 'descending' },
    { by: 'value', operator: 'sum', direction: 'ascending' },
    { by: 0, operator: undefined, direction: 'ascending' },
  );
  return {
    block: fc
      .array(any, { maxLength: 3 })
      .map((statements): ast.Block => ({ kind: 'Block', statements, ...place })),
    statement: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      record('ExpressionStatement', { expression }),
      record('EmptyStatement', {}),
      record('BreakStatement', {}),
      record('ContinueStatement', {}),
      record('NextStatement', {}),
      record('ReturnStatement', { value: optional(expression) }),
      record('DeleteStatement', { target: expression }),
      tie('block'),
      record('IfStatement', { condition: expression, then: any, otherwise: optional(any) }),
      record('WhileStatement', { condition: expression, body: any }),
      record('ForStatement', {
        initial: optional(expression),
        condition: optional(expression),
        step: optional(expression),
        body: any,
      }),
      record('ForeachStatement', {
        value: optional(identifier),
        keys: fc.array(identifier, { minLength: 1, maxLength: 2 }),
        base: identifier,
        slice: optional(fc.array(fc.oneof(wildcard, expression), { minLength: 1, maxLength: 2 })),
        sort,
        limit: optional(expression),
        body: any,
      }),
      record('TryStatement', { body: tie('block'), variable: optional(identifier), handler: tie('block') }),
    ),
  };
});

/** A file with one function of these statements, for `return` stands in functions only. */
export function fileOf(statements: readonly ast.Statement[]): ast.File {
  const body: ast.Block = { kind: 'Block', statements, ...place };
  const declaration: ast.FunctionDeclaration = {
    kind: 'FunctionDeclaration',
    name: 'f',
    isPrivate: false,
    type: undefined,
    parameters: [],
    priority: undefined,
    body,
    ...place,
  };
  return { kind: 'File', source, items: [declaration], comments: [] };
}
