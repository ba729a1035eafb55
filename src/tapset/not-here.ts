/**
 * Functions and aliases that SystemTap's manual documents and this tapset does not have, each with the reason: who uses one in a script is
 * told. A name that the tapset has meanwhile is never looked up here. `*` at the end stands for all that begin so.
 */
export interface MissingNames {
  readonly names: readonly string[];
  readonly reason: string;
}

const onlyReads = 'stsx reads the kernel and its programs, and changes nothing in them';
const counters =
  'the kernel counts these in the midst of functions, where neither a function begins nor a tracepoint stands';
const ownProgram = "it probes SystemTap's own programs, which have no part in stsx";
const clientsAndServers =
  'the module of that name is not loaded where scripts are usually written, and without it nobody knows its structures; ' +
  'probe its functions with module("…").function("…") where it is';

export const missingFunctions: readonly MissingNames[] = [
  {
    names: ['set_kernel_*', 'set_user_*', 'panic', 'raise', 'udelay', 'mdelay', 'dump_stack'],
    reason: onlyReads,
  },
  {
    names: [
      ...['int', 'long', 'longlong', 'pointer', 's32', 's64', 'u32', 'u64', 'uint', 'ulong', 'ulonglong'].map(
        (type) => `set_${type}_arg`,
      ),
    ],
    reason: onlyReads,
  },
  {
    names: ['tcpmib_filter_key', 'ipmib_filter_key', 'linuxmib_filter_key'],
    reason: `it filters what tcpmib.*, ipmib.* and linuxmib.* probes count, and ${counters}`,
  },
  { names: ['addr_to_node'], reason: "the kernel's types do not say where a node's memory begins and ends" },
  { names: ['module_size'], reason: 'it tells the size of a kernel module that stsx does not make' },
  { names: ['nfsderror'], reason: `it names the errors of nfsd.* probes, and ${clientsAndServers}` },
  { names: ['switch_file'], reason: 'the output goes to one file' },
  { names: ['task_backtrace'], reason: 'SystemTap itself gave it up in version 1.6' },
  {
    names: ['stack_size', 'stack_unused', 'stack_used'],
    reason: "eBPF programs do not learn the kernel's stack pointer",
  },
  {
    names: ['asmlinkage', 'fastcall', 'regparm'],
    reason: 'no kernel that stsx runs on passes arguments in other ways than one: leave it out',
  },
  {
    names: [
      'kernel_buffer_quoted*',
      'kernel_or_user_string_quoted*',
      'kernel_string_quoted_utf*',
      'kernel_string_utf*',
      'user_buffer_quoted*',
      'print_backtrace*',
      'print_ubacktrace*',
      'backtrace',
      'caller',
      'caller_addr',
      'callers',
      'print_regs',
      'print_ustack',
      'print_usyms',
      'probe_type',
      'register',
      'registers_valid',
      'returnstr',
      'sa_handler',
      'sprint_backtrace',
      'sprint_ubacktrace',
      'sprint_ustack',
      'sprint_usyms',
      'stack',
      'u_register',
      'ubacktrace',
      'ucallers',
      'user_char_error',
      'user_char_warn',
      'user_int16_error',
      'user_int32_error',
      'user_int64_error',
      'user_int8_error',
      'user_int_error',
      'user_int_warn',
      'user_long_error',
      'user_long_warn',
      'user_short_error',
      'user_short_warn',
      'user_string_n_nofault',
      'user_string_n_warn',
      'user_string_nofault',
      'user_string_quoted_utf16',
      'user_string_quoted_utf32',
      'user_string_utf16',
      'user_string_utf32',
      'user_uint16_error',
      'user_uint32_error',
      'user_uint64_error',
      'user_uint8_error',
      'user_ulong_error',
      'user_ulong_warn',
      'user_ushort_error',
      'user_ushort_warn',
      'ustack',
      'usymfile',
      'usymfileline',
      'usymline',
    ],
    reason: 'it is not written yet',
  },
  {
    names: ['probing_32bit_app'],
    reason: 'stsx does not probe programs of 32 bits',
  },
  {
    names: ['pnlabel'],
    reason: 'it belongs to probes on labels, which take debuginfo',
  },
];

export const missingAliases: readonly MissingNames[] = [
  { names: ['tcpmib.*', 'ipmib.*', 'linuxmib.*'], reason: counters },
  {
    names: ['netfilter.*'],
    reason:
      'eBPF programs can be hooks of netfilter since Linux 6.4 only, and stsx does not make such ones yet; ' +
      'netdev.receive, netdev.transmit and functions such as kernel.function("ip_rcv") see the same packets',
  },
  { names: ['nfs.*', 'nfsd.*', 'sunrpc.*'], reason: clientsAndServers },
  { names: ['scsi.*'], reason: clientsAndServers.replace('of that name', 'scsi_mod') },
  {
    names: ['tty.*'],
    reason: 'its variables are pieces of structures that each kernel has changed; probe functions such as kernel.function("tty_open")',
  },
  {
    names: ['glib.*', 'hotspot.*', 'perl.*', 'ruby.*', 'qemu.*', 'game.*'],
    reason: 'it comes with the program that it probes, as marks of process("…"), and not with the library',
  },
  { names: ['stap.*', 'stapio.*', 'staprun.*'], reason: ownProgram },
  {
    names: ['workqueue.create', 'workqueue.destroy'],
    reason: 'kernels from 2.6.36 on have no thread for each work queue, and no such tracepoints',
  },
  {
    names: ['socket.aio_read*', 'socket.aio_write*'],
    reason: 'Linux 4.1 took the functions out; socket.read_iter and socket.write_iter are what they became',
  },
  {
    names: ['socket.readv*', 'socket.writev*'],
    reason: 'Linux 2.6.19 took the functions out; socket.read_iter and socket.write_iter are what they became',
  },
  {
    names: ['ioscheduler.elv_next_request*', 'ioscheduler.elv_add_request.kp'],
    reason: 'the function went when Linux 5.0 left the old block layer; ioscheduler_trace.elv_issue_request is near to it',
  },
  {
    names: ['ioscheduler_trace.elv_abort_request', 'ioscheduler_trace.unplug_timer'],
    reason: 'kernels of today have no such tracepoint',
  },
  { names: ['ioblock_trace.bounce'], reason: 'newer kernels (seen in Linux 6.18) have no bounce buffers, and no such tracepoint' },
  {
    names: [
      'signal.check_ignored*',
      'signal.checkperm*',
      'signal.do_action*',
      'signal.flush',
      'signal.force_segv*',
      'signal.handle.return',
      'signal.pending*',
      'signal.procmask*',
      'signal.send_sig_queue*',
      'signal.systkill.return',
      'signal.wakeup',
    ],
    reason:
      'it stands for an inner function of kernels from before 2010; signal.send, signal.handle and syscall.* probes see the same',
  },
];

/** Why stsx has no function or alias of that name, if SystemTap has one. */
export function whyNotHere(name: string, table: readonly MissingNames[]): string | undefined {
  return table.find(({ names }) => names.some((row) => covers(row, name)))?.reason;
}

/** The same as the hint of a diagnostic. */
export function notHereHint(name: string, table: readonly MissingNames[]): string | undefined {
  const reason = whyNotHere(name, table);
  return reason === undefined ? undefined : `SystemTap has it, stsx has not: ${reason}`;
}

function covers(row: string, name: string): boolean {
  return row.endsWith('*') ? name.startsWith(row.slice(0, -1)) : name === row;
}
