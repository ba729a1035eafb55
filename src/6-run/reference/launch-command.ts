/**
 * The command of -c. Its process exists before the begin probes, so that target() knows it, and waits at a pipe until the session
 * lets it go; its end ends the session.
 */
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

export interface LaunchedCommand {
  readonly pid: number;
  start(): void;
  /** The session is over: a command that was never started goes away, one that runs is left alone. */
  release(): void;
}

/** Keeps its process id through both exec. */
const WAIT_AND_RUN = 'read -r go <&3 || exit 0; exec 3<&-; exec /bin/sh -c "$0"';

export function launchCommand(command: string, ended: () => void): LaunchedCommand {
  const child = spawn('/bin/sh', ['-c', WAIT_AND_RUN, command], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  const gate = child.stdio[3] as Writable;
  // The command may be gone before it was let go.
  gate.on('error', ended);
  child.on('exit', ended);
  child.on('error', ended);
  return {
    pid: child.pid ?? 0,
    start() {
      gate.end('go\n');
    },
    release() {
      gate.destroy();
      child.unref();
    },
  };
}
