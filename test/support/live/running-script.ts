/**
 * A script that runs under the built stsx, or under another program, while a test goes on: its output as it comes, the ends it can be brought to, and the
 * processes it consists of.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { packageRoot } from '../../../src/package-root.ts';

export const stsx = `${packageRoot}dist/stsx.js`;

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningScript {
  readonly pid: number;
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** So far. */
  output(): string;
  errors(): string;
  /** Resolves when the output so far satisfies; fails when the script ends before. */
  waitFor(satisfied: (output: string) => boolean, what: string): Promise<void>;
  /** By kill(1): stsx passes it on to the program that it started. */
  interrupt(): Promise<Ended>;
  kill(): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

const patience = 30_000;

/** Under the built stsx. */
export function runScript(
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningScript {
  return runCommand(process.execPath, [stsx, ...arguments_], environment);
}

export function runCommand(
  command: string,
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningScript {
  // A process group of its own, as an interactive shell gives it.
  const child = spawn(command, [...arguments_], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...environment },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} did not start`);
  let output = '';
  let errors = '';
  let status: Ended | undefined;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    output += text;
    wake();
  });
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      status = { status: code, signal };
      wake();
      resolve(status);
    });
  });
  return {
    pid,
    process: child,
    output: () => output,
    errors: () => errors,
    ended,
    waitFor: (satisfied, what) =>
      new Promise((resolve, reject) => {
        const finish = (error?: string): void => {
          clearTimeout(timer);
          waiting.delete(look);
          if (error === undefined) resolve();
          else reject(new Error(`${error}\noutput: ${output}\nerrors: ${errors}`));
        };
        const look = (): void => {
          if (satisfied(output)) finish();
          else if (status !== undefined) finish(`ended (status ${status.status}) before ${what}`);
        };
        const timer = setTimeout(() => {
          finish(`waited in vain for ${what}`);
        }, patience);
        waiting.add(look);
        look();
      }),
    interrupt: () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: () => killGroup(pid, ended),
  };
}

function killGroup(leader: number, ended: Promise<Ended>): Promise<Ended> {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended already.
  }
  return ended;
}

/** The process and all that it started, and they started. */
export function processTree(pid: number): readonly number[] {
  let children = '';
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
  } catch {
    return [];
  }
  return [
    pid,
    ...children
      .split(' ')
      .filter(Boolean)
      .flatMap((child) => processTree(Number(child))),
  ];
}
