/** What runs in each guest, and what it must have printed: to the character where the workload decides it. */
import { expect } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import type { GuestScript } from '../support/guests/guest-programs.ts';
import type { CaseResult } from '../support/guests/run-guest.ts';

export interface KernelCase {
  readonly name: string;
  readonly script: GuestScript;
  /** For the guest's shell. The script begins before it and ends with it. */
  readonly workload: string;
  check(result: CaseResult): void;
}

const network = (name: string): GuestScript => ({ file: `${packageRoot}scripts-stp/network/${name}.stp` });

const four = '127.0.0.1';
const six = '0000:0000:0000:0000:0000:0000:0000:0001';

/** The nine packets that a connection of the workload arrives with. */
function packetsOf(address: string, client: number, server: number): readonly string[] {
  const line = (from: number, to: number, flags: string): string =>
    ` ${address.padStart(15)} ${address.padStart(15)}  ${String(from).padStart(5)}  ${String(to).padStart(5)}  ${flags}`;
  const [request, answer] = [
    (flags: string) => line(client, server, flags),
    (flags: string) => line(server, client, flags),
  ];
  //            U  A  P  R  S  F
  return [
    request('0  0  0  0  1  0'),
    answer('0  1  0  0  1  0'),
    request('0  1  0  0  0  0'),
    request('0  1  1  0  0  0'),
    answer('0  1  0  0  0  0'),
    request('0  1  0  0  0  1'),
    answer('0  1  0  0  0  0'),
    answer('0  1  0  0  0  1'),
    request('0  1  0  0  0  0'),
  ];
}

const dumpHeader = [
  '-----------------------------------------------------------------',
  '       Source IP         Dest IP  SPort  DPort  U  A  P  R  S  F ',
  '-----------------------------------------------------------------',
  '',
].join('\n');

function tracedCalls(output: string): readonly string[] {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/^ *\d+ /, ''));
}

export const kernelCases: readonly KernelCase[] = [
  {
    name: 'nettop',
    script: network('nettop'),
    workload: 'workload datagrams 5060 10 1500',
    check: ({ output, processes }) => {
      const pid = String(processes.get('sender')?.[0]).padStart(5);
      // Ten times 1542 bytes with all headers; received without the link's.
      expect(output.split('\n')).toEqual([
        '  PID   UID DEV     XMIT_PK RECV_PK XMIT_KB RECV_KB COMMAND        ',
        `${pid}     0 lo           10      10      15      14 sender         `,
        '',
        '',
      ]);
    },
  },
  {
    name: 'dropwatch',
    script: network('dropwatch'),
    workload: 'workload refused 9 10; sleep 6',
    check: ({ output }) => {
      expect(output).toMatch(
        /^Monitoring for dropped packets\n(?:\n(?:\d+ packets dropped at \w+\n)*)+Stopping dropped packet monitor\n$/,
      );
      const drops = [...output.matchAll(/^(\d+) packets dropped at _*udp\w*$/gm)].map(([, count]) =>
        Number(count),
      );
      expect(drops.reduce((sum, count) => sum + count, 0)).toBe(10);
    },
  },
  {
    name: 'tcp_connections',
    script: network('tcp_connections'),
    workload: 'workload connect 4 5020 40020; workload connect 4 5021 40021; workload connect 6 5022 40022',
    check: ({ output, processes }) => {
      const [first, second, third] = (processes.get('server') ?? []).map((pid) => String(pid).padStart(6));
      expect(output.split('\n')).toEqual([
        '   UID              CMD    PID   PORT        IP_SOURCE',
        `     0           server ${first}   5020        ${four}`,
        `     0           server ${second}   5021        ${four}`,
        `     0           server ${third}   5022 ${six}`,
        '',
      ]);
    },
  },
  {
    name: 'tcpdumplike',
    script: network('tcpdumplike'),
    workload: 'workload connect 4 5030 40030; workload connect 6 5031 40031',
    check: ({ output }) => {
      const blocks = output.split(dumpHeader);
      expect(blocks[0]).toBe('');
      expect(blocks.length).toBeGreaterThan(2);
      const lines = blocks.join('').split('\n');
      expect(lines).toEqual([...packetsOf(four, 40030, 5030), ...packetsOf(six, 40031, 5031), '']);
    },
  },
  {
    name: 'functions',
    script: {
      text: `
probe kernel.function("inet_listen") {
  printf("%s %s %d %d %d\\n", pp(), execname(), $sock->type, $sock->sk->__sk_common->skc_num, $backlog)
}
probe kernel.function("inet_listen").return { printf("%s %d %d\\n", ppfunc(), $return, @entry($backlog)) }
probe kernel.function("tcp_sendmsg").return { printf("%s %d of %d\\n", probefunc(), $return, $size) }
`,
    },
    workload: 'workload connect 4 5040 40040',
    check: ({ output }) => {
      expect(output.split('\n')).toEqual([
        'kernel.function("inet_listen") server 1 5040 7',
        'inet_listen 0 7',
        'tcp_sendmsg 5 of 5',
        '',
      ]);
    },
  },
  {
    name: 'kept-arguments',
    // A function whose parameters changed between the kernels: what was kept at its entry is there at its return.
    script: {
      text: `
probe kernel.function("inet_csk_accept").return {
  printf("%d %d\\n", $sk->__sk_common->skc_num, inet_get_local_port($return))
}`,
    },
    workload: 'workload connect 4 5041 40041',
    check: ({ output }) => {
      expect(output).toBe('5041 5041\n');
    },
  },
  {
    name: 'indentation',
    script: {
      text: `
probe kernel.function("tcp_v4_connect").call, kernel.function("tcp_connect").call {
  printf("%s -> %s\\n", thread_indent(1), probefunc())
}
probe kernel.function("tcp_v4_connect").return, kernel.function("tcp_connect").return {
  printf("%s <- %s\\n", thread_indent(-1), probefunc())
}`,
    },
    workload: 'workload connect 4 5042 40042',
    check: (result) => {
      expect(result.output).toMatch(/^ {5}0 client\(/);
      expect(tracedCalls(result.output)).toEqual(
        [`: -> tcp_v4_connect`, `:  -> tcp_connect`, `:  <- tcp_connect`, `: <- tcp_v4_connect`].map(
          (call) => `client(${String(result.processes.get('client')?.[0])})${call}`,
        ),
      );
    },
  },
  {
    name: 'clock',
    script: { text: 'global n probe timer.profile { n <<< 1 } probe end { println(@count(n) > 10) }' },
    workload: 'sleep 2',
    check: ({ output }) => {
      expect(output).toBe('1\n');
    },
  },
  {
    name: 'socket-trace',
    script: network('socket-trace'),
    workload: 'workload connect 4 5050 40050',
    check: ({ output, processes }) => {
      const client = `client(${String(processes.get('client')?.[0])}):`;
      const calls = tracedCalls(output)
        .filter((line) => line.startsWith(client))
        .map((line) => line.slice(client.length));
      expect(calls).toContain(' -> __x64_sys_connect');
      expect(calls).toContain(' <- __x64_sys_connect');
      // A thread caught in mid-call is shown at the margin; this one begins under the script's eyes.
      const open: string[] = [];
      for (const call of calls) {
        const [, indent = '', arrow, name = ''] = /^( +)(->|<-) (\w+)$/.exec(call) ?? [];
        if (arrow === '->') open.push(name);
        expect([indent.length, name]).toEqual([open.length, open.at(-1)]);
        if (arrow === '<-') open.pop();
      }
      expect(open).toEqual([]);
    },
  },
];
