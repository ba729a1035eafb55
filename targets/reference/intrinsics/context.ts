/**
 * Intrinsics of the event's context, as begin, end, error and timer handlers see them: those run in the session's own process.
 */
import { long, string, type IntrinsicTable, type Invocation } from './intrinsic.ts';

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
  pp: string((call) => call.machine.probe?.pointText ?? ''),
  pn: string((call) => call.machine.probe?.name ?? ''),
  env_var: string((call) => call.machine.surroundings.facts.environment.get(call.string(0)) ?? ''),
  cmdline_args: string(commandLine),
};

function commandLine(call: Invocation): string {
  const all = call.machine.surroundings.facts.arguments;
  const first = call.long(0);
  const last = call.long(1);
  if (first < 0n) return '';
  return all.slice(Number(first), last < first ? undefined : Number(last) + 1).join(call.string(2));
}
