/**
 * Intrinsics of the event's context, as begin, end, error and timer handlers see them: those run in the session's own process.
 */
import { ReadFault } from '../event.ts';
import { long, ofKernel, string, type IntrinsicTable, type Invocation } from './intrinsic.ts';

/** There is no memory to read outside an event. */
const faultAt = (call: Invocation): never => call.raise(new ReadFault(call.long(0)).message);
const numberAt = ofKernel(long(faultAt));
/** Zero where nothing can be read (uconversions(3stap)), and a script can hardly know addresses of this process. */
const userNumberAt = long(() => 0n);

const stringAt = (intrinsic: string) =>
  string((call) => call.raise(new ReadFault(call.long(0)).messageIn(intrinsic)));

/** No more are there registers of a probed function. */
const registerOf = long((call) => call.raise('cannot access CPU registers in this context'));

export const contextIntrinsics: IntrinsicTable = {
  pid: long((call) => call.machine.surroundings.facts.ownPid),
  tid: long((call) => call.machine.surroundings.facts.ownTid),
  ppid: long((call) => call.machine.surroundings.facts.parentPid),
  uid: long((call) => call.machine.surroundings.facts.uid),
  euid: long((call) => call.machine.surroundings.facts.effectiveUid),
  gid: long((call) => call.machine.surroundings.facts.gid),
  egid: long((call) => call.machine.surroundings.facts.effectiveGid),
  execname: string((call) => call.machine.surroundings.facts.execname),
  cpu: long(() => 0n),
  task_current: ofKernel(long(() => 0n)),
  addr: long(() => 0n),
  uaddr: long(() => 0n),
  user_mode: long(() => 0n),
  __syscall_number: long(() => 0n),
  __syscall_is_foreign: long(() => 0n),
  __syscall_argument1: long(() => 0n),
  __syscall_argument2: long(() => 0n),
  __syscall_argument3: long(() => 0n),
  __syscall_argument4: long(() => 0n),
  __syscall_argument5: long(() => 0n),
  __syscall_argument6: long(() => 0n),
  __parameter: long(() => 0n),
  returnval: long(() => 0n),
  register: registerOf,
  u_register: registerOf,
  kernel_string: ofKernel(stringAt('kernel_string')),
  kernel_char: numberAt,
  kernel_short: numberAt,
  kernel_int: numberAt,
  kernel_long: numberAt,
  kernel_pointer: numberAt,
  user_string: stringAt('user_string'),
  user_char: userNumberAt,
  user_short: userNumberAt,
  user_int: userNumberAt,
  user_long: userNumberAt,
  pp: string((call) => call.machine.probe?.pointText ?? ''),
  pn: string((call) => call.machine.probe?.name ?? ''),
  env_var: string((call) => call.machine.surroundings.facts.environment.get(call.string(0)) ?? ''),
  __command_line: string((call) => {
    const all = call.machine.surroundings.facts.arguments;
    return all.map((argument) => `${argument}\xff`).join('');
  }),
  __dentry_path: ofKernel(string(faultAt)),
  __inode_entry: numberAt,
  __memory_counter: numberAt,
  __count_bits: numberAt,
};
