/** Runs a built program to its end. In: its path and arguments; out: what it wrote, bytes as characters, and its status. */
import { spawn } from 'node:child_process';

export interface CapturedRun {
  readonly output: string;
  readonly errors: string;
  readonly status: number;
}

/** ^C comes after `seconds`; a program that does not end then is killed. */
export function runCaptured(path: string, words: readonly string[], seconds: number): Promise<CapturedRun> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, STSX_PARENT: String(process.pid) };
    const child = spawn(path, words, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('latin1').on('data', (bytes: string) => (output += bytes));
    child.stderr.setEncoding('latin1').on('data', (bytes: string) => (errors += bytes));
    const interrupt = setTimeout(() => child.kill('SIGINT'), seconds * 1000);
    const kill = setTimeout(() => child.kill('SIGKILL'), (seconds + 10) * 1000);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(interrupt);
      clearTimeout(kill);
      const end = signal === null ? '' : `ended by ${signal}\n`;
      resolve({ output, errors: errors + end, status: status ?? 128 });
    });
  });
}
