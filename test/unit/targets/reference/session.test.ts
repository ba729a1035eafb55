import { describe, expect, it } from 'vitest';
import type * as ir from '../../../../src/ir/ir.ts';
import {
  array,
  assign,
  binary,
  block,
  element,
  evaluate,
  exit,
  global,
  intrinsic,
  local,
  num,
  println,
  program,
  read,
  run,
  scalar,
  site,
  text,
  type ProbeSpec,
} from './ir-builder.ts';

const fail = (message: string) => evaluate(intrinsic('error', 'void', text(message)));
const at = (kind: 'begin' | 'end' | 'error', sequence: bigint): ir.Probe['point'] => ({ kind, sequence });
const timer = (milliseconds: bigint): ir.Probe['point'] => ({
  kind: 'timer',
  periodNs: milliseconds * 1_000_000n,
  randomizeNs: 0n,
});
const say = (word: string) => println(text(word));
const counter = read(global(0));
const count = assign(global(0), num(1), '+');
const when = (condition: ir.Expression, ...then: ir.Statement[]): ir.Statement => ({
  kind: 'if',
  condition,
  then: block(...then),
  otherwise: undefined,
});
const equals = (left: ir.Expression, right: ir.Expression): ir.Expression => ({
  kind: 'compare',
  type: 'long',
  operator: '==',
  left,
  right,
});

const session = (specs: ProbeSpec[], limits: Partial<ir.Limits> = {}) =>
  run(program([scalar(0, 0n)], specs, limits));

describe('the order of a session', () => {
  it('is by sequence number, and by declaration where that is equal', async () => {
    const { out } = await session([
      [at('begin', 5n), say('b5')],
      ['begin', say('b0'), exit],
      ['begin', say('never')],
      [at('end', 1n), say('e1')],
      [at('end', -1n), say('e-1')],
      ['end', say('e0a')],
      ['end', say('e0b')],
      ['error', say('never')],
    ]);
    expect(out).toBe('b0\ne-1\ne0a\ne0b\ne1\n');
  });

  it('lets the handler that calls exit() finish, but not the one that calls abort()', async () => {
    const { out, status } = await session([
      ['begin', exit, say('goes on')],
      ['end', evaluate(intrinsic('abort', 'void')), say('never')],
      ['end', say('end')],
    ]);
    expect(out).toBe('goes on\nend\n');
    expect(status).toBe(0);
  });

  it('runs timers by the clock, without drift', async () => {
    const { out } = await session([
      [timer(100n), say('fast')],
      [timer(250n), say('slow'), count, when(equals(counter, num(2)), exit)],
    ]);
    expect(out).toBe('fast\nfast\nslow\nfast\nfast\nfast\nslow\n');
  });

  it('ends when the outside asks for it', async () => {
    const stop = new AbortController();
    const { out } = await run(
      program(
        [],
        [
          ['begin', say('begin')],
          [timer(10n), say('tick')],
          ['end', say('end')],
        ],
      ),
      {
        stop: stop.signal,
        started: () => {
          stop.abort();
        },
      },
    );
    expect(out).toBe('begin\nend\n');
  });
});

describe('run-time errors', () => {
  const divide = println(binary('/', num(1), num(0)));

  it('end the handler and the session: error probes instead of end probes', async () => {
    const { out, err, status } = await session([
      ['begin', say('before'), divide, say('never')],
      ['begin', say('never')],
      ['end', say('never')],
      ['error', say('error'), fail('again')],
      ['error', say('error too')],
    ]);
    expect(out).toBe('before\nerror\nerror too\n');
    expect(err).toBe(
      "ERROR: division by 0 near operator '/' at x.stp:1:20 in probe begin\n" +
        "ERROR: again near operator '/' at x.stp:1:20 in probe error\n" +
        'WARNING: Number of errors: 2, skipped probes: 0\n',
    );
    expect(status).toBe(1);
  });

  it('in an end probe skip the later ones', async () => {
    const { out } = await session([
      ['begin', exit],
      ['end', fail('x')],
      ['end', say('never')],
      ['error', say('error')],
    ]);
    expect(out).toBe('error\n');
  });

  it('are tolerated up to MAXERRORS', async () => {
    const { out, status } = await session(
      [
        [timer(10n), count, println(counter), fail('bad')],
        ['end', say('never')],
        ['error', say('error')],
      ],
      { maxErrors: 2 },
    );
    expect(out).toBe('1\n2\n3\nerror\n');
    expect(status).toBe(1);
  });

  it('are counted only, when they are suppressed', async () => {
    const built = program(
      [],
      [
        ['begin', fail('bad')],
        ['begin', exit],
        ['end', say('end')],
      ],
    );
    const { out, err, status } = await run(built, { suppressHandlerErrors: true });
    expect([out, err, status]).toEqual(['end\n', 'WARNING: Number of errors: 1, skipped probes: 0\n', 0]);
  });

  it('can be caught, MAXACTION and abort() cannot', async () => {
    const message = local(4, 'string');
    const caught = (...body: ir.Statement[]): ir.Statement => ({
      kind: 'try',
      body: block(...body),
      message,
      handler: block(println(text('caught '), read(message))),
    });
    const forever: ir.Statement = {
      kind: 'loop',
      condition: undefined,
      body: block({ kind: 'charge', actions: 1, site }),
      step: undefined,
    };
    const { out, err } = await session([
      ['begin', caught(divide), caught(forever), say('never')],
      ['error', say('error')],
    ]);
    expect(out).toBe('caught division by 0\nerror\n');
    expect(err).toContain('ERROR: MAXACTION exceeded near');
    const aborted = await session([
      ['begin', caught(evaluate(intrinsic('abort', 'void'))), say('never')],
      ['end', say('end')],
    ]);
    expect(aborted.out).toBe('end\n');
  });

  it('give begin, end and error handlers their own budget', async () => {
    const charge: ir.Statement = { kind: 'charge', actions: 50, site };
    const limits = { maxAction: 10, maxActionInterruptible: 100 };
    const { out } = await session(
      [
        ['begin', charge, charge, say('begin')],
        [timer(1n), charge],
        ['error', say('error')],
      ],
      limits,
    );
    expect(out).toBe('begin\nerror\n');
  });

  it('of a histogram that makes no sense come before any probe', async () => {
    const histogram: ir.HistogramShape = { kind: 'linear', low: 0n, high: 10n, step: 0n };
    const global: ir.Global = {
      id: 0,
      name: 's',
      kind: 'stat',
      stat: { operators: [], shift: 0, histogram },
    };
    const { out, err, status } = await run(program([global], [['begin', say('never')]]));
    expect([out, status]).toEqual(['', 1]);
    expect(err).toBe(
      "WARNING: histogram: interval cannot be zero.\nERROR: global variable '__global_s' allocation failed\n",
    );
  });
});

describe('functions', () => {
  const parameter = { index: 0, name: 'n', type: 'long' } as const;
  const made = (id: number, body: ir.Block, nextOverload?: number): ir.Function => ({
    id,
    name: 'f',
    parameterCount: 1,
    locals: [parameter],
    result: 'long',
    body,
    nextOverload,
    origin: 'user',
  });
  const callSite: ir.Site = { file: 'x.stp', line: 9, column: 3, tokenKind: 'identifier', token: 'f' };
  const call = (argument: ir.Expression): ir.Expression => ({
    kind: 'call',
    type: 'long',
    function: 0,
    arguments: [argument],
    site: callSite,
  });
  const giveBack = (value: ir.Expression): ir.Statement => ({ kind: 'return', value });

  it('hand their arguments as they came to the next overload', async () => {
    const first = made(0, block(assign(local(0), num(99)), { kind: 'next', site }), 1);
    const second = made(1, block(giveBack(read(local(0)))));
    const built = { ...program([], [['begin', println(call(num(7))), exit]]), functions: [first, second] };
    expect((await run(built)).out).toBe('7\n');
    const exhausted = { ...built, functions: [made(0, block({ kind: 'next', site }))] };
    expect((await run(exhausted)).err).toContain(
      "ERROR: all functions exhausted near identifier 'f' at x.stp:9:3 in probe begin\n",
    );
  });

  it('name their callers in errors, and nest only so deep', async () => {
    const broken = {
      ...program([], [['begin', println(call(num(7)))]]),
      functions: [made(0, block(giveBack(binary('/', num(1), num(0)))))],
    };
    expect((await run(broken)).err).toContain(
      "ERROR: division by 0 near operator '/' at x.stp:1:20 (called from identifier 'f' at x.stp:9:3) in probe begin\n",
    );
    const down = when(
      read(local(0)),
      giveBack(binary('+', num(1), call(binary('-', read(local(0)), num(1))))),
    );
    const recursive = (depth: number, maxNesting = 3) =>
      run({
        ...program([], [['begin', println(call(num(depth))), exit]], { maxNesting }),
        functions: [made(0, block(down, giveBack(num(0))))],
      });
    expect((await recursive(2)).out).toBe('2\n');
    expect((await recursive(3)).err).toContain('ERROR: MAXNESTING exceeded');
    expect((await recursive(100_000, 1_000_000)).err).toContain('ERROR: MAXNESTING exceeded');
  });
});

describe('arrays in scripts', () => {
  const key = local(0);
  const loop = (body: ir.Statement, rest: Partial<ir.Foreach> = {}): ir.Foreach => ({
    kind: 'foreach',
    global: 0,
    keys: [key],
    value: undefined,
    order: undefined,
    limit: undefined,
    slice: undefined,
    body: block(body),
    site,
    ...rest,
  });
  const fill = (...values: number[]) =>
    values.map((value, index) => assign(element(0, num(index)), num(value)));
  const descending: ir.SortOrder = { by: { kind: 'value' }, direction: 'descending' };

  it('go on from where the loop stands, when the body sorts', async () => {
    const inner = loop({ kind: 'block', statements: [] }, { order: descending, keys: [local(1)] });
    const outer = loop(block(println(read(key)), inner));
    expect((await run(program([array(0)], [['begin', ...fill(3, 1, 2), outer, exit]]))).out).toBe(
      '0\n2\n1\n',
    );
  });

  it('end the loop when the body empties them', async () => {
    const emptied = loop(
      block(println(read(key)), { kind: 'delete', target: { kind: 'array', global: 0 }, site }),
    );
    expect((await run(program([array(0)], [['begin', ...fill(1, 2), emptied, exit]]))).out).toBe('0\n');
  });

  it('count the limit before the slice', async () => {
    const sliced = loop(println(read(key)), { limit: num(1), slice: [num(1)] });
    expect((await run(program([array(0)], [['begin', ...fill(1, 2), sliced, say('end'), exit]]))).out).toBe(
      'end\n',
    );
  });

  it('overflow with a message that says which limit', async () => {
    const sized = await run(program([array(0, { capacity: 1, sized: true })], [['begin', ...fill(1, 2)]]));
    expect(sized.err).toContain('ERROR: Array overflow, check size limit (1) near');
    const unsized = await run(program([array(0, { capacity: 1 })], [['begin', ...fill(1, 2)]]));
    expect(unsized.err).toContain('ERROR: Array overflow, check MAXMAPENTRIES near');
  });

  it('take keys cut to their length, and read what is missing without making it', async () => {
    const strings = array(0, { keys: ['string'] });
    const statements = [
      assign(element(0, text('abcdef')), num(1)),
      assign(element(0, text('abcxyz')), num(2)),
      println(read(element(0, text('abc'))), read(element(0, text('z')))),
      loop(println(read(local(4, 'string'))), { keys: [local(4, 'string')] }),
    ];
    expect(
      (await run(program([strings], [['begin', ...statements, exit]], { maxStringLength: 4 }))).out,
    ).toBe('20\nabc\n');
  });
});
