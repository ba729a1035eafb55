/**
 * The bpftrace process of a session. In: its script. Out: its messages as they come, and its end. Where the kernel's trace events are not
 * mounted it gets them in a mount namespace of its own.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dialect } from '../../../targets/bpftrace/dialects.ts';
import { readMessage, type CollectorMessage } from '../../../targets/bpftrace/collector/read-message.ts';

export interface CollectorListener {
  message(message: CollectorMessage): void;
  /** `reason` is what bpftrace said, where it was no end that was asked for. */
  ended(reason: string): void;
}

export interface CollectorProcess {
  readonly pid: number;
  /** Ends it, if it has not ended yet. */
  stop(): Promise<void>;
}

export interface CollectorSettings {
  readonly path: string;
  readonly dialect: Dialect;
  readonly text: string;
  /** Elements that its maps take. */
  readonly mapSize: number;
  readonly probeCount: number;
}

const traceEvents = '/sys/kernel/tracing/events';
const mountThem =
  'mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null; mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null; exec "$0" "$@"';
/** Bytes of what bpftrace says that are kept for the case that it dies. */
const keptBytes = 4000;
const patience = 2000;

export function startCollector(settings: CollectorSettings, listener: CollectorListener): CollectorProcess {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-bpftrace-'));
  const script = join(folder, 'collector.bt');
  writeFileSync(script, settings.text, 'latin1');
  const command = [settings.path, '-f', 'json', '-B', 'line', script];
  const whole = existsSync(traceEvents) ? command : ['unshare', '--mount', 'sh', '-c', mountThem, ...command];
  const [program = '', ...rest] = whole;
  // In a process group of its own: ^C ends the session here, and bpftrace when it has given all.
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: environment(settings),
  });
  let said = '';
  let isOver = false;
  const say = (text: string) => {
    said = (said + text).slice(-keptBytes);
  };
  const takeLine = lineSplitter((line) => {
    const message = readMessage(line);
    if (message) listener.message(message);
    else if (line.trim() !== '') say(`${line}\n`);
  });
  child.stdout.setEncoding('latin1').on('data', takeLine);
  child.stderr.setEncoding('latin1').on('data', say);
  const over = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      if (isOver) return;
      isOver = true;
      rmSync(folder, { recursive: true, force: true });
      listener.ended(reason);
      resolve();
    };
    child.on('error', (error) => {
      end(error.message);
    });
    child.on('close', (status, signal) => {
      end(
        complaint(said) ??
          (signal === null ? `it ended with status ${status ?? 0}` : `it was ended by ${signal}`),
      );
    });
  });
  const endWithProcess = () => {
    child.kill('SIGKILL');
  };
  process.once('exit', endWithProcess);
  return {
    pid: child.pid ?? 0,
    async stop() {
      process.off('exit', endWithProcess);
      if (!isOver) await ended(child, over);
    },
  };
}

async function ended(child: ChildProcess, over: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  const limit = setTimeout(() => child.kill('SIGKILL'), patience);
  await over;
  clearTimeout(limit);
}

/** Some of the names changed in 0.20, and later versions stop at the old ones. */
function environment({ mapSize, probeCount, dialect }: CollectorSettings): NodeJS.ProcessEnv {
  const probes = String(probeCount + 16);
  return {
    ...process.env,
    LC_ALL: 'C',
    [dialect.has('config-block') ? 'BPFTRACE_MAX_MAP_KEYS' : 'BPFTRACE_MAP_KEYS_MAX']: String(mapSize),
    BPFTRACE_PERF_RB_PAGES: '1024',
    BPFTRACE_MAX_PROBES: probes,
    BPFTRACE_MAX_BPF_PROGS: probes,
  };
}

/** The first line in which bpftrace complains; that it cannot raise a limit is none. */
function complaint(said: string): string | undefined {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !line.includes('RLIMIT_MEMLOCK'));
  const found = lines.find((line) => /\b(?:ERROR|FATAL)\b/.test(line)) ?? lines.at(-1);
  return found?.trim();
}

function lineSplitter(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  };
}
