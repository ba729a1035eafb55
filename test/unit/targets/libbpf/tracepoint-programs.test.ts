/** Which programs probes on tracepoints share, and what is left of their handlers. */
import { describe, expect, it } from 'vitest';
import { split } from '../../../../src/5-split/split.ts';
import type * as ir from '../../../../src/ir/ir.ts';
import { kernelCapabilities } from '../../../../targets/libbpf/capabilities.ts';
import { emitLibbpf } from '../../../../targets/libbpf/emit.ts';
import {
  groupTracepoints,
  tracepointAttachment,
  type TracepointProgram,
} from '../../../../targets/libbpf/tracepoint-programs.ts';
import * as t from './program-builders.ts';

const point = t.tracepoint('irq_handler_entry', ['irq', t.int]);
const call = t.tracepoint('sys_enter');
const irq = t.argument(0, t.int);
const number = t.context('__syscall_number', 'long');

function unless(condition: ir.Expression): ir.If {
  return {
    kind: 'if',
    condition,
    then: t.block(t.charge(), { kind: 'next', site: t.site('next') }),
    otherwise: undefined,
  };
}

/** `if (N != value) next`, then a record of the process. */
function only(id: number, value: number, selector: ir.Expression = irq, on = point): ir.Probe {
  const test = unless(t.compare(selector, '!=', t.long(value)));
  return t.probe(id, on, t.block(t.charge(), t.block(test, t.print(`${id} `, t.context('pid', 'long')))));
}

function all(id: number): ir.Probe {
  return t.probe(id, point, t.block(t.print(`all ${id} `, t.context('tid', 'long'))));
}

function plan(probes: readonly ir.Probe[]) {
  const { plan: planned, problems } = split(t.program(probes), kernelCapabilities);
  if (!planned) throw new Error(problems[0]?.obstacle);
  return planned;
}

const grouped = (probes: readonly ir.Probe[]) => groupTracepoints(plan(probes)).programs;
const ids = (programs: readonly TracepointProgram[]) =>
  programs.map(({ probes }) => probes.map(({ probe }) => probe.id));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('programs of tracepoints', () => {
  it('are one a tracepoint, with the probes in their order', () => {
    const probes = [all(0), t.probe(1, call, t.block(t.print(number))), all(2)];
    expect(ids(grouped(probes))).toEqual([[0, 2], [1]]);
  });
  it('are apart for alternatives', () => {
    const rung = { ...point, rungs: [{ ladder: 0, rung: 1 }] };
    const probes = [all(0), t.probe(1, rung, t.block(t.print(t.context('pid', 'long')))), all(2)];
    expect(ids(grouped(probes))).toEqual([[0, 2], [1]]);
  });
  it('are divided where they would become too long', () => {
    expect(ids(grouped(range(0, 30).map(all)))).toEqual([range(0, 12), range(12, 24), range(24, 30)]);
  });
  it('jump by the number that many handlers begin with', () => {
    const [program, ...more] = grouped(range(0, 8).map((id) => only(id, id % 4)));
    expect(more).toEqual([]);
    const calls = [...(program?.table?.calls ?? [])];
    expect(calls.map(([each, probes]) => [each, probes.map(({ probe }) => probe.id)])).toEqual([
      [0, [0, 4]],
      [1, [1, 5]],
      [2, [2, 6]],
      [3, [3, 7]],
    ]);
  });
  it('test a few numbers in the handlers', () => {
    expect(grouped(range(0, 3).map((id) => only(id, id)))[0]?.table).toBeUndefined();
  });
  it('keep the order of handlers that select and those that do not', () => {
    const probes = [all(0), ...range(1, 8).map((id) => only(id, id)), all(8), all(9)];
    const programs = grouped(probes);
    expect(ids(programs)).toEqual([[0], range(1, 8), [8, 9]]);
    expect(programs.map(({ table }) => table !== undefined)).toEqual([false, true, false]);
  });
  it('take several numbers for one handler, and no large ones', () => {
    const either = unless(t.logical(t.compare(irq, '!=', t.long(3)), '&&', t.compare(irq, '!=', t.long(5))));
    const both = t.probe(6, point, t.block(either, t.print(t.context('pid', 'long'))));
    const [program] = grouped([...range(0, 6).map((id) => only(id, id)), both]);
    expect(program?.table?.calls.get(5)?.map(({ probe }) => probe.id)).toEqual([5, 6]);
    expect(grouped(range(0, 8).map((id) => only(id, 5000 + id)))[0]?.table).toBeUndefined();
  });
  it('know the type of the context where they read a system call', () => {
    const [program] = grouped([t.probe(0, call, t.block(t.print(t.context('__syscall_argument2', 'long'))))]);
    expect(program && tracepointAttachment(program).section).toBe('tp_btf/sys_enter');
    const [plain] = grouped([all(0)]);
    expect(plain && tracepointAttachment(plain).section).toBe('raw_tp/irq_handler_entry');
  });
});

describe('the kernel half of a table', () => {
  const { kernel, user } = emitLibbpf(plan(range(0, 8).map((id) => only(id, id, number, call))), 'x');
  const text = kernel?.text ?? '';

  it('has the handlers without their tests, each once', () => {
    expect(text).not.toContain('syscall_number !=');
    expect(text.match(/^static \w+ void handle_/gm)).toHaveLength(1);
    expect(text).toContain('handle_0(tracepoint_0_probes[0][number]);');
  });
  it('jumps to them', () => {
    expect(text).toContain('[7] = (void *)&tracepoint_0_call_0,');
    expect(text).toContain('bpf_tail_call(ctx, &tracepoint_0_calls, number);');
  });
  it('is attached once', () => {
    expect(user.text.match(/STSX_ATTACH_/g)).toEqual(['STSX_ATTACH_']);
    expect(user.text.match(/\.handler = probe_\d/g)).toHaveLength(8);
  });
});
