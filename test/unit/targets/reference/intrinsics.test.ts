import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { intrinsics } from '../../../../targets/reference/intrinsics.ts';
import { virtualSurroundings } from '../../../../targets/reference/virtual-surroundings.ts';
import { evaluate, exit, intrinsic, literal, num, println, program, run, text } from './ir-builder.ts';

/** What a script would print of the calls, one a line. */
async function results(
  type: 'long' | 'string',
  name: string,
  ...calls: (number | string)[][]
): Promise<string[]> {
  const lines = calls.map((operands) => println(intrinsic(name, type, ...operands.map(literal))));
  const { out, err } = await run(program([], [['begin', ...lines, exit]]));
  return err === '' ? out.split('\n').slice(0, -1) : [err.split('\n')[0] ?? ''];
}

describe('the library', () => {
  const folder = new URL('../../../../src/tapset/', import.meta.url);
  const kernelFree = [
    'strings',
    'tokenize',
    'regex',
    'logging',
    'time',
    'ctime',
    'session',
    'random',
    'process-arguments',
    'byte-order',
    'memory-size',
    'floating-point',
  ];

  it.each(kernelFree)('declares no intrinsic in %s.stp that the reference lacks', (name) => {
    const declared = Array.from(
      readFileSync(new URL(`${name}.stp`, folder), 'latin1').matchAll(/function\s+(\w+)[^{%]*%\{/g),
      (match) => match[1] ?? '',
    );
    expect(declared.length).toBeGreaterThan(0);
    expect(declared.filter((one) => !Object.hasOwn(intrinsics, one))).toEqual([]);
  });

  it('describes every public function of these files in a comment above it', () => {
    const bare = readdirSync(folder)
      .filter((file) => kernelFree.includes(file.replace('.stp', '')))
      .flatMap((file) => readFileSync(new URL(file, folder), 'latin1').split('\n\n'))
      .filter((paragraph) => /^function/m.test(paragraph) && !/^\/\//m.test(paragraph));
    expect(bare).toEqual([]);
  });
});

describe('strings', () => {
  it('substr', async () => {
    const calls = [
      ['hello', 1, 3],
      ['hello', 3, 9],
      ['hello', 5, 1],
      ['hello', -1, 2],
      ['hello', 1, -1],
    ];
    expect(await results('string', 'substr', ...calls)).toEqual(['ell', 'lo', '', '', '']);
  });

  it('stringat', async () => {
    expect(await results('long', 'stringat', ['a\xc3', 1])).toEqual(['195']);
    expect(await results('long', 'stringat', ['abc', 3])).toEqual([
      expect.stringContaining('ERROR: Position out of bounds'),
    ]);
  });

  it('strpos', async () => {
    expect(await results('long', 'strpos', ['abab', 'b'], ['abab', 'c'], ['abab', ''])).toEqual([
      '1',
      '-1',
      '0',
    ]);
  });

  it('str_replace', async () => {
    const calls = [
      ['aaa', 'a', 'bb'],
      ['banana', 'ana', 'X'],
      ['abc', '', 'x'],
      ['a$b', '$', '$&'],
    ];
    expect(await results('string', 'str_replace', ...calls)).toEqual(['bbbbbb', 'bXna', 'abc', 'a$&b']);
  });

  it.each([
    ['42x', 10, '42'],
    ['-42', 10, '-42'],
    [' 42', 10, '0'],
    ['+42', 10, '0'],
    ['0x1f', 16, '31'],
    ['0x1f', 0, '31'],
    ['0x1f', 10, '0'],
    ['017', 0, '15'],
    ['zz', 36, '0'],
    ['102', 2, '2'],
    ['9223372036854775808', 10, '-9223372036854775808'],
    ['99999999999999999999', 10, '-1'],
  ])('strtol of "%s" in base %d', async (digits, base, expected) => {
    expect(await results('long', 'strtol', [digits, base])).toEqual([expected]);
  });

  it.each([
    ['tab\tq"b\\', 0, 0, 'tab\\tq\\"b\\\\'],
    ['\x01\x7f\xff', 0, 0, '\\001\\177\\377'],
    ['abcdef', 3, 0, 'abc'],
    ['a\nb', 2, 0, 'a'],
    ['abcdef', 3, 1, '""...'],
    ['abcdef', 6, 1, '"a"...'],
    ['abcdef', 8, 1, '"abcdef"'],
    ['abcdef', 0, 1, '"abcdef"'],
    ['', 5, 1, '""'],
  ])('text_strn of %j with %d, %d', async (input, length, quoted, expected) => {
    expect(await results('string', 'text_strn', [input, length, quoted])).toEqual([expected]);
  });

  it('tokenize goes on where it was, until there is new input', async () => {
    const calls = [
      [',,a,b', ','],
      ['', ','],
      ['', ','],
      ['x y', ''],
      ['c;d', ';'],
      ['', ';'],
    ];
    expect(await results('string', 'tokenize', ...calls)).toEqual(['a', 'b', '', 'x y', 'c', 'd']);
  });
});

describe('matched() and ngroups()', () => {
  const match = (subject: string, pattern: string) =>
    evaluate({
      kind: 'regex',
      type: 'long',
      value: text(subject),
      pattern,
      negated: false,
      site: intrinsic('x', 'void').site,
    });
  const matched = (group: number) => println(intrinsic('matched', 'string', num(group)));
  const runAll = (...statements: Parameters<typeof program>[1][number][1][]) =>
    run(program([], [['begin', ...statements, exit]]));

  it('tell of the last match', async () => {
    const groups = println(intrinsic('ngroups', 'long'));
    expect(
      (await runAll(match('key=v', '([a-z]+)=(x)?'), matched(0), matched(1), matched(2), groups)).out,
    ).toBe('key=\nkey\n\n3\n');
  });

  it('fail for groups that do not exist', async () => {
    expect((await runAll(matched(0))).err).toContain('Attempted to get nonexistent subexpression 0');
    expect((await runAll(match('a', 'a'), matched(1))).err).toContain(
      'Attempted to get nonexistent subexpression 1',
    );
    expect((await runAll(match('a', 'b'), matched(0))).err).toContain(
      'Attempted to get subexpression 0 from failed match',
    );
  });
});

describe('the session and its clocks', () => {
  it('tell the facts they were given', async () => {
    const built = program(
      [],
      [
        [
          'begin',
          println(
            intrinsic('target', 'long'),
            text(' '),
            intrinsic('tz_name', 'string'),
            text(' '),
            intrinsic('gettimeofday_ns', 'long'),
          ),
          exit,
        ],
      ],
    );
    const surroundings = virtualSurroundings({ targetPid: 42n, timeZoneName: 'CET' }, 1_000n);
    expect((await run(built, { surroundings })).out).toBe('42 CET 1000\n');
  });

  it('take arguments from the command line', async () => {
    const surroundings = virtualSurroundings({ arguments: ['cmd', 'a', 'b', 'c'] });
    const { out } = await run(
      program([], [['begin', println(intrinsic('__command_line', 'string')), exit]]),
      { surroundings },
    );
    expect(out).toBe('cmd\xffa\xffb\xffc\xff\n');
  });

  it('warn on standard error with one newline', async () => {
    const warn = (message: string) => evaluate(intrinsic('warn', 'void', text(message)));
    expect((await run(program([], [['begin', warn('a'), warn('b\n'), exit]]))).err).toBe(
      'WARNING: a\nWARNING: b\n',
    );
  });

  it('swap bytes for the network', async () => {
    expect(await results('long', 'htonll', [1])).toEqual([(1n << 56n).toString()]);
  });
});

describe('floating point', () => {
  const bits = (value: number) => new DataView(new Float64Array([value]).buffer).getBigInt64(0, true);
  const call = (name: string, ...values: number[]) =>
    intrinsic(name, 'long', ...values.map((value) => num(bits(value))));
  const shown = (expression: Parameters<typeof intrinsic>[2], digits: number) =>
    println(intrinsic('fp_to_string', 'string', expression, num(digits)));

  it('computes and prints', async () => {
    const { out } = await run(
      program(
        [],
        [
          [
            'begin',
            shown(call('fp_add', 1.5, 2.25), 3),
            shown(call('fp_div', 1, 3), 5),
            shown(call('fp_rem', 5, 3), 1),
            shown(intrinsic('string_to_fp', 'long', text('-12.5e1')), 0),
            println(call('fp_lt', 1, 2), call('fp_le', 2, 2), call('fp_eq', 1, 2)),
            println(
              ...[0, 1, 2, 3, 4].map((mode) =>
                intrinsic('fp_to_long', 'long', num(bits(-2.5)), num(mode), num(0)),
              ),
            ),
            exit,
          ],
        ],
      ),
    );
    expect(out).toBe('3.750\n0.33333\n-1.0\n-125\n110\n-2-2-3-2-3\n');
  });
});
