/**
 * `stsx compile FILE -o OUT`: one static program; with a slash at OUT's end a folder with its C sources and a Makefile; with .bt at its
 * end bpftrace text.
 */
import type { Command } from 'commander';
import { addBpftraceOptions, type BpftraceFlags } from './bpftrace-flags.ts';
import type { Finish } from './command-line.ts';
import { requireScript } from './script-operand.ts';
import {
  addRunOptions,
  addScriptOptions,
  addVerbosityOption,
  sessionOptions,
  type SessionFlags,
} from './session-flags.ts';

interface CompileFlags extends SessionFlags, BpftraceFlags {
  readonly o: string;
  readonly timing?: true;
  readonly verbose: number;
}

export function addCompileCommand(program: Command, finish: Finish): void {
  const command = program
    .command('compile')
    .description('make one static program of a script that runs without Node, compiler or libraries')
    .argument('[file]', 'the script')
    .argument('[args...]', "the script's arguments: $1, @1, …");
  addScriptOptions(command).requiredOption(
    '-o <out>',
    'the program; with / at its end, a folder with the C, its header and a Makefile; with .bt, bpftrace text',
  );
  addBpftraceOptions(command);
  addRunOptions(command).option('--timing', 'print how long each stage took');
  addVerbosityOption(command);
  command.action(async (file: string | undefined, rest: readonly string[], flags: CompileFlags) => {
    const { origin, scriptArguments } = requireScript(command, flags, file, rest);
    const sessionFlags = sessionOptions(flags, scriptArguments, flags.verbose);
    if (flags.o.endsWith('.bt')) {
      const { compileToBpftrace } = await import('./compile-bpftrace.ts');
      finish(compileToBpftrace(origin, sessionFlags, { ...flags, output: flags.o }));
      return;
    }
    const { compileToFile } = await import('./compile-script.ts');
    finish(
      await compileToFile(origin, sessionFlags, {
        ...flags,
        output: flags.o,
      }),
    );
  });
}
