/**
 * The command line: one file a command beside this one. In: the words after `stsx`. Out: the exit
 * status. `stsx FILE` and `stsx -e …` are `stsx run`. A wrong command line is one line on standard error and status 2.
 */
import { Command, CommanderError } from 'commander';
import { Report } from '../diagnostics/report.ts';
import { addCheckCommand } from './check-command.ts';
import { addCompileCommand } from './compile-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { exitStatus } from './exit-status.ts';
import { addExplainCommand } from './explain-command.ts';
import { addListCommand } from './list-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { addRunCommand } from './run-command.ts';
import { addTestCommand } from './test-command.ts';
import { addVerifyCommand } from './verify-command.ts';
import { version } from './version.ts';
import { writeReport } from './write-report.ts';

/** How a command says how it ended. */
export type Finish = (status: number) => void;

const commands = [
  addRunCommand,
  addCompileCommand,
  addCheckCommand,
  addExplainCommand,
  addVerifyCommand,
  addReplayCommand,
  addTestCommand,
  addListCommand,
  addDoctorCommand,
];

export async function runCommandLine(words: readonly string[]): Promise<number> {
  let status: number = exitStatus.success;
  const finish: Finish = (answer) => {
    status = answer;
  };
  const program = new Command('stsx')
    .description('runs SystemTap scripts, unchanged, on eBPF')
    .version(`stsx ${version}`, '-V, --version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const add of commands) add(program, finish);
  try {
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitStatus.success;
    const report = new Report();
    // "error: unknown option '--tiem'\n(Did you mean --timing?)" on one line.
    const problem = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    const command = program.commands.find((candidate) => words.includes(candidate.name()));
    report.add('STSX8001', undefined, {
      problem,
      command: command === undefined ? '' : `${command.name()} `,
    });
    writeReport(report, { verbosity: 0 });
    return exitStatus.usage;
  }
}
