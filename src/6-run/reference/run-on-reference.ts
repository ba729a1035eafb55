/**
 * `run --target reference`: a session of the interpreter in the real world. In: the program and the command line's options; out: the
 * exit status, once the session has ended by exit(), ^C, -T, the end of -c's command, a closed output or an error.
 */
import type * as ir from '../../ir/ir.ts';
import type { SessionOptions } from '../../session-options.ts';
import { runReference } from '../../../targets/reference/run-reference.ts';
import { openByteSink } from './byte-sink.ts';
import { launchCommand } from './launch-command.ts';
import { realSurroundings } from './real-surroundings.ts';
import { sessionFacts } from './session-facts.ts';

export async function runOnReference(program: ir.Program, options: SessionOptions): Promise<number> {
  const stop = new AbortController();
  const end = () => {
    stop.abort();
  };
  const output = openByteSink(options.outputFile, end);
  const errors = openByteSink(undefined, end, process.stderr.fd);
  const command = options.command === undefined ? undefined : launchCommand(options.command, end);
  const targetPid = command?.pid ?? options.targetPid ?? 0;

  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  for (const signal of signals) process.on(signal, end);
  const { timeoutSeconds } = options;
  const timeout = timeoutSeconds === undefined ? undefined : setTimeout(end, timeoutSeconds * 1000);
  try {
    const { status } = await runReference(program, {
      write: output.write,
      writeError: errors.write,
      surroundings: realSurroundings(sessionFacts(targetPid, options.sessionName)),
      stop: stop.signal,
      events: undefined,
      started: () => command?.start(),
      suppressHandlerErrors: options.suppressHandlerErrors,
      suppressWarnings: options.suppressWarnings,
    });
    return status;
  } finally {
    clearTimeout(timeout);
    for (const signal of signals) process.off(signal, end);
    command?.release();
    output.close();
  }
}
