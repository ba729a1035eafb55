/** `stsx verify FILE [ARG…]`: a run that proves itself. */
import type { Command } from 'commander';
import type { Finish } from './command-line.ts';
import { requireScript } from './script-operand.ts';
import {
  addRunOptions,
  addScriptOptions,
  addVerbosityOption,
  sessionOptions,
  type SessionFlags,
} from './session-flags.ts';

interface VerifyFlags extends SessionFlags {
  readonly verbose: number;
}

export function addVerifyCommand(program: Command, finish: Finish): void {
  const command = program
    .command('verify')
    .description('run a script, record its events, replay them through the reference semantics, and compare')
    .argument('[file]', 'the script')
    .argument('[args...]', "the script's arguments: $1, @1, …");
  addScriptOptions(command);
  addRunOptions(command).option('-o <file>', "keep the script's output in file");
  addVerbosityOption(command);
  command.action(async (file: string | undefined, rest: readonly string[], flags: VerifyFlags) => {
    const { origin, scriptArguments } = requireScript(command, flags, file, rest);
    const { verifyScript } = await import('./verify-script.ts');
    finish(await verifyScript(origin, sessionOptions(flags, scriptArguments, flags.verbose)));
  });
}
