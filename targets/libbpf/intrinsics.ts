/**
 * How this target does each library function that the tapset declares and does not define. The user half calls `stsx_fn_NAME` of the
 * run-time library for every one; the table says what is known of that call. A function with a `kernel` entry can be evaluated
 * in the kernel half too: the C expression, or for text the function that fills a buffer (prelude/context.bpf.h).
 */
export interface IntrinsicRow {
  /** User half: the same arguments always give the same value, without an error; it may stand anywhere in an expression. */
  readonly inline?: boolean;
  /** User half: it never raises an error. */
  readonly infallible?: boolean;
  readonly kernel?: KernelIntrinsic;
}

export type KernelIntrinsic =
  /** A C expression of a number; `$0` is the first argument, evaluated. */
  | { readonly kind: 'number'; readonly text: string; readonly isClock: boolean }
  /** The program finds it in its own context and passes it to the handler as it passes the event's arguments. */
  | { readonly kind: 'passed'; readonly what: PassedValue }
  /** What the event was given at place `$0`, from 1, without its type. */
  | { readonly kind: 'parameter' }
  /** The register with the literal name `$0`; one of 32 bits as a number of that C type. */
  | { readonly kind: 'register'; readonly number: 's32' | 'u32' }
  /** `NAME(&value, $0…)` gives 0, or not 0 after a fault at the address `$0`. */
  | { readonly kind: 'fallible-number'; readonly call: string }
  /** `NAME(buffer, size, scratch, $0…)` fills a buffer; a text among the arguments is followed by the size of its buffer. */
  | { readonly kind: 'text'; readonly call: string; readonly scratch?: Scratch }
  /**
   * `NAME(buffer, size, scratch, ctx)` fills a buffer from the stack of the program's context; NAME_at_entry does where a function of a
   * user-space program has just been entered, if `knowsEntry`.
   */
  | {
      readonly kind: 'stack';
      readonly call: string;
      readonly scratch: Scratch;
      readonly knowsEntry: boolean;
    }
  /** The same; it gives 0, or not 0 after a fault at the address `$0`. */
  | { readonly kind: 'fallible-text'; readonly call: string; readonly scratch?: Scratch };

/** Memory that a call needs beside the BPF stack. */
export interface Scratch {
  readonly type: string;
  readonly size: number;
}

/**
 * Address of the probed instruction; whether the event happened in user space; the probed function's result, without its type; the
 * program's own context; of a system call its number and argument registers.
 */
export type PassedValue = 'address' | 'user-mode' | 'result' | 'context' | 'syscall-number' | SyscallArgument;

export type SyscallArgument = `syscall-${1 | 2 | 3 | 4 | 5 | 6}`;

const inline: IntrinsicRow = { inline: true, infallible: true };
const infallible: IntrinsicRow = { infallible: true };

function number(text: string): IntrinsicRow {
  return { infallible: true, kernel: { kind: 'number', text, isClock: false } };
}

/** Differs each time it is read, so it is read where it stands. */
function clock(text: string): IntrinsicRow {
  return { infallible: true, kernel: { kind: 'number', text, isClock: true } };
}

function passed(what: PassedValue): IntrinsicRow {
  return { infallible: true, kernel: { kind: 'passed', what } };
}

function text(call: string, scratch?: Scratch): IntrinsicRow {
  return { infallible: true, kernel: { kind: 'text', call, ...(scratch && { scratch }) } };
}

function stack(call: string, knowsEntry: boolean): IntrinsicRow {
  const scratch = { type: 'struct stsx_frames', size: 1024 };
  return { infallible: true, kernel: { kind: 'stack', call, scratch, knowsEntry } };
}

function fallibleText(call: string, scratch?: Scratch): IntrinsicRow {
  return { kernel: { kind: 'fallible-text', call, ...(scratch && { scratch }) } };
}

function fallibleNumber(call: string): IntrinsicRow {
  return { kernel: { kind: 'fallible-number', call } };
}

export const intrinsics: Readonly<Record<string, IntrinsicRow>> = {
  strlen: inline,
  substr: inline,
  strpos: inline,
  str_replace: inline,
  strtol: inline,
  text_strn: inline,
  log: infallible,
  warn: infallible,
  exit: infallible,

  pid: number('stsx_pid()'),
  tid: number('stsx_tid()'),
  uid: number('stsx_uid()'),
  gid: number('stsx_gid()'),
  euid: number('stsx_euid()'),
  egid: number('stsx_egid()'),
  ppid: number('stsx_ppid()'),
  __own_uid: number('(__s64)stsx_config.own_uid'),
  __own_pid_namespace: number('(__s64)stsx_config.pid_namespace'),
  target: number('(__s64)stsx_config.target_pid'),
  addr: passed('address'),
  __kernel_stack: stack('stsx_kernel_stack', false),
  __user_stack: stack('stsx_user_stack', true),
  __user_places: {
    infallible: true,
    kernel: {
      kind: 'stack',
      call: 'stsx_user_places',
      scratch: { type: 'struct stsx_places', size: 680 },
      knowsEntry: false,
    },
  },
  __parameter: { infallible: true, kernel: { kind: 'parameter' } },
  returnval: passed('result'),
  register: { kernel: { kind: 'register', number: 's32' } },
  u_register: { kernel: { kind: 'register', number: 'u32' } },
  uaddr: number('stsx_user_address()'),
  user_mode: passed('user-mode'),
  __syscall_number: passed('syscall-number'),
  __syscall_argument1: passed('syscall-1'),
  __syscall_argument2: passed('syscall-2'),
  __syscall_argument3: passed('syscall-3'),
  __syscall_argument4: passed('syscall-4'),
  __syscall_argument5: passed('syscall-5'),
  __syscall_argument6: passed('syscall-6'),
  __syscall_is_foreign: number('stsx_syscall_is_foreign()'),
  cpu: number('stsx_cpu()'),
  task_current: number('stsx_task()'),
  ktime_get_ns: clock('stsx_ktime()'),
  get_cycles: clock('stsx_cycles()'),
  gettimeofday_ns: clock('stsx_realtime()'),
  jiffies: clock('stsx_jiffies()'),
  execname: text('stsx_execname'),
  env_var: text('stsx_environment_variable', { type: 'struct stsx_variable', size: 512 }),
  __command_line: text('stsx_command_line'),
  __dentry_path: fallibleText('stsx_dentry_path', { type: 'struct stsx_path', size: 4880 }),
  __inode_entry: fallibleNumber('stsx_inode_entry'),
  __memory_counter: fallibleNumber('stsx_memory_counter'),
  __count_bits: fallibleNumber('stsx_count_bits'),
  kernel_string: fallibleText('stsx_read_kernel_text'),
  user_string: fallibleText('stsx_read_user_text'),
  kernel_char: fallibleNumber('stsx_read_kernel_s8'),
  kernel_short: fallibleNumber('stsx_read_kernel_s16'),
  kernel_int: fallibleNumber('stsx_read_kernel_s32'),
  kernel_long: fallibleNumber('stsx_read_kernel_s64'),
  kernel_pointer: fallibleNumber('stsx_read_kernel_s64'),
  user_char: number('stsx_user_s8($0)'),
  user_short: number('stsx_user_s16($0)'),
  user_int: number('stsx_user_s32($0)'),
  user_long: number('stsx_user_s64($0)'),
};

export function isInline(name: string): boolean {
  return intrinsics[name]?.inline === true;
}

export function isInfallible(name: string): boolean {
  return intrinsics[name]?.infallible === true;
}

export function kernelIntrinsic(name: string): KernelIntrinsic | undefined {
  return intrinsics[name]?.kernel;
}
