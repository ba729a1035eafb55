import { describe, expect, it } from 'vitest';
import type { KernelCapabilities } from '../../../src/5-split/capabilities.ts';
import type { Plan, StreamedProbe } from '../../../src/5-split/plan.ts';
import { split } from '../../../src/5-split/split.ts';
import type * as ir from '../../../src/ir/ir.ts';
import {
  argument,
  assign,
  block,
  call,
  compare,
  context,
  element,
  functionOf,
  global,
  increment,
  local,
  localList,
  long,
  member,
  next,
  print,
  probeOf,
  programOf,
  read,
  scalarGlobal,
  site,
  statAdd,
  statArray,
  tracepoint,
  when,
} from '../../support/ir-builder.ts';

const capabilities: KernelCapabilities = {
  intrinsics: new Set(['pid', 'execname', 'kernel_string']),
  literalOperands: new Map(),
  eventsOf: new Map(),
  maxKeyBytes: 256,
  statOperators: new Set(['count', 'sum', 'min', 'max', 'avg']),
  histograms: true,
  lateReads: new Set(),
  shared: undefined,
};

const pid = context('pid');
const execname = context('execname', 'string', 15);
const timer = { kind: 'timer', periodNs: 1_000_000_000n, randomizeNs: 0n } as const;

function plan(program: ir.Program): Plan {
  const result = split(program, capabilities);
  expect(result.problems).toEqual([]);
  if (!result.plan) throw new Error('no plan');
  return result.plan;
}

function streamed(program: ir.Program, id = 0): StreamedProbe {
  const probe = plan(program).probes[id];
  if (probe?.placement !== 'streamed') throw new Error(`placed ${probe?.placement}`);
  return probe;
}

const handler = (...statements: ir.Statement[]) =>
  probeOf(0, tracepoint, block(...statements), localList('x', 'y'));

describe('placement', () => {
  it('keeps a handler that only adds to aggregates in the kernel half', () => {
    const result = plan(
      programOf(
        [statArray(0, 'sent', 'long', 'string')],
        [],
        [
          handler(statAdd(0, argument(0), pid, execname)),
          probeOf(1, timer, block(print(read(element(0, pid))))),
        ],
      ),
    );
    expect(result.probes.map((probe) => probe.placement)).toEqual(['kernel', 'user']);
    expect(result.globals[0]).toMatchObject({ home: 'fed', singleWriter: true, keyLengths: [0, 15] });
    expect(result.probes[1]).toMatchObject({ merges: true });
  });

  it('counts the writers of a fed global', () => {
    const add = () => block(increment(element(0, pid)));
    const counts: ir.ArrayGlobal = { ...statArray(0, 'counts', 'long'), value: 'long', stat: undefined };
    const result = plan(
      programOf([counts], [], [probeOf(0, tracepoint, add()), probeOf(1, tracepoint, add())]),
    );
    expect(result.globals[0]).toMatchObject({ home: 'fed', singleWriter: false });
  });

  it.each([
    ['prints', [print(pid)]],
    ['sets a global', [assign(global(0), long(1))]],
    ['reads a global', [assign(global(0), read(global(0)), '+')]],
    ['loops', [{ kind: 'loop', condition: long(1), body: block(), step: undefined }]],
    ['deletes', [{ kind: 'delete', target: global(0), site }]],
    ['calls strlen()', [assign(local(0), context('strlen', 'long', undefined, execname))]],
  ] as [string, ir.Statement[]][])('streams a handler that %s', (reason, statements) => {
    const known: KernelCapabilities = { ...capabilities };
    const program = programOf([scalarGlobal(0, 'n')], [], [handler(...statements)]);
    const result = split(program, known);
    if (reason.startsWith('calls')) expect(result.problems[0]?.obstacle).toBe(reason);
    else expect(result.plan?.probes[0]).toMatchObject({ placement: 'streamed', reason });
  });

  it('streams every handler that adds to what a streamed handler uses', () => {
    const result = plan(
      programOf(
        [scalarGlobal(0, 'n'), scalarGlobal(1, 'm')],
        [],
        [
          probeOf(0, tracepoint, block(increment(global(0)))),
          probeOf(1, tracepoint, block(increment(global(1)), increment(global(0)))),
          probeOf(2, tracepoint, block(print(read(global(1))))),
        ],
      ),
    );
    expect(result.probes.map((probe) => probe.placement)).toEqual(['streamed', 'streamed', 'streamed']);
    expect(result.globals.map((planned) => planned.home)).toEqual(['user', 'user']);
    expect(result.probes[1]?.reason).toBe('adds to m, which tracepoint uses event by event');
  });

  it('leaves arrays that drop their oldest elements to the user half', () => {
    const wrapped: ir.ArrayGlobal = { ...statArray(0, 'recent', 'long'), wrap: true };
    const result = plan(programOf([wrapped], [], [handler(statAdd(0, long(1), pid))]));
    expect(result.probes[0]?.placement).toBe('streamed');
  });
});

describe('streaming', () => {
  it('captures each ambient read once', () => {
    const probe = streamed(programOf([], [], [handler(print(pid, execname, pid))]));
    expect(probe.fields).toEqual([
      { type: 'long', maxLength: 0, ambient: undefined, key: 'pid()' },
      { type: 'string', maxLength: 15, ambient: undefined, key: 'execname()' },
    ]);
  });

  it('offers what called functions read of the event', () => {
    const who = functionOf(0, 'who', 0, [], 'long', block({ kind: 'return', value: pid }));
    const probe = streamed(programOf([], [who], [handler(print(call(0, 'long')))]));
    expect(probe.fields).toEqual([{ type: 'long', maxLength: 0, ambient: 'pid', key: 'pid()' }]);
    expect(probe.userBody.statements[0]).toMatchObject({ kind: 'print' });
  });

  it('rejects events before it takes a record', () => {
    const test = compare('!=', pid, long(7));
    const probe = streamed(programOf([], [], [handler(when(test, next), print(execname))]));
    expect(probe.guard).toEqual(block({ ...when(test), then: block(next) }));
    expect(probe.fields).toHaveLength(1);
    expect(probe.userBody.statements).toHaveLength(1);
  });

  it('turns a test around the whole handler into a guard', () => {
    const test = compare('==', pid, long(7));
    const probe = streamed(programOf([], [], [handler(when(test, print(execname)))]));
    expect(probe.guard.statements[0]).toMatchObject({
      kind: 'if',
      condition: { kind: 'unary', operator: '!' },
    });
    expect(probe.userBody.statements[0]?.kind).toBe('print');
  });

  it('lets the user half repeat a test that can fault', () => {
    const test = compare('==', member(argument(0), 'len'), long(0));
    const probe = streamed(programOf([], [], [handler(when(test, next), print(pid))]));
    expect(probe.guard.statements).toHaveLength(1);
    expect(probe.userBody.statements[0]?.kind).toBe('if');
  });

  it('computes addresses as the handler does', () => {
    const probe = streamed(
      programOf(
        [],
        [],
        [
          handler(
            assign(local(0), argument(0)),
            when(read(local(0)), print(member(read(local(0)), 'port'))),
            print(pid),
          ),
        ],
      ),
    );
    expect(probe.capture.statements.map((statement) => statement.kind)).toEqual([
      'capture',
      'capture',
      'evaluate',
      'if',
    ]);
    expect(probe.capture.statements.at(-1)).toMatchObject({ then: { statements: [{ kind: 'capture' }] } });
  });

  it('puts functions that read memory in the place of their calls', () => {
    const port = functionOf(
      0,
      'port',
      1,
      localList('sock'),
      'long',
      block({ kind: 'return', value: member(read(local(0)), 'port') }),
    );
    const probe = streamed(programOf([], [port], [handler(print(call(0, 'long', argument(0))))]));
    expect(probe.userBody.statements.some((statement) => statement.kind === 'scope')).toBe(true);
    expect(probe.fields).toHaveLength(2);
  });

  it('names a read that neither half can do', () => {
    const program = programOf(
      [scalarGlobal(0, 'address')],
      [],
      [handler(print(member(read(global(0)), 'port')))],
    );
    const result = split(program, capabilities);
    expect(result.plan).toBeUndefined();
    expect(result.problems).toMatchObject([{ obstacle: 'reads a global' }]);
  });

  it('does not trust a local that the user half may have set otherwise', () => {
    const program = programOf(
      [scalarGlobal(0, 'g')],
      [],
      [
        handler(
          assign(local(0), argument(0)),
          when(read(global(0)), assign(local(0), long(0))),
          print(member(read(local(0)), 'port')),
        ),
      ],
    );
    expect(split(program, capabilities).problems).toMatchObject([
      { obstacle: 'uses a local that the user half computes' },
    ]);
  });
});
