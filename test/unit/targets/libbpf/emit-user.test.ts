/** What the user half says for small handlers: the statements between a handler's braces. */
import { describe, expect, it } from 'vitest';
import { kernelCapabilities } from '../../../../targets/libbpf/capabilities.ts';
import { emitLibbpf } from '../../../../targets/libbpf/emit.ts';
import { split } from '../../../../src/5-split/split.ts';
import type * as ir from '../../../../src/ir/ir.ts';
import * as t from './program-builders.ts';

function emit(program: ir.Program): string {
  const { plan } = split(program, kernelCapabilities);
  if (!plan) throw new Error('the program cannot be placed');
  return emitLibbpf(plan, 'x').user.text;
}

/** The body of probe 0's handler, without what every handler has. */
function handler(
  body: ir.Block,
  locals: readonly ir.Local[] = [],
  globals: readonly ir.Global[] = [],
  functions: readonly ir.Function[] = [],
): string {
  const text = emit(t.program([t.probe(0, t.begin, body, { locals })], { globals, functions }));
  const lines = /static void probe_0\([^\n]*\n?\{?\n([\s\S]*?)\n\}\n/.exec(text)?.[1] ?? '';
  return lines
    .split('\n')
    .map((line) => line.replace(/^\t/, ''))
    .filter((line) => line !== '' && line !== '(void)c;' && line !== '(void)record;')
    .join('\n');
}

const n: ir.ScalarGlobal = { kind: 'scalar', id: 0, name: 'n', type: 'long', initial: 0n };
const array: ir.ArrayGlobal = {
  kind: 'array',
  id: 0,
  name: 'a',
  keys: ['long', 'string'],
  value: 'long',
  stat: undefined,
  capacity: 2048,
  sized: false,
  wrap: false,
};
const i = t.localPlace(0);

describe('arithmetic', () => {
  it('is plain C on variables', () => {
    const sum = t.binary(t.read(i), '+', t.binary(t.read(i), '*', t.long(3)));
    expect(handler(t.block(t.evaluate(t.assign(i, sum))), t.locals(['i', 'long']))).toBe(
      'int64_t i = 0;\ni = i + (i * 3);',
    );
  });
  it('works on 64 bits where both operands are literals', () => {
    const product = t.binary(t.long(100000), '*', t.long(100000));
    expect(handler(t.block(t.print(product)))).toContain('stsx_put_decimal(c, (int64_t)100000 * 100000);');
  });
  it('checks a divisor that may be 0', () => {
    const quotient = t.binary(t.long(7), '/', t.read(i));
    const text = handler(t.block(t.evaluate(t.assign(i, quotient))), t.locals(['i', 'long']));
    expect(text).toBe(
      [
        'int64_t i = 0;',
        'int64_t t1 = stsx_div(c, 7, i, &sites[0]);',
        'if (c->error)',
        '\tgoto out;',
        'i = t1;',
        'out:',
        '\t;',
      ]
        .join('\n')
        .replace('\t;', ';'),
    );
  });
  it('divides by a constant in C', () => {
    const quotient = t.binary(t.read(i), '/', t.long(1024));
    expect(handler(t.block(t.evaluate(t.assign(i, quotient))), t.locals(['i', 'long']))).toContain(
      'i = i / 1024;',
    );
  });
});

describe('evaluation order', () => {
  it('keeps an operand that a later one changes', () => {
    // i + i++
    const sum = t.binary(t.read(i), '+', t.step(i));
    expect(handler(t.block(t.print(sum)), t.locals(['i', 'long']))).toContain(
      ['int64_t t1 = i;', 'int64_t t2 = i;', 'i++;'].join('\n'),
    );
  });
  it('leaves an operand that nothing changes in its place', () => {
    // n + i++, n a global
    const sum = t.binary(t.read(t.globalPlace(0)), '+', t.step(i));
    expect(handler(t.block(t.print(sum)), t.locals(['i', 'long']), [n])).toContain(
      'stsx_put_decimal(c, g_n + t1);',
    );
  });
  it('evaluates the right side of && only if it has to', () => {
    const both = t.logical(t.read(i), '&&', t.binary(t.long(1), '/', t.read(i)));
    expect(handler(t.block(t.evaluate(t.assign(i, both))), t.locals(['i', 'long']))).toContain(
      ['int64_t t2 = i != 0;', 'if (t2) {', '\tint64_t t1 = stsx_div(c, 1, i, &sites[0]);'].join('\n'),
    );
  });
});

describe('strings', () => {
  it('gives the memory of temporaries back behind the statement', () => {
    const s = t.localPlace(0, 'string');
    const text: ir.Concat = { kind: 'concat', type: 'string', left: t.read(s), right: t.string('!') };
    expect(handler(t.block(t.evaluate(t.assign(s, text))), t.locals(['s', 'string']))).toBe(
      [
        'size_t mark = stsx_mark(c);',
        'char *s = stsx_string_buffer(c);',
        '{',
        '\tsize_t mark_1 = stsx_mark(c);',
        '\tstsx_string_set(c, s, stsx_concat(c, s, "!"));',
        '\tstsx_release(c, mark_1);',
        '}',
        'stsx_release(c, mark);',
      ].join('\n'),
    );
  });
});

describe('arrays', () => {
  it('names an element by its keys', () => {
    const at = t.element(0, [t.read(i), t.string('k')]);
    expect(handler(t.block(t.evaluate(t.step(at))), t.locals(['i', 'long']), [array])).toContain(
      [
        'int64_t *t1 = stsx_array_long_place(c, g_a, STSX_KEYS({ .number = i }, { .string = "k" }), &sites[0]);',
        'if (!t1)',
        '\tgoto out;',
        '(*t1)++;',
      ].join('\n'),
    );
  });
  it('evaluates keys before the value that is assigned', () => {
    // a[i, "k"] = i++
    const at = t.element(0, [t.read(i), t.string('k')]);
    const text = handler(t.block(t.evaluate(t.assign(at, t.step(i)))), t.locals(['i', 'long']), [array]);
    expect(text).toContain(['int64_t t1 = i;', 'int64_t t2 = i;', 'i++;'].join('\n'));
    expect(text).toContain('{ .number = t1 }');
    expect(text).toContain('= t2;');
  });
});

describe('a value that the new element could change', () => {
  it('is known before the element is made', () => {
    // a[i, "k"] = [i, "k"] in a
    const keys = [t.read(i), t.string('k')];
    const member: ir.Member = { kind: 'member', type: 'long', global: 0, keys, site: t.site('in') };
    const body = t.block(t.evaluate(t.assign(t.element(0, keys), member)));
    expect(handler(body, t.locals(['i', 'long']), [array])).toMatch(
      /int64_t t1 = stsx_array_has\(.*\);\nint64_t \*t2 = stsx_array_long_place\(/,
    );
  });
});

describe('printing', () => {
  it('puts constant text out in one piece', () => {
    const parts: ir.FormatPart[] = [
      t.part('a'),
      { ...column, width: 5 },
      t.part(' '),
      { ...column, width: 4, flags: ['minus'] },
      t.part('\n'),
    ];
    expect(handler(t.block({ kind: 'print', parts, site: t.site('printf') }))).toContain(
      'stsx_put_text(c, "a  PID PID \\n", 12);',
    );
  });
});

const column: ir.FormatConversion = {
  kind: 'conversion',
  conversion: 's',
  flags: [],
  width: undefined,
  precision: undefined,
  argument: t.string('PID'),
};

describe('control', () => {
  it('tests a plain condition in the head of the loop', () => {
    const loop: ir.Loop = {
      kind: 'loop',
      condition: t.compare(t.read(i), '<', t.long(10)),
      body: t.block(t.charge()),
      step: t.block(t.evaluate(t.step(i))),
    };
    expect(handler(t.block(loop), t.locals(['i', 'long']))).toContain(
      ['while (i < 10) {', '\tif (!stsx_charge(c, 1, &sites[0]))', '\t\tgoto out;', '\ti++;', '}'].join('\n'),
    );
  });
  it('sends continue to the step', () => {
    const loop: ir.Loop = {
      kind: 'loop',
      condition: undefined,
      body: t.block({ kind: 'continue' }),
      step: t.block(t.evaluate(t.step(i))),
    };
    expect(handler(t.block(loop), t.locals(['i', 'long']))).toContain(
      ['for (;;) {', '\tgoto next_1;', 'next_1:', '\t;', '\ti++;', '}'].join('\n'),
    );
  });
  it('catches what fails inside a try and nothing else', () => {
    const s = t.localPlace(0, 'string');
    const attempt: ir.Try = {
      kind: 'try',
      body: t.block(t.evaluate(t.intrinsic('error', 'void', [t.string('oops')]))),
      message: s,
      handler: t.block(t.print(t.read(s))),
    };
    const text = handler(t.block(attempt), t.locals(['s', 'string']));
    expect(text).toContain('\tstsx_fn_error(c, &sites[0], "oops");\n\tif (c->error)\n\t\tgoto catch_1;');
    expect(text).toContain(
      '\tif (!stsx_catch(c))\n\t\tgoto out;\n\tstsx_string_set(c, s, stsx_caught_message(c));',
    );
  });
});

describe('functions', () => {
  const double: ir.Function = {
    id: 0,
    name: 'twice',
    parameterCount: 1,
    locals: t.locals(['x', 'long']),
    result: 'long',
    body: t.block({ kind: 'return', value: t.binary(t.read(i), '*', t.long(2)) }),
    nextOverload: undefined,
    origin: 'user',
  };
  const call: ir.Call = {
    kind: 'call',
    type: 'long',
    function: 0,
    arguments: [t.long(21)],
    site: t.site('twice'),
  };
  it('are called with the place of the call', () => {
    expect(handler(t.block(t.print(call)), [], [], [double])).toContain(
      'int64_t t1 = f_twice(c, &sites[0], 21);',
    );
  });
  it('are left out when nothing calls them', () => {
    expect(emit(t.program([], { functions: [double] }))).not.toContain('f_twice');
  });
  it('enter and leave the chain of calls', () => {
    const text = emit(t.program([t.probe(0, t.begin, t.block(t.print(call)))], { functions: [double] }));
    expect(text).toContain(
      [
        'static int64_t f_twice(struct stsx_context *c, const struct stsx_site *call_site, int64_t x)',
        '{',
        '\tif (!stsx_enter(c, call_site))',
        '\t\treturn 0;',
        '\tint64_t result = 0;',
        '',
        '\tresult = x * 2;',
        '\tgoto out;',
        'out:',
        '\tstsx_leave(c);',
        '\treturn result;',
        '}',
      ].join('\n'),
    );
  });
});
