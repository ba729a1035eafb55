/** The reference's surroundings in a live session: the machine's clocks, its shell, its kernel log. */
import { randomInt } from 'node:crypto';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { symbolTable } from './symbol-table.ts';
import type { Clock, SessionFacts, Surroundings } from '../../../targets/reference/surroundings.ts';

export function realSurroundings(facts: SessionFacts): Surroundings {
  return {
    clock: realClock(),
    facts,
    findSymbol: symbolTable(),
    loadAverages: () =>
      loadavg()
        .map((load) => load.toFixed(2))
        .join(' '),
    randomBelow: (n) => randomInt(Math.min(Math.max(n, 1), 2 ** 47)),
    startCommand(command) {
      const child = spawn('/bin/sh', ['-c', command], { stdio: 'inherit' });
      child.on('error', () => undefined);
      child.unref();
    },
    writeKernelLog(level, message) {
      writeIfPossible('/dev/kmsg', `<${level}>${message}\n`);
    },
    writeKernelTrace(message) {
      writeIfPossible('/sys/kernel/tracing/trace_marker', `${message}\n`);
    },
  };
}

/** Messages to the kernel may be dropped: without root, or where it keeps no trace. */
function writeIfPossible(path: string, text: string): void {
  try {
    writeFileSync(path, Buffer.from(text, 'latin1'), { flag: 'a' });
  } catch {
    return;
  }
}

/** The longest wait that setTimeout can do at once, in milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1;
/** Without a wait for so long, signals get their turn all the same. */
const LONGEST_RUN_NS = 5_000_000n;

function realClock(): Clock {
  // Node has no better reading of the time of day than milliseconds; its steady clock is finer.
  const offset = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();
  let lastCycles = 0n;
  let lastPause = process.hrtime.bigint();
  return {
    monotonic: () => process.hrtime.bigint(),
    realtime: () => process.hrtime.bigint() + offset,
    cycles() {
      const now = process.hrtime.bigint();
      lastCycles = now > lastCycles ? now : lastCycles + 1n;
      return lastCycles;
    },
    async sleepUntil(time, stop) {
      for (let now = process.hrtime.bigint(); !stop.aborted; now = process.hrtime.bigint()) {
        const due = now >= time;
        if (due && now - lastPause < LONGEST_RUN_NS) return;
        lastPause = now;
        await pause(due ? 0 : Number((time - now + 999_999n) / 1_000_000n), stop);
        if (due) return;
      }
    },
  };
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, LONGEST_WAIT));
    stop.addEventListener('abort', done);
  });
}
