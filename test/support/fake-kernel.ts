/** A small kernel described in a test: only what the five network scripts and the tests of names look at. */
import type {
  Kernel,
  KernelFeatures,
  KernelMember,
  KernelTypes,
  SourceFileIndex,
} from '../../src/kernel/kernel.ts';
import { fakePrograms } from './fake-programs.ts';
import type { ProbeParameter } from '../../src/program/attach-point.ts';
import type { CArray, CInteger, CPointer, CStruct, CType } from '../../src/program/c-type.ts';

export const int: CInteger = { kind: 'integer', size: 4, signed: true, name: 'int' };
export const unsignedInt: CInteger = { kind: 'integer', size: 4, signed: false, name: 'unsigned int' };
export const unsignedShort: CInteger = { kind: 'integer', size: 2, signed: false, name: 'unsigned short' };
export const unsignedChar: CInteger = { kind: 'integer', size: 1, signed: false, name: 'unsigned char' };
export const unsignedLong: CInteger = { kind: 'integer', size: 8, signed: false, name: 'unsigned long' };
export const char: CInteger = { kind: 'integer', size: 1, signed: true, name: 'char' };
export const pointerTo = (to: CType): CPointer => ({ kind: 'pointer', to });
export const struct = (name: string): CStruct => ({ kind: 'struct', keyword: 'struct', name });
export const arrayOf = (element: CType, length: number): CArray => ({ kind: 'array', element, length });

const skb = { name: 'skb', type: pointerTo(struct('sk_buff')) };
const sk = { name: 'sk', type: pointerTo(struct('sock')) };

const structures: Readonly<Record<string, readonly (readonly [string, CType, number?])[]>> = {
  sk_buff: [
    ['dev', pointerTo(struct('net_device'))],
    ['len', unsignedInt],
    ['pkt_type', unsignedChar, 3],
    ['protocol', unsignedShort],
    ['network_header', unsignedShort],
    ['transport_header', unsignedShort],
    ['head', pointerTo(unsignedChar)],
    ['truesize', unsignedInt],
    ['cb', arrayOf(char, 48)],
    ['words', arrayOf(unsignedInt, 3)],
    ['sk', pointerTo(struct('sock'))],
  ],
  net_device: [
    ['name', arrayOf(char, 16)],
    ['mtu', unsignedInt],
  ],
  sock: [['__sk_common', struct('sock_common')]],
  sock_common: [
    ['skc_family', unsignedShort],
    ['skc_num', unsignedShort],
    ['skc_dport', unsignedShort],
    ['skc_daddr', unsignedInt],
    ['skc_rcv_saddr', unsignedInt],
    ['skc_v6_daddr', struct('in6_addr')],
    ['skc_v6_rcv_saddr', struct('in6_addr')],
  ],
  in6_addr: [['s6_addr', arrayOf(unsignedChar, 16)]],
  iphdr: [
    ['protocol', unsignedChar],
    ['saddr', unsignedInt],
    ['daddr', unsignedInt],
  ],
  ipv6hdr: [
    ['nexthdr', unsignedChar],
    ['saddr', struct('in6_addr')],
    ['daddr', struct('in6_addr')],
  ],
  tcphdr: [
    ['source', unsignedShort],
    ['dest', unsignedShort],
    ['seq', unsignedInt],
    ['ack_seq', unsignedInt],
    ['window', unsignedShort],
  ],
  task_struct: [
    ['pid', int],
    ['tgid', int],
    ['comm', arrayOf(char, 16)],
    ['real_parent', pointerTo(struct('task_struct'))],
  ],
};

const tracepoints: Readonly<Record<string, readonly ProbeParameter[]>> = {
  kfree_skb: [skb, { name: 'location', type: pointerTo({ kind: 'void' }) }],
  net_dev_queue: [skb],
  net_dev_start_xmit: [skb, { name: 'dev', type: pointerTo(struct('net_device')) }],
  netif_receive_skb: [skb],
  netif_rx: [skb],
  sched_process_fork: [
    { name: 'parent', type: pointerTo(struct('task_struct')) },
    { name: 'child', type: pointerTo(struct('task_struct')) },
  ],
  sched_process_free: [{ name: 'p', type: pointerTo(struct('task_struct')) }],
  sys_enter: [
    { name: 'regs', type: pointerTo({ kind: 'void' }) },
    { name: 'id', type: unsignedLong },
  ],
  sys_exit: [
    { name: 'regs', type: pointerTo({ kind: 'void' }) },
    { name: 'ret', type: unsignedLong },
  ],
};

type FunctionType = { readonly parameters: readonly ProbeParameter[]; readonly result: CType };

const functions: Readonly<Record<string, FunctionType>> = {
  __dev_queue_xmit: { parameters: [skb], result: int },
  tcp_v4_rcv: { parameters: [skb], result: int },
  tcp_v6_rcv: { parameters: [skb], result: int },
  inet_csk_accept: {
    parameters: [sk, { name: 'arg', type: pointerTo({ kind: 'void' }) }],
    result: pointerTo(struct('sock')),
  },
  udp_recvmsg: { parameters: [sk, { name: 'len', type: unsignedLong }], result: int },
  inet_unhash: {
    parameters: [{ name: 'sk', type: pointerTo(struct('net_device')) }],
    result: { kind: 'void' },
  },
  sock_poll: { parameters: [{ name: 'file', type: pointerTo({ kind: 'void' }) }], result: unsignedInt },
  sock_close: { parameters: [{ name: 'file', type: pointerTo({ kind: 'void' }) }], result: int },
  init_once: { parameters: [{ name: 'foo', type: pointerTo({ kind: 'void' }) }], result: { kind: 'void' } },
  schedule: { parameters: [], result: { kind: 'void' } },
  vfs_read: {
    parameters: [
      { name: 'buf', type: pointerTo(char) },
      { name: 'count', type: unsignedLong },
    ],
    result: { kind: 'integer', size: 8, signed: true, name: 'long' },
  },
};

const modules: Readonly<Record<string, string>> = { nfs_open: 'nfs', nfs_close: 'nfs', btrfs_sync: 'btrfs' };

/** Of a function that is defined in several files: all of them. */
const sourceFiles: Readonly<Record<string, readonly string[]>> = {
  sock_poll: ['net/socket.c'],
  sock_close: ['net/socket.c'],
  vfs_read: ['fs/read_write.c'],
  tcp_v4_rcv: ['net/ipv4/tcp_ipv4.c'],
  init_once: ['fs/inode.c', 'net/socket.c'],
  nfs_open: ['fs/nfs/inode.c'],
  do_gone: ['kernel/gone.c'],
};

const fakeSourceFiles: SourceFileIndex = {
  knows: (name) => sourceFiles[name] !== undefined && modules[name] === undefined,
  functionsIn: (matchesFile) => ({
    find(name) {
      const files = sourceFiles[name] ?? [];
      const file = files.find(matchesFile);
      return file === undefined
        ? undefined
        : { file, otherFiles: files.filter((other) => !matchesFile(other)) };
    },
  }),
};

const noFeatures: KernelFeatures = {
  kprobe: false,
  kprobeMulti: false,
  fentry: false,
  rawTracepoint: true,
  uprobe: false,
  perfEvent: true,
};

export interface FakeKernelSettings {
  readonly features?: Partial<KernelFeatures>;
  readonly hasTypes?: boolean;
  readonly hasSourceFiles?: boolean;
  readonly config?: Readonly<Record<string, string>>;
}

export function fakeKernel(settings: FakeKernelSettings = {}): Kernel {
  const { features, hasTypes = true, hasSourceFiles = false, config = { CONFIG_HZ: '250' } } = settings;
  return {
    release: '6.1.0',
    architecture: 'x86_64',
    config: (name) => config[name],
    types: hasTypes ? fakeTypes : undefined,
    features: { ...noFeatures, ...features },
    functionNames: () => [
      ...Object.keys(functions).map((name) => ({ name, module: undefined })),
      ...Object.entries(modules).map(([name, module]) => ({ name, module })),
    ],
    sourceFiles: hasSourceFiles ? fakeSourceFiles : undefined,
    programs: fakePrograms,
  };
}

const fakeTypes: KernelTypes = {
  tracepointNames: () => Object.keys(tracepoints).sort(),
  tracepoint: (name) => tracepoints[name],
  function: (name) => functions[name],
  members: ({ name }) => structures[name]?.map(memberOf),
  named: namedType,
  sizeOf,
  enumerator: (name) => (name === 'IPPROTO_TCP' ? 6n : undefined),
};

function memberOf([name, type, bitSize = 0]: readonly [string, CType, number?]): KernelMember {
  return { name, type, bitOffset: 0, bitSize };
}

function namedType(text: string): CType | undefined {
  if (text.endsWith('*')) {
    const to = namedType(text.slice(0, -1).trim());
    return to === undefined ? undefined : pointerTo(to);
  }
  const integer = [int, unsignedInt, unsignedShort, unsignedChar, unsignedLong, char].find(
    ({ name }) => name === text,
  );
  if (integer !== undefined) return integer;
  const name = text.replace(/^struct /, '');
  return structures[name] === undefined ? undefined : struct(name);
}

function sizeOf(type: CType): number {
  switch (type.kind) {
    case 'integer':
    case 'enum':
      return type.size;
    case 'pointer':
      return 8;
    case 'array':
      return type.length * sizeOf(type.element);
    case 'struct':
      return (structures[type.name] ?? []).reduce((sum, [, member]) => sum + sizeOf(member), 0);
    case 'void':
    case 'function':
      return 0;
  }
}
