/**
 * Surroundings that exist only on paper: a clock that stands still until somebody waits, fixed facts, the lowest random number. For
 * replays and tests, which have to give the same result every time.
 */
import type { Clock, SessionFacts, Surroundings } from './surroundings.ts';

const defaults: SessionFacts = {
  targetPid: 0n,
  ownPid: 1000n,
  ownTid: 1000n,
  parentPid: 1n,
  uid: 0n,
  effectiveUid: 0n,
  gid: 0n,
  effectiveGid: 0n,
  execname: 'stsx',
  moduleName: 'stsx',
  arguments: ['stsx'],
  environment: new Map(),
  pageSize: 4096n,
  pidNamespace: 0n,
  hertz: 250n,
  timeZoneOffset: 0n,
  timeZoneName: 'UTC',
};

/** `realtime` is the time of day, in nanoseconds since 1970, at which the clock of nanoseconds since boot shows 0. */
export function virtualSurroundings(facts: Partial<SessionFacts> = {}, realtime = 0n): Surroundings {
  return {
    clock: virtualClock(realtime),
    facts: { ...defaults, ...facts },
    findSymbol: () => undefined,
    loadAverages: () => '0.00 0.00 0.00',
    randomBelow: () => 0,
    startCommand: () => undefined,
    writeKernelLog: () => undefined,
    writeKernelTrace: () => undefined,
  };
}

function virtualClock(realtime: bigint): Clock {
  let now = 0n;
  let cycles = 0n;
  return {
    monotonic: () => now,
    realtime: () => realtime + now,
    cycles: () => ++cycles,
    sleepUntil(time) {
      if (time > now) now = time;
      return Promise.resolve();
    },
  };
}
