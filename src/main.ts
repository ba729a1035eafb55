/**
 * Where the process starts. Everything a person can do wrong ends in one clear line and a status; so does a bug of stsx, whose stack
 * shows with -v only.
 */
import { runCommandLine } from './cli/command-line.ts';
import { internalError } from './cli/internal-error.ts';
import { exitStatus } from './cli/exit-status.ts';
import { writeReport } from './cli/write-report.ts';
import { Report } from './diagnostics/report.ts';

// `stsx list '*' | head`: the reader has what it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitStatus.success);
});

async function main(words: readonly string[]): Promise<void> {
  try {
    process.exitCode = await runCommandLine(words);
  } catch (error) {
    const report = new Report();
    const verbose = words.some((word) => word === '--verbose' || /^-[a-z]*v/.test(word));
    report.add('STSX9001', undefined, { problem: internalError(error, verbose ? 1 : 0) });
    writeReport(report, { verbosity: 0 });
    process.exitCode = exitStatus.refused;
  }
}

void main(process.argv.slice(2));
