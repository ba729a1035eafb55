/** The options that say for which bpftrace text is written, and whether it may differ from the script. */
import { InvalidArgumentError, type Command } from 'commander';
import { dialectOf, oldestVersion } from '../../targets/bpftrace/dialects.ts';

export interface BpftraceFlags {
  readonly bpftrace?: string;
  readonly strict?: true;
}

export function addBpftraceOptions(command: Command): Command {
  return command
    .option(
      '--bpftrace <version>',
      'the bpftrace that text is written for; else the installed one, else the newest',
      knownVersion,
    )
    .option('--strict', 'refuse a script that means something else in bpftrace');
}

function knownVersion(text: string): string {
  if (dialectOf(text) === undefined) {
    throw new InvalidArgumentError(`It is a version of bpftrace from ${oldestVersion} on, such as 0.23.`);
  }
  return text;
}
