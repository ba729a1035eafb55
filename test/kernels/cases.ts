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
    name: 'entry-values',
    // Of many functions, which call each other; arguments by place and values that are kept in arrays.
    script: {
      text: `
probe kernel.function("__sys_*@net/socket.c").return, kernel.function("inet_listen").return {
  if (execname() == "server" && (ppfunc() == "__sys_listen" || ppfunc() == "inet_listen"))
    printf("%s %d %d %d\\n", ppfunc(), @entry(int_arg(2)), $return, gettimeofday_us() - @entry(gettimeofday_us()) < 3000000)
}`,
    },
    workload: 'workload connect 4 5043 40043',
    check: ({ output }) => {
      expect(output).toBe('inet_listen 7 0 1\n__sys_listen 7 0 1\n');
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
    name: 'tcp-messages',
    script: {
      text: `
probe tcp.sendmsg { if (execname() == "client") printf("%s %d %d\\n", name, family, size) }
probe tcp.sendmsg.return { if (execname() == "client") printf("%s returned %d\\n", name, size) }
probe tcp.recvmsg.return {
  if (execname() == "server" && size > 0) printf("%s %d %s:%d from %s:%d\\n", name, size, daddr, dport, saddr, sport)
}`,
    },
    workload: 'workload connect 4 5070 40070; workload connect 6 5071 40071',
    check: ({ output }) => {
      const connection = (family: number, address: string, port: number) => [
        `tcp.sendmsg ${family} 5`,
        'tcp.sendmsg returned 5',
        `tcp.recvmsg 5 ${address}:${port} from ${address}:${port + 35000}`,
      ];
      expect(output.split('\n').sort()).toEqual(
        ['', ...connection(2, four, 5070), ...connection(10, six, 5071)].sort(),
      );
    },
  },
  {
    name: 'datagrams',
    script: {
      text: `
probe udp.sendmsg { if (execname() == "sender") printf("%s %d %d %s:%d\\n", name, family, size, saddr, sport) }
probe udp.sendmsg.return { if (execname() == "sender") printf("%s returned %d\\n", name, size) }
probe udp.recvmsg.return { if (execname() == "sender") printf("%s returned %d to %s:%d\\n", name, size, daddr, dport) }
probe socket.sendmsg, socket.receive {
  if (execname() == "sender")
    printf("%s %d %s %s %s %s\\n", name, size, sock_fam_num2str(family), sock_prot_num2str(protocol),
           sock_type_num2str(type), sock_state_num2str(state))
}`,
    },
    workload: 'workload datagrams 5080 1 120; workload datagrams6 5081 1 70',
    check: ({ output }) => {
      expect(output.split('\n')).toEqual([
        'socket.sendmsg 120 INET UDP DGRAM UNCONNECTED',
        `udp.sendmsg 2 120 ${four}:41000`,
        'udp.sendmsg returned 120',
        `udp.recvmsg returned 120 to ${four}:5080`,
        'socket.recvmsg.return 120 INET UDP DGRAM UNCONNECTED',
        'socket.sendmsg 70 INET6 UDP DGRAM UNCONNECTED',
        `udp.sendmsg 10 70 ${six}:41000`,
        'udp.sendmsg returned 70',
        `udp.recvmsg returned 70 to ${six}:5081`,
        'socket.recvmsg.return 70 INET6 UDP DGRAM UNCONNECTED',
        '',
      ]);
    },
  },
  {
    name: 'socket-life',
    script: {
      text: `
probe tcp.setsockopt { if (execname() == "chooser") printf("%s %d %s %d\\n", name, level, optstr, optlen) }
probe tcp.setsockopt.return { if (execname() == "chooser") printf("%s returned %d\\n", name, ret) }
probe udp.disconnect { if (execname() == "chooser") printf("%s from %s:%d\\n", name, daddr, dport) }
probe udp.disconnect.return { if (execname() == "chooser") printf("%s returned %d, %s:%d\\n", name, ret, daddr, dport) }
probe socket.close { if (execname() == "chooser") printf("%s %s\\n", name, sock_type_num2str(type)) }`,
    },
    workload: 'workload options 5090',
    check: ({ output }) => {
      expect(output.split('\n')).toEqual([
        'tcp.setsockopt 6 TCP_NODELAY 4',
        'tcp.setsockopt returned 0',
        `udp.disconnect from ${four}:5090`,
        'udp.disconnect returned 0, 0.0.0.0:0',
        'socket.close DGRAM',
        'socket.close STREAM',
        '',
      ]);
    },
  },
  {
    name: 'files',
    script: {
      text: `
probe vfs.open.return { if (execname() == "writer") printf("%s %s %s\\n", name, pathname, retstr) }
probe vfs.write.return, vfs.writev.return { if (execname() == "writer") printf("%s %s %d\\n", name, pathname, bytes_written) }
probe vfs.read.return {
  if (execname() == "writer") printf("%s %s %d of %d, %s %d\\n", name, pathname, bytes_read, bytes_to_read, devname, ino > 0)
}
probe vm.mmap, vm.munmap { if (execname() == "writer" && length == 12288) printf("%s %d\\n", name, length) }`,
    },
    workload: 'workload files /tmp/deep/file',
    check: ({ output }) => {
      const file = '/tmp/deep/file';
      expect(output.split('\n')).toEqual([
        `vfs.open ${file} 0`,
        `vfs.write ${file} 100`,
        `vfs.write ${file} 200`,
        `vfs.writev ${file} 30`,
        `vfs.read ${file} 330 of 512, N/A 1`,
        `vfs.read ${file} 0 of 512, N/A 1`,
        'mmap 12288',
        'munmap 12288',
        '',
      ]);
    },
  },
  {
    name: 'tasks',
    // Names, numbers, paths and memory of the process, by structures that differ between the kernels.
    script: {
      text: `
probe vfs.writev {
  if (execname() != "writer") next
  task = task_current()
  printf("%d %d %d\\n", pid2task(pid()) == task, task_pid(task_parent(task)) == ppid(), proc_mem_rss() > 0)
  printf("%s %s\\n", fullpath_struct_file(task, current_exe_file()), fullpath_struct_path(task_cwd_path(task)))
  printf("%s|%s|%s\\n", cmdline_str(), env_var("HOME"), inode_name($file->f_inode))
  printf("%d %d\\n", task_open_file_handles(task), task_start_time(tid()) > 0)
  printf("%d\\n", isinstr(task_ancestry(task, 0), sprintf("=>sh(%d)=>writer(%d)", ppid(), pid())))
}`,
    },
    workload: 'cd /tmp/deep; HOME=/nowhere workload files file; true',
    check: ({ output }) => {
      expect(output.split('\n')).toEqual([
        '1 1 1',
        '/bin/workload /tmp/deep',
        'workload files file|/nowhere|file',
        '5 1',
        '1',
        '',
      ]);
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
