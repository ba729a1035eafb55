/** What the kernel half says; and that clang takes it, on a machine that has clang. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { bpfFlags } from '../../../../src/6-run/compiler-flags.ts';
import { runtimeSources } from '../../../../src/6-run/runtime-sources.ts';
import { packageRoot } from '../../../../src/package-root.ts';
import { kernelCapabilities } from '../../../../targets/libbpf/capabilities.ts';
import { emitLibbpf, type EmittedProgram } from '../../../../targets/libbpf/emit.ts';
import { split } from '../../../../src/5-split/split.ts';
import type * as ir from '../../../../src/ir/ir.ts';
import type { AttachPoint } from '../../../../src/program/attach-point.ts';
import * as t from './program-builders.ts';

function emit(program: ir.Program): EmittedProgram {
  const { plan, problems } = split(program, kernelCapabilities);
  if (!plan) throw new Error(`the program cannot be placed: ${problems[0]?.obstacle}`);
  return emitLibbpf(plan, 'x');
}

const hasClang = spawnSync('clang', ['--version']).status === 0;

/** What clang says of it under -Wall -Wextra -Werror; "" where it is content. */
function compile(emitted: EmittedProgram): string {
  const folder = mkdtempSync(`${tmpdir()}/stsx-emit-`);
  try {
    for (const file of [emitted.kernel, emitted.header]) {
      if (file) writeFileSync(`${folder}/${file.name}`, file.text, 'latin1');
    }
    const { runtime, prelude } = runtimeSources(packageRoot);
    const strict = ['-Wall', '-Wextra', '-Werror', `-I${prelude}`, `-I${runtime}`];
    const args = [...bpfFlags(), ...strict, '-c', 'x.bpf.c', '-o', 'x.o'];
    const { stderr, status } = spawnSync('clang', args, { cwd: folder, encoding: 'utf8' });
    return status === 0 ? stderr : `${stderr}\nstatus ${status}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const socketBuffer = t.pointerTo('sk_buff');
const skb = t.argument(0, socketBuffer);
const device = t.field(skb, 'sk_buff', [['dev', t.pointerTo('net_device')]]);
const deviceName = t.field(
  device,
  'net_device',
  [['name', { kind: 'array', element: t.character, length: 16 }]],
  'address',
);
const receive = t.tracepoint('netif_receive_skb', ['skb', socketBuffer]);

const traffic: ir.ArrayGlobal = {
  kind: 'array',
  id: 0,
  name: 'traffic',
  keys: ['long', 'string'],
  value: 'stat',
  stat: { operators: ['count', 'sum'], shift: 0, histogram: undefined },
  capacity: 100,
  sized: true,
  wrap: false,
};

function trafficProgram(): ir.Program {
  const name = t.localPlace(0, 'string');
  const add: ir.StatAdd = {
    kind: 'stat-add',
    stat: {
      kind: 'stat-element',
      global: 0,
      keys: [t.context('pid', 'long'), t.read(name)],
      site: t.site('traffic'),
    },
    value: t.field(skb, 'sk_buff', [['len', t.unsignedInt]]),
    site: t.site('<<<'),
  };
  const attempt: ir.Try = {
    kind: 'try',
    body: t.block(t.evaluate(t.assign(name, t.context('kernel_string', 'string', [deviceName])))),
    message: undefined,
    handler: t.block(),
  };
  const body = t.block(t.charge(2), attempt, add);
  const text = 'probe netdev.receive { traffic[pid(), dev_name] <<< length }';
  return t.program([t.probe(0, receive, body, { locals: t.locals(['dev_name', 'string']), text })], {
    globals: [traffic],
  });
}

describe('an aggregating handler', () => {
  const { kernel } = emit(trafficProgram());
  const text = kernel?.text ?? '';

  it('declares of each structure the members it reads', () => {
    expect(text).toContain(
      'struct sk_buff {\n\tstruct net_device *dev;\n\tunsigned int len;\n} __attribute__((preserve_access_index));',
    );
    expect(text).toContain('struct net_device {\n\tchar name[16];\n}');
  });
  it('keeps keys whose parts are multiples of 8 bytes', () => {
    expect(text).toContain('struct key_traffic {\n\t__s64 key_0;\n\tchar key_1[16];\n};');
  });
  it('has a map of the declared size for each generation', () => {
    expect(text.match(/__uint\(max_entries, 100\);/g)).toHaveLength(2);
    expect(text).toContain('} fed_traffic_0 SEC(".maps");');
    expect(text).toContain('} fed_traffic_1 SEC(".maps");');
  });
  it("shows the script's own text", () => {
    expect(text).toContain('/* probe netdev.receive { traffic[pid(), dev_name] <<< length } */');
  });
  it('catches a fault by going on, and reports one outside a try', () => {
    expect(text).toContain('goto catch_1;');
    expect(text).toContain('fault = (struct stsx_fault){ STSX_KERNEL_FAULT, 0, ');
    expect(text).toContain('stsx_report(probe, &fault);');
  });
  it('uses plain additions where one program alone adds', () => {
    expect(text).toMatch(/stsx_fed_stat\(element_\d+, t\d+, false, true\);/);
  });
});

describe('a streamed handler', () => {
  const body = t.block(
    t.charge(),
    t.print(t.context('execname', 'string', [], 15), ' ', t.field(skb, 'sk_buff', [['len', t.unsignedInt]])),
  );
  const emitted = emit(t.program([t.probe(0, receive, body)]));

  it('describes its record in the header', () => {
    expect(emitted.header?.text).toContain(
      'struct record_0 {\n\tstruct stsx_record head;\n\tchar execname[16];\n\t__s64 len;\n};',
    );
  });
  it('notes a fault in the record', () => {
    expect(emitted.kernel?.text).toContain('stsx_capture_fault(&event->head.faults, 1, &event->len, ');
  });
  it('raises the fault where the user part reads the field', () => {
    expect(emitted.user.text).toContain('stsx_captured_long(c, record, 1, offsetof(struct record_0, len), ');
    expect(emitted.user.text).toContain('stsx_put_string(c, event->execname);');
  });
});

describe('a test against target()', () => {
  const other = t.compare(t.context('pid', 'long'), '!=', t.intrinsic('target', 'long', [], { pure: true }));
  const reject: ir.If = {
    kind: 'if',
    condition: other,
    then: t.block({ kind: 'next', site: t.site('next') }),
    otherwise: undefined,
  };
  const emitted = emit(t.program([t.probe(0, receive, t.block(reject, t.print(t.context('cpu', 'long'))))]));

  it('rejects the events of other processes before a record is taken', () => {
    const text = emitted.kernel?.text ?? '';
    const test = text.indexOf('stsx_pid() != (__s64)stsx_config.target_pid');
    expect(test).toBeGreaterThan(0);
    expect(test).toBeLessThan(text.indexOf('stsx_reserve('));
  });
});

describe('a record of more fields than its head has bits for faults', () => {
  const fields = Array.from({ length: 70 }, (_, index) =>
    t.field(skb, 'sk_buff', [[`member_${index}`, t.unsignedInt]]),
  );
  const emitted = emit(t.program([t.probe(0, receive, t.block(t.print(...fields)))]));

  it('has further bits behind the head', () => {
    expect(emitted.header?.text).toContain('\t__u64 more_faults[1];');
    expect(emitted.kernel?.text).toContain(
      'stsx_capture_fault(&event->more_faults[0], 5, &event->member_69, ',
    );
    expect(emitted.user.text).toContain('if (event->more_faults[0] >> 5 & 1) {');
  });
  it.skipIf(!hasClang)('compiles', () => {
    expect(compile(emitted)).toBe('');
  });
});

describe('functions', () => {
  const point = (at: 'entry' | 'return'): AttachPoint => ({
    kind: 'function',
    name: 'vfs_read',
    module: undefined,
    at,
    parameters: [
      { name: 'file', type: t.pointerTo('file') },
      { name: 'count', type: t.int },
    ],
    result: t.int,
    maxactive: undefined,
  });
  it('have a program for each way to attach', () => {
    const { kernel, user } = emit(
      t.program([t.probe(0, point('entry'), t.block(t.print(t.argument(1, t.int))))]),
    );
    expect(kernel?.text).toContain('SEC("fentry/vfs_read")\nint probe_0_fentry(__u64 *ctx)');
    expect(kernel?.text).toContain('handle_0(0, (__s64)(__s32)ctx[1]);');
    expect(kernel?.text).toContain('handle_0(0, (__s64)(__s32)PT_REGS_PARM2(ctx));');
    expect(user.text).toContain(
      '.kind = STSX_ATTACH_KPROBE, .program = "probe_0_kprobe", .target = "vfs_read"',
    );
  });
  it('find the result of a return probe behind the arguments', () => {
    const { kernel } = emit(
      t.program([t.probe(0, point('return'), t.block(t.print(t.argument(-1, t.int))))]),
    );
    expect(kernel?.text).toContain('handle_0(0, (__s64)(__s32)ctx[2]);');
    expect(kernel?.text).toContain('handle_0(0, (__s64)(__s32)PT_REGS_RC(ctx));');
  });
  const textOf = (at: 'entry' | 'return', ...values: ir.Expression[]) =>
    emit(t.program([t.probe(0, point(at), t.block(t.print(...values)))])).kernel?.text ?? '';
  const parameter = (number: bigint): ir.Intrinsic => ({
    ...t.context('__parameter', 'long'),
    arguments: [{ kind: 'long', type: 'long', value: number }],
  });

  it('hand over a parameter by its number as a plain number', () => {
    expect(textOf('entry', parameter(2n))).toContain('handle_0(0, stsx_plain_argument(ctx, 1));');
  });
  it('choose among all parameters where a number is known on some ways only', () => {
    const number = t.localPlace(0);
    const chosen: ir.Intrinsic = { ...parameter(0n), arguments: [t.read(number)] };
    const set = t.evaluate(t.assign(number, { kind: 'long', type: 'long', value: 2n }));
    const { kernel } = emit(
      t.program([
        t.probe(0, point('entry'), t.block(t.when(t.argument(1, t.int), set), t.print(chosen)), {
          locals: t.locals(['n', 'long']),
        }),
      ]),
    );
    expect(kernel?.text).toContain('== 3)');
  });
  it('have no trampoline for a parameter that BTF does not know, nor for registers', () => {
    expect(textOf('entry', parameter(3n))).not.toContain('fentry');
    const register: ir.Intrinsic = {
      ...t.context('register', 'long'),
      arguments: [{ kind: 'string', type: 'string', value: 'rsi' }],
    };
    expect(textOf('entry', register)).not.toContain('fentry');
  });
  it('keep a parameter by its number for the return', () => {
    const text = textOf('return', parameter(1n), t.context('returnval', 'long'));
    expect(text).toContain('= { stsx_parameter_kernel(ctx, 0) };');
    expect(text).toContain('handle_0(0, (__s64)PT_REGS_RC(ctx), saved.parameter_1);');
    expect(text).toContain('handle_0(0, stsx_plain_argument(ctx, 2), stsx_plain_argument(ctx, 0));');
  });
  it('keep the arguments for a return probe that reads them', () => {
    const { kernel, user } = emit(
      t.program([t.probe(0, point('return'), t.block(t.print(t.argument(1, t.int))))]),
    );
    expect(kernel?.text).toContain('int probe_0_kretprobe_entry(struct pt_regs *ctx)');
    expect(user.text).toContain('.entry_program = "probe_0_kretprobe_entry"');
  });
});

describe('probes with the same handler', () => {
  const body = t.block(t.charge(), t.print(t.context('pid', 'long')));
  const drop = t.tracepoint('kfree_skb', ['skb', socketBuffer]);
  const { kernel, user } = emit(t.program([t.probe(0, receive, body), t.probe(1, drop, body)]));

  it('share its code in both halves', () => {
    expect(kernel?.text.match(/static __noinline void handle_/g)).toHaveLength(1);
    expect(kernel?.text).toMatch(/^static __noinline void handle_0\(.*?^\tSTSX_RETURN;\n\}/ms);
    expect(user.text.match(/^static void probe_/gm)).toHaveLength(1);
    expect(user.text.match(/\.handler = probe_0,/g)).toHaveLength(2);
  });
  it('have a BPF program each, which tells its number', () => {
    expect(kernel?.text).toContain('SEC("raw_tp/netif_receive_skb")');
    expect(kernel?.text).toContain('SEC("raw_tp/kfree_skb")');
    expect(kernel?.text).toContain('handle_0(1);');
  });
});

describe('functions with the same handler', () => {
  const point = (name: string, at: 'entry' | 'return'): AttachPoint => ({
    kind: 'function',
    name,
    module: undefined,
    at,
    parameters: [{ name: 'count', type: t.int }],
    result: t.int,
    maxactive: undefined,
  });
  const both = (at: 'entry' | 'return', value: ir.Expression) =>
    emit(t.program(['one', 'two'].map((name, id) => t.probe(id, point(name, at), t.block(t.print(value))))));

  it('share one program that is attached to all', () => {
    const { kernel, user } = both('entry', t.argument(0, t.int));
    expect(kernel?.text.match(/^int probe_\d_multi/gm)).toEqual(['int probe_0_multi']);
    expect(kernel?.text).toContain('__u32 probe = (__u32)bpf_get_attach_cookie(ctx);');
    // By kprobe.multi, or by a kprobe for each.
    expect(user.text.match(/\.program = "probe_0_multi"/g)).toHaveLength(4);
  });
  it('share what keeps the arguments of their calls for the return', () => {
    const { kernel } = both('return', t.argument(0, t.int));
    expect(kernel?.text.match(/^int probe_\d_multi(_entry)?\(/gm)).toEqual([
      'int probe_0_multi_entry(',
      'int probe_0_multi(',
    ]);
    expect(kernel?.text.match(/^STSX_SAVED_MAPS/gm)).toHaveLength(1);
    expect(kernel?.text).toContain(
      'stsx_take_saved(&saved_map_0, &depth_map_0, probe, &saved, sizeof(saved))',
    );
    expect(kernel?.text).toContain('stsx_take_saved(&saved_map_0, &depth_map_0, 1, &saved, sizeof(saved))');
  });
  it('have no programs of their own where they are hundreds', () => {
    const names = Array.from({ length: 300 }, (_, n) => `f${n}`);
    const body = t.block(t.print(t.argument(0, t.int)));
    const { kernel } = emit(t.program(names.map((name, id) => t.probe(id, point(name, 'entry'), body))));
    expect(kernel?.text.match(/^SEC\("f?k?\w+/gm)).toHaveLength(1);
  });
  it('know where they are', () => {
    const { kernel } = both('entry', t.context('addr', 'long'));
    expect(kernel?.text).toContain('handle_0(0, stsx_function_address(ctx));');
  });
});

describe.skipIf(!hasClang)('clang (not on this machine where this is skipped)', () => {
  const long = t.field(skb, 'sk_buff', [['len', t.unsignedInt]]);
  const n = t.globalPlace(0);
  const scalar: ir.ScalarGlobal = { kind: 'scalar', id: 0, name: 'n', type: 'long', initial: 0n };
  const stat = (histogram: ir.HistogramShape): ir.StatGlobal => ({
    kind: 'stat',
    id: 0,
    name: 's',
    stat: { operators: ['min', 'max', 'avg'], shift: 0, histogram },
  });
  const add = (value: ir.Expression): ir.StatAdd => ({
    kind: 'stat-add',
    stat: { kind: 'stat-global', global: 0 },
    value,
    site: t.site('<<<'),
  });
  const isLoopback = t.compare(t.context('execname', 'string', [], 15), '==', t.string('ping'));
  const programs: Readonly<Record<string, ir.Program>> = {
    'an aggregating handler': trafficProgram(),
    'additions to a number from two probes': t.program(
      [
        t.probe(0, receive, t.block(t.evaluate(t.assign(n, long, '+')))),
        t.probe(1, receive, t.block(t.evaluate(t.step(n, -1)))),
      ],
      { globals: [scalar] },
    ),
    'a logarithmic histogram': t.program([t.probe(0, receive, t.block(add(long)))], {
      globals: [stat({ kind: 'log' })],
    }),
    'a linear histogram': t.program(
      [t.probe(0, receive, t.block(add(t.binary(long, '/', t.context('cpu', 'long')))))],
      {
        globals: [stat({ kind: 'linear', low: -10n, high: 1000n, step: 10n })],
      },
    ),
    'a rejecting test on text': t.program([
      t.probe(
        0,
        receive,
        t.block(
          {
            kind: 'if',
            condition: isLoopback,
            then: t.block({ kind: 'next', site: t.site('next') }),
            otherwise: undefined,
          },
          t.print(long),
        ),
      ),
    ]),
    'a handler that several points share': t.program(
      [0, 1].map((id) => t.probe(id, receive, t.block(t.print(long)))),
    ),
    'text in a large record': t.program([
      t.probe(0, receive, t.block(t.print(t.context('kernel_string', 'string', [device])))),
    ]),
  };
  it.each(Object.entries(programs))('takes %s without a warning', (_name, program) => {
    expect(compile(emit(program))).toBe('');
  });
});
