/** What scripts can learn of their session from the library: read once, at its start. */
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { SessionFacts } from '../../../targets/reference/surroundings.ts';

export function sessionFacts(targetPid: number, sessionName?: string): SessionFacts {
  const now = new Date();
  return {
    targetPid: BigInt(targetPid),
    ownPid: BigInt(process.pid),
    ownTid: BigInt(process.pid),
    parentPid: BigInt(process.ppid),
    uid: BigInt(process.getuid?.() ?? 0),
    effectiveUid: BigInt(process.geteuid?.() ?? 0),
    gid: BigInt(process.getgid?.() ?? 0),
    effectiveGid: BigInt(process.getegid?.() ?? 0),
    execname: 'stsx',
    moduleName: sessionName ?? `stsx_${process.pid}`,
    arguments: process.argv.map((argument) => Buffer.from(argument).toString('latin1')),
    environment: new Map(
      Object.entries(process.env).map(([name, value]) => [name, Buffer.from(value ?? '').toString('latin1')]),
    ),
    pageSize: pageSize(),
    pidNamespace: pidNamespace(),
    hertz: hertz(),
    timeZoneOffset: BigInt(now.getTimezoneOffset() * 60),
    timeZoneName: timeZoneName(now),
  };
}

const AT_PAGESZ = 6n;

/** From the auxiliary vector, pairs of 64-bit numbers. */
function pageSize(): bigint {
  try {
    const vector = readFileSync('/proc/self/auxv');
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (vector.readBigUInt64LE(at) === AT_PAGESZ) return vector.readBigUInt64LE(at + 8);
    }
  } catch {
    return 4096n;
  }
  return 4096n;
}

function pidNamespace(): bigint {
  try {
    return statSync('/proc/self/ns/pid', { bigint: true }).ino;
  } catch {
    return 0n;
  }
}

/** CONFIG_HZ of the running kernel; 250, the commonest, where the kernel does not say. */
function hertz(): bigint {
  const release = readText('/proc/sys/kernel/osrelease')?.trim() ?? '';
  const config = readText('/proc/config.gz') ?? readText(`/boot/config-${release}`);
  const value = config && /^CONFIG_HZ=(\d+)$/m.exec(config)?.[1];
  return BigInt(value ?? 250);
}

function readText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
  } catch {
    return undefined;
  }
}

function timeZoneName(now: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(now);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}
