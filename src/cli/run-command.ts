/** `stsx run FILE [ARG…]`: compile and run. `stsx FILE` and `stsx -e TEXT` come here too. */
import { Option, type Command } from 'commander';
import { addBpftraceOptions, type BpftraceFlags } from './bpftrace-flags.ts';
import type { Finish } from './command-line.ts';
import {
  addRunOptions,
  addScriptOptions,
  addVerbosityOption,
  sessionOptions,
  type SessionFlags,
} from './session-flags.ts';
import { requireScript } from './script-operand.ts';

interface RunFlags extends SessionFlags, BpftraceFlags {
  readonly target?: 'libbpf' | 'bpftrace' | 'reference';
  readonly explain?: true;
  readonly timing?: true;
  readonly verbose: number;
}

export function addRunCommand(program: Command, finish: Finish): void {
  const command = program
    .command('run', { isDefault: true })
    .description('run a script; `stsx FILE` and `stsx -e TEXT` work too, and `-` reads standard input')
    .argument('[file]', 'the script')
    .argument('[args...]', "the script's arguments: $1, @1, …");
  addScriptOptions(command);
  addBpftraceOptions(addRunOptions(command))
    .option('-o <file>', "write the script's output to file")
    .addOption(new Option('--target <name>', 'what runs it').choices(['libbpf', 'bpftrace', 'reference']))
    .option('--explain', 'print where each handler and global goes, and why, instead of running')
    .option('--timing', 'print how long each stage took');
  addVerbosityOption(command);
  command.action(async (file: string | undefined, rest: readonly string[], flags: RunFlags) => {
    const { origin, scriptArguments } = requireScript(command, flags, file, rest);
    const options = sessionOptions(flags, scriptArguments, flags.verbose);
    const { runScript } = await import('./run-script.ts');
    finish(await runScript(origin, options, flags));
  });
}
