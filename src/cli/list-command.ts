/** `stsx list PATTERN`: probe points that match, as `stap -l` lists them; -v adds their variables, as `stap -L`. */
import { Option, type Command } from 'commander';
import { toBytes } from './bytes.ts';
import type { Finish } from './command-line.ts';
import { addLibraryOption, addVerbosityOption, sessionOptions, type SessionFlags } from './session-flags.ts';

interface ListFlags extends SessionFlags {
  readonly format: 'text' | 'json';
  readonly verbose: number;
}

export function addListCommand(program: Command, finish: Finish): void {
  const command = program
    .command('list')
    .description('probe points that match a pattern; -v: with their variables')
    .argument('<pattern>', "as in a script: 'kernel.trace(\"net*\")', 'netdev.*', 'timer.s(1)'")
    .addOption(
      new Option('--format <name>', 'json: one line a point').choices(['text', 'json']).default('text'),
    );
  addVerbosityOption(addLibraryOption(command));
  command.action(async (pattern: string, flags: ListFlags) => {
    const { listPoints } = await import('./list-points.ts');
    finish(listPoints(toBytes(pattern), sessionOptions(flags, [], flags.verbose), flags));
  });
}
