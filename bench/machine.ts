/** What the measurements share: where stsx is, a scratch folder, and how long processes take. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unavailable } from './row.ts';

/** Set by run.mjs. */
declare const STSX_ROOT: string;

export const root = STSX_ROOT;
export const stsx = `${root}dist/stsx.js`;
export const nettop = `${root}scripts-stp/network/nettop.stp`;

export const scratch = mkdtempSync(join(tmpdir(), 'stsx-bench-'));

export function removeScratch(): void {
  rmSync(scratch, { recursive: true, force: true });
}

let made = 0;

export function scratchPath(suffix: string): string {
  return join(scratch, `${++made}${suffix}`);
}

export function scratchFile(suffix: string, text: string): string {
  const path = scratchPath(suffix);
  writeFileSync(path, text, 'latin1');
  return path;
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export async function times(
  count: number,
  once: (index: number) => Promise<number> | number,
): Promise<number> {
  const figures: number[] = [];
  for (let index = 0; index < count; index++) figures.push(await once(index));
  return median(figures);
}

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export function stsxCommand(...words: readonly string[]): Command {
  return { program: process.execPath, words: [stsx, ...words] };
}

/** Seconds from start to end; standard output is thrown away. */
export function secondsOf({ program, words, environment }: Command): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, [...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
    encoding: 'latin1',
  });
  if (status !== 0)
    throw new Unavailable(`${[program, ...words].join(' ')} ended with ${status}: ${firstLine(stderr)}`);
  return (performance.now() - start) / 1000;
}

export function outputOf({ program, words, environment }: Command): string {
  const { status, stdout, stderr } = spawnSync(program, [...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    encoding: 'latin1',
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Unavailable(`${[program, ...words].join(' ')} ended with ${status}: ${firstLine(stderr)}`);
  return stdout;
}

/** Seconds from start to the first line that contains the text; the process is then ended by ^C. */
export function secondsToLine({ program, words, environment }: Command, text: string): Promise<number> {
  const start = performance.now();
  const child = spawn(program, [...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    detached: true,
  });
  return new Promise((resolve, reject) => {
    let output = '';
    let errors = '';
    let seconds: number | undefined;
    child.stdout.setEncoding('latin1').on('data', (chunk: string) => {
      if (seconds !== undefined) return;
      output += chunk;
      if (!output.includes(text)) return;
      seconds = (performance.now() - start) / 1000;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    });
    child.stderr.setEncoding('latin1').on('data', (chunk: string) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (seconds !== undefined) resolve(seconds);
      else
        reject(
          new Unavailable(`${program} ended with ${status} before its first line: ${firstLine(errors)}`),
        );
    });
  });
}

/** Highest resident memory of a process while it runs, looked at every few milliseconds; its output is thrown away. */
export function peakMemoryOf({
  program,
  words,
}: Command): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const start = performance.now();
  const child = spawn(program, [...words], { stdio: 'ignore' });
  let bytes = 0;
  const look = setInterval(() => {
    if (child.pid !== undefined) bytes = Math.max(bytes, statusBytes(child.pid, 'VmHWM'));
  }, 5);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      clearInterval(look);
      resolve({ seconds: (performance.now() - start) / 1000, bytes });
    });
  });
}

/** A line of /proc/PID/status in bytes; 0 once the process is gone. */
export function statusBytes(pid: number, line: string): number {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return 0;
  try {
    const match = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'latin1'));
    return Number(match?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

export function requireCommand(command: string): void {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Unavailable(`${command} is not installed`);
  }
}

export function requireRoot(): void {
  if (process.geteuid?.() !== 0) throw new Unavailable('needs root');
}

/** A script as one static program. */
export function compiled(script: string, ...options: readonly string[]): string {
  const program = scratchPath('');
  outputOf(stsxCommand('compile', script, '-o', program, ...options));
  return program;
}

export function compiledC(text: string): string {
  return compiledWith([], scratchFile('.c', text));
}

export function compiledWith(
  flags: readonly string[],
  source: string,
  ...libraries: readonly string[]
): string {
  requireCommand('cc');
  const program = scratchPath('');
  execFileSync('cc', ['-O2', ...flags, '-o', program, source, ...libraries], { stdio: 'inherit' });
  return program;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
