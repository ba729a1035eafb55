/** `stsx replay FILE EVENTS`: a recorded run once more, without its kernel. */
import { Option, type Command } from 'commander';
import { toBytes } from './bytes.ts';
import type { Finish } from './command-line.ts';
import { addLibraryOption, addVerbosityOption } from './session-flags.ts';

interface ReplayFlags {
  readonly I?: readonly string[];
  readonly o?: string;
  readonly target: 'libbpf' | 'reference';
  readonly verbose: number;
}

export function addReplayCommand(program: Command, finish: Finish): void {
  const command = program
    .command('replay')
    .description('run a script on recorded events; needs neither root nor the kernel it was recorded on')
    .argument('<file>', 'the script')
    .argument('<events>', 'the recording, made by `stsx run --record`')
    .option('-o <file>', "write the script's output to file")
    .addOption(
      new Option('--target <name>', 'what runs it: the reference semantics, or the compiled code (as root)')
        .choices(['reference', 'libbpf'])
        .default('reference'),
    );
  addLibraryOption(command);
  addVerbosityOption(command);
  command.action(async (file: string, events: string, flags: ReplayFlags) => {
    const { replayScript } = await import('./replay-script.ts');
    finish(
      await replayScript(
        { kind: 'path', path: toBytes(file) },
        { events, libraryFolders: flags.I ?? [], verbosity: flags.verbose },
        { target: flags.target, outputFile: flags.o },
      ),
    );
  });
}
