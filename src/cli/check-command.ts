/** `stsx check FILE…`: everything short of running: syntax, names, types, placement. */
import { Option, type Command } from 'commander';
import { addBpftraceOptions, type BpftraceFlags } from './bpftrace-flags.ts';
import type { Finish } from './command-line.ts';
import { addScriptOptions, addVerbosityOption, sessionOptions, type SessionFlags } from './session-flags.ts';
import type { Depth } from '../pipeline.ts';
import { toBytes } from './bytes.ts';
import type { ScriptOrigin } from './read-script.ts';

interface CheckFlags extends SessionFlags, BpftraceFlags {
  readonly target?: 'libbpf' | 'bpftrace' | 'reference';
  readonly stage: Depth;
  readonly format: 'text' | 'json';
  readonly timing?: true;
  readonly verbose: number;
}

export function addCheckCommand(program: Command, finish: Finish): void {
  const command = program
    .command('check')
    .description('everything short of running: syntax, names, types, placement')
    .argument('[files...]', 'scripts');
  addScriptOptions(command)
    .addOption(
      new Option('--stage <name>', 'stop earlier').choices(['parse', 'types', 'place']).default('place'),
    )
    .addOption(
      new Option('--format <name>', 'json: one line a file').choices(['text', 'json']).default('text'),
    )
    .addOption(
      new Option('--target <name>', 'bpftrace: also what a .bt of it would mean differently').choices([
        'libbpf',
        'bpftrace',
        'reference',
      ]),
    )
    .option('--timing', 'print how long each stage took');
  addBpftraceOptions(command);
  addVerbosityOption(command);
  command.action(async (files: readonly string[], flags: CheckFlags) => {
    const origins: ScriptOrigin[] = files.map((path) => ({ kind: 'path', path: toBytes(path) }));
    if (flags.e !== undefined) origins.push({ kind: 'text', text: toBytes(flags.e) });
    if (origins.length === 0) command.error('error: no script given');
    const { checkScripts } = await import('./check-scripts.ts');
    finish(checkScripts(origins, sessionOptions(flags, [], flags.verbose), flags));
  });
}
