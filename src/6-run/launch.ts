/**
 * Runs a built program in this one's place: its standard input and output are this process's own. A signal that the terminal sends
 * reaches both; one that is sent to this process alone is passed on. Gives the exit status.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Report } from '../diagnostics/report.ts';

/** ^C and ^\ reach the program by itself, since it is in the same foreground group; all of them may come by kill(1). */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export interface LaunchOptions {
  readonly arguments: readonly string[];
  /** Hears what the session says of the script on standard error, where commands may write, too. */
  readonly heard?: (bytes: string) => void;
}

export function launch(path: string, options: LaunchOptions, report: Report): Promise<number> {
  return new Promise((resolve) => {
    // The program ends when this process does, however that ends.
    const { heard } = options;
    const env = { ...process.env, STSX_PARENT: String(process.pid), ...(heard ? { STSX_SAID: '3' } : {}) };
    const stdio = ['inherit', 'inherit', 'inherit', ...(heard ? (['pipe'] as const) : [])] as const;
    const child = spawn(path, options.arguments, { stdio: [...stdio], env });
    child.stdio[3]?.on('data', (bytes: Buffer) => {
      heard?.(bytes.toString('latin1'));
    });
    const handlers = passedOn.map((signal) => {
      const pass = () => {
        // At a terminal the program has had ^C itself, and the third one would end it without its end probes.
        const fromTerminal = signal === 'SIGINT' && (process.stdin.isTTY || process.stderr.isTTY);
        if (!fromTerminal) child.kill(signal);
      };
      process.on(signal, pass);
      return { signal, pass };
    });
    const done = (status: number) => {
      for (const { signal, pass } of handlers) process.off(signal, pass);
      resolve(status);
    };
    child.on('error', (error) => {
      report.add('STSX6016', undefined, { path, reason: error.message });
      done(1);
    });
    // Behind all that it wrote.
    child.on('close', (status, signal) => {
      done(status ?? 128 + signalNumber(signal));
    });
  });
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : constants.signals[signal];
}
