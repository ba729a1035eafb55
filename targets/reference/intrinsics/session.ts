/** The intrinsics of logging.stp, session.stp, random.stp, memory-size.stp, byte-order.stp and the time zone of ctime.stp. */
import { Abort } from '../script-error.ts';
import { wrap } from '../values.ts';
import { action, long, ofKernel, string, type IntrinsicTable, type Invocation } from './intrinsic.ts';

export const sessionIntrinsics: IntrinsicTable = {
  error: action((call) => call.raise(call.string(0))),
  exit: action((call) => {
    call.machine.stopping = true;
  }),
  abort: action((call) => {
    call.machine.stopping = true;
    throw new Abort();
  }),
  warn: action((call) => {
    call.machine.warn(call.string(0));
  }),
  ftrace: action((call) => {
    call.machine.surroundings.writeKernelTrace(call.string(0));
  }),
  printk: action((call) => {
    call.machine.surroundings.writeKernelLog(call.long(0), call.string(1));
  }),
  system: action((call) => {
    call.machine.surroundings.startCommand(call.string(0));
  }),
  target: long((call) => call.machine.surroundings.facts.targetPid),
  stp_pid: long((call) => call.machine.surroundings.facts.ownPid),
  module_name: string((call) => call.machine.surroundings.facts.moduleName),
  __file_answer: string((call) => call.machine.fileAnswer.slice(0, call.machine.limits.maxStringLength - 1)),
  __answer_file: string((call) => answerFile(call, '')),
  __append_to_answer: string((call) => answerFile(call, call.machine.fileAnswer)),
  // A recording tells it: nothing else runs the handlers of files here.
  __file_written: ofKernel(string(() => '')),
  mem_page_size: long((call) => call.machine.surroundings.facts.pageSize),
  __own_uid: long((call) => call.machine.surroundings.facts.uid),
  __own_pid_namespace: long((call) => call.machine.surroundings.facts.pidNamespace),
  sprint_loadavg: string((call) => call.machine.surroundings.loadAverages()),
  HZ: long((call) => call.machine.surroundings.facts.hertz),
  tz_gmtoff: long((call) => call.machine.surroundings.facts.timeZoneOffset),
  tz_name: string((call) => call.machine.surroundings.facts.timeZoneName),
  randint: long((call) => {
    const bound = call.long(0);
    return bound <= 0n ? 0n : BigInt(call.machine.surroundings.randomBelow(Number(bound)));
  }),
  htonll: long((call) => swapToNetworkOrder(call.long(0))),
};

function answerFile(call: Invocation, before: string): string {
  const { machine } = call;
  const text = call.string(0);
  const point = machine.probe?.point;
  const most = point?.kind === 'file' ? point.maxSize : undefined;
  machine.fileAnswer = (before + text).slice(0, most ?? machine.limits.maxStringLength - 1);
  return text;
}

/** Writes the number as the network has it, and reads it as this machine does. */
function swapToNetworkOrder(value: bigint): bigint {
  const bytes = new ArrayBuffer(8);
  new DataView(bytes).setBigInt64(0, value, false);
  return wrap(new BigInt64Array(bytes)[0] ?? 0n);
}
