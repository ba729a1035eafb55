/**
 * How bpftrace does each library function that the tapset declares and does not define, for the functions it can do. In a template `$0`
 * is the first argument. What is missing here a .bt file cannot have, and the collector leaves to the user half.
 */
import type { DeviationName } from './deviations.ts';
import type { Feature } from './dialects.ts';

export interface IntrinsicRow {
  readonly text: string;
  /**
   * What it gives. `address-text` is an address that bpftrace turns into text where it prints it. `memory`: the number of that type at
   * the address; `memory-text`: the text there.
   */
  readonly gives:
    | { readonly kind: 'number'; readonly unsigned: boolean; readonly nonNegative: boolean }
    | { readonly kind: 'text'; readonly maxLength: number }
    | { readonly kind: 'address-text' }
    | { readonly kind: 'memory'; readonly type: string; readonly space: 'kernel' | 'user' }
    | { readonly kind: 'memory-text'; readonly space: 'kernel' | 'user' };
  readonly needs?: Feature;
  readonly deviation?: DeviationName;
  /** The collector can capture it: it means the same as in the reference, to the bit. */
  readonly exact: boolean;
}

const small = { kind: 'number', unsigned: true, nonNegative: true } as const;
const memory = (type: string, space: 'kernel' | 'user'): IntrinsicRow => ({
  text: '',
  gives: { kind: 'memory', type, space },
  exact: true,
});
const number = (text: string, exact = true): IntrinsicRow => ({ text, gives: small, exact });
const task = '((struct task_struct *)curtask)';

export const intrinsics: Readonly<Record<string, IntrinsicRow>> = {
  pid: number('pid'),
  tid: number('tid'),
  uid: number('uid'),
  gid: number('gid'),
  euid: number(`${task}->cred->euid.val`),
  egid: number(`${task}->cred->egid.val`),
  ppid: number(`${task}->real_parent->tgid`),
  cpu: number('cpu'),
  task_current: {
    text: '(uint64)curtask',
    gives: { kind: 'number', unsigned: true, nonNegative: false },
    exact: true,
  },
  ktime_get_ns: number('nsecs'),
  gettimeofday_ns: { ...number('nsecs', false), deviation: 'boot-clock' },
  jiffies: { ...number('jiffies', false), needs: 'config-block' },
  user_mode: { ...number('usermode'), needs: 'user-mode' },
  execname: { text: 'comm', gives: { kind: 'text', maxLength: 15 }, exact: true },
  symname: { text: 'ksym($0)', gives: { kind: 'address-text' }, exact: false },
  usymname: { text: 'usym($0)', gives: { kind: 'address-text' }, exact: false },
  htonll: {
    text: 'bswap((uint64)$0)',
    gives: { kind: 'number', unsigned: true, nonNegative: false },
    exact: false,
  },
  kernel_string: { text: '', gives: { kind: 'memory-text', space: 'kernel' }, exact: true },
  user_string: { text: '', gives: { kind: 'memory-text', space: 'user' }, exact: true },
  kernel_char: memory('int8', 'kernel'),
  kernel_short: memory('int16', 'kernel'),
  kernel_int: memory('int32', 'kernel'),
  kernel_long: memory('int64', 'kernel'),
  kernel_pointer: memory('int64', 'kernel'),
  user_char: memory('int8', 'user'),
  user_short: memory('int16', 'user'),
  user_int: memory('int32', 'user'),
  user_long: memory('int64', 'user'),
};

export function intrinsicRow(name: string): IntrinsicRow | undefined {
  return Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
}
