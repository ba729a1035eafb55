/**
 * Programs that collect events while a workload runs, and what they cost: by the kernel's own account of BPF programs, which it gives in
 * /proc/PID/fdinfo, and by the processor time of the workload.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compiledWith, outputOf, requireCommand, root, scratchPath, type Command } from './machine.ts';
import { Unavailable } from './row.ts';

const statistics = '/proc/sys/kernel/bpf_stats_enabled';

export interface Cost {
  /** Seconds that an event took in BPF programs. */
  readonly perEvent: number;
  /** Seconds of processor time of a call of the workload. */
  readonly perCall: number;
  /** Seconds of processor time of the collector. */
  readonly collector: number;
  /** Bytes of its maps. */
  readonly mapBytes: number;
}

export interface Workload {
  readonly program: string;
  readonly words: readonly string[];
}

/** Runs the collector, and the workload while it collects. */
export async function costOf(collector: Command, workload: Workload): Promise<Cost> {
  const before = readFileSync(statistics, 'latin1');
  writeFileSync(statistics, '1');
  const child = spawn(collector.program, [...collector.words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let errors = '';
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  try {
    const pid = await collecting(child);
    const start = account(pid);
    const time = processorSeconds(pid);
    const perCall = workloadSeconds(workload);
    const end = account(pid);
    const perEvent = (end.nanoseconds - start.nanoseconds) / (end.runs - start.runs) / 1e9;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { perEvent, perCall, collector: processorSeconds(pid) - time, mapBytes: end.mapBytes };
  } finally {
    interrupt(child);
    await ended;
    writeFileSync(statistics, before);
    if (errors.includes('skipped probes')) throw new Unavailable(`events were lost: ${errors.trim()}`);
  }
}

/** With all that it started; it may have ended by itself. */
function interrupt(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  } catch {
    // It has ended.
  }
}

/** Seconds of processor time that a call takes, as the workload says itself. */
export function workloadSeconds({ program, words }: Workload): number {
  const { stderr } = spawnSync(program, [...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'latin1',
  });
  return Number(stderr) / 1e9;
}

/** The process among those started that holds BPF programs, once they run. */
async function collecting(child: ChildProcess): Promise<number> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) break;
    const holder = family(child.pid ?? 0).find((pid) => account(pid).runs > 0);
    if (holder !== undefined) return holder;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Unavailable('the collector did not start');
}

function family(pid: number): readonly number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(path) ? readFileSync(path, 'latin1').split(' ').filter(Boolean) : [];
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

interface Account {
  readonly runs: number;
  readonly nanoseconds: number;
  readonly mapBytes: number;
}

function account(pid: number): Account {
  const programs = new Map<string, readonly [number, number]>();
  const maps = new Map<string, number>();
  const folder = `/proc/${pid}/fdinfo`;
  for (const fd of existsSync(folder) ? readdirSync(folder) : []) {
    const text = textOf(`${folder}/${fd}`);
    const value = (name: string) => new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1];
    const program = value('prog_id');
    const runs = value('run_cnt');
    if (program !== undefined && runs !== undefined)
      programs.set(program, [Number(runs), Number(value('run_time_ns'))]);
    const map = value('map_id');
    if (map !== undefined) maps.set(map, Number(value('memlock')));
  }
  return {
    runs: sum([...programs.values()].map(([runs]) => runs)),
    nanoseconds: sum([...programs.values()].map(([, nanoseconds]) => nanoseconds)),
    mapBytes: sum([...maps.values()]),
  };
}

/** A descriptor may be closed while its list is read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** User and system time; the kernel counts them in hundredths. */
function processorSeconds(pid: number): number {
  const fields = textOf(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function callsProgram(): string {
  return compiledWith(['-static', '-pthread'], `${root}test/support/live/many-calls.c`);
}

/** The programs of bench/support/collect.bpf.c whose names begin with a word. */
export function handWritten(): (word: string) => Command {
  requireCommand('clang');
  const object = scratchPath('.bpf.o');
  const triplet = outputOf({ program: 'cc', words: ['-dumpmachine'] }).trim();
  const headers = ['-idirafter', `/usr/include/${triplet}`];
  execFileSync(
    'clang',
    [
      '-O2',
      '-g',
      '-target',
      'bpf',
      '-mcpu=v3',
      ...headers,
      '-c',
      `${root}bench/support/collect.bpf.c`,
      '-o',
      object,
    ],
    { stdio: 'inherit' },
  );
  const program = compiledWith([], `${root}bench/support/collect.c`, '-lbpf', '-lelf', '-lz');
  return (word) => ({ program, words: [object, word] });
}

export function bpftrace(text: string): Command {
  requireCommand('bpftrace');
  if (existsSync('/sys/kernel/tracing/events/syscalls')) return { program: 'bpftrace', words: ['-e', text] };
  // bpftrace needs tracefs, which is mounted for it alone.
  const mounted = 'mount -t tracefs none /sys/kernel/tracing && exec bpftrace -e "$0"';
  return { program: 'unshare', words: ['-m', 'sh', '-c', mounted, text] };
}
