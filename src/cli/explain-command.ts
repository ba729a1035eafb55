/** `stsx explain FILE`: where each handler and global goes, and why; which attach point each probe takes. */
import { Option, type Command } from 'commander';
import type { Finish } from './command-line.ts';
import { requireScript } from './script-operand.ts';
import { addScriptOptions, addVerbosityOption, sessionOptions, type SessionFlags } from './session-flags.ts';

interface ExplainFlags extends SessionFlags {
  readonly format: 'text' | 'json';
  readonly verbose: number;
}

export function addExplainCommand(program: Command, finish: Finish): void {
  const command = program
    .command('explain')
    .description('where each handler and global goes, and why; which attach point each probe takes')
    .argument('[file]', 'the script')
    .argument('[args...]', "the script's arguments: $1, @1, …");
  addScriptOptions(command).addOption(
    new Option('--format <name>', 'json: one object').choices(['text', 'json']).default('text'),
  );
  addVerbosityOption(command);
  command.action(async (file: string | undefined, rest: readonly string[], flags: ExplainFlags) => {
    const { origin, scriptArguments } = requireScript(command, flags, file, rest);
    const { explainScript } = await import('./explain-script.ts');
    finish(explainScript(origin, sessionOptions(flags, scriptArguments, flags.verbose), flags.format));
  });
}
