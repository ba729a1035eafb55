/**
 * Where the process starts. Everything a person can do wrong ends in one clear line and a status; so does a bug of stsx, whose stack
 * shows with -v only.
 */
import { runCommandLine } from './cli/command-line.ts';
import { internalError } from './cli/internal-error.ts';
import { exitStatus } from './cli/exit-status.ts';

// `stsx list '*' | head`: the reader has what it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitStatus.success);
});

const words = process.argv.slice(2);
try {
  process.exitCode = await runCommandLine(words);
} catch (error) {
  internalError(error, words);
  process.exitCode = exitStatus.refused;
}
