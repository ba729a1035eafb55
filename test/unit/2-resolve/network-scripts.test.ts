/** The five scripts of scripts-stp/network, on a kernel with and without function probes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { fakeKernel } from '../../support/fake-kernel.ts';
import { resolveGood, resolveScript, type Settings } from '../../support/resolve-script.ts';

const folder = new URL('../../../scripts-stp/network/', import.meta.url);
const script = (name: string): string => readFileSync(new URL(`${name}.stp`, folder), 'latin1');
const pointsOf = (name: string, settings: Settings = {}): string[] =>
  resolveGood(script(name), settings).probes.map(({ pointText }) => pointText);

const withFunctions = fakeKernel({ features: { fentry: true }, hasSourceFiles: true });
const plain = fakeKernel();

describe('nettop', () => {
  const reports = ['timer.ms(5000)', 'end', 'error'];

  it('takes tracepoints where functions cannot be probed', () => {
    expect(pointsOf('nettop')).toEqual([
      'kernel.trace("net_dev_queue")',
      'kernel.trace("netif_receive_skb")!',
      ...reports,
    ]);
  });

  it('takes the function where it can', () => {
    expect(pointsOf('nettop', { kernel: withFunctions })[0]).toBe('kernel.function("__dev_queue_xmit")!');
  });

  it('reads the packet through the arguments', () => {
    const program = resolveGood(script('nettop'));
    expect(program.unresolvedAccesses.size).toBe(0);
    const lengths = [...program.accesses.values()].filter(
      (access) =>
        access.kind === 'argument' &&
        access.steps.some((step) => step.kind === 'member' && step.name === 'len'),
    );
    expect(lengths).toHaveLength(2);
    expect(program.functions.map(({ name }) => name).sort()).toEqual([
      'execname',
      'kernel_string',
      'pid',
      'print_activity',
      'uid',
    ]);
    expect(program.globals.map(({ name }) => name)).toEqual(['ifxmit', 'ifrecv', 'ifmerged']);
  });
});

describe('dropwatch', () => {
  it('probes the tracepoint', () => {
    expect(pointsOf('dropwatch')).toEqual(['begin', 'end', 'kernel.trace("kfree_skb")', 'timer.sec(5)']);
  });
});

describe('tcp_connections', () => {
  it('probes the return of what there is', () => {
    const { probes, functions, unresolvedAccesses } = resolveGood(script('tcp_connections'), {
      kernel: withFunctions,
    });
    expect(probes.map(({ pointText }) => pointText)).toEqual([
      'begin',
      'kernel.function("inet_csk_accept").return?',
    ]);
    expect(unresolvedAccesses.size).toBe(0);
    expect(functions.map(({ name }) => name)).toContain('inet_get_ip_source');
  });

  it('warns that nothing can be attached without function probes', () => {
    const { messages, program } = resolveScript(script('tcp_connections'), { kernel: plain });
    expect(program.probes.map(({ pointText }) => pointText)).toEqual(['begin']);
    expect(messages[0]).toMatch(/^STSX2108 9:7 .*neither kprobes/);
  });
});

describe('tcpdumplike', () => {
  it('reads both families', () => {
    const { probes, unresolvedAccesses } = resolveGood(script('tcpdumplike'), { kernel: withFunctions });
    expect(probes.map(({ pointText, name }) => [pointText, name])).toEqual([
      ['begin', 'begin'],
      ['timer.s(1)', 'timer.s(1)'],
      ['kernel.function("tcp_v4_rcv")', 'tcp.receive'],
      ['kernel.function("tcp_v6_rcv")!', 'tcp.receive'],
    ]);
    expect(unresolvedAccesses.size).toBe(0);
  });

  it('says what this kernel lacks, at the script', () => {
    const { messages } = resolveScript(script('tcpdumplike'), { kernel: plain });
    expect(messages[0]).toMatch(/^STSX2101 11:7 .*neither kprobes/);
  });
});

describe('socket-trace', () => {
  it('probes the functions of the source file', () => {
    expect(pointsOf('socket-trace', { kernel: withFunctions })).toEqual([
      'kernel.function("sock_poll@net/socket.c").call',
      'kernel.function("sock_close@net/socket.c").call',
      'kernel.function("sock_poll@net/socket.c").return',
      'kernel.function("sock_close@net/socket.c").return',
    ]);
  });
});
