/** The outside world as scripts see it through the library, and as a session uses it. Tests and replays bring their own. */

export interface Surroundings {
  readonly clock: Clock;
  /** Names and numbers that stay the same for the whole session. */
  readonly facts: SessionFacts;
  /** The kernel's function or variable that an address lies in. */
  findSymbol(address: bigint): KernelSymbol | undefined;
  /** Load over 1, 5 and 15 minutes: "0.25 1.00 0.75". */
  loadAverages(): string;
  /** A whole number from 0 to n-1. */
  randomBelow(n: number): number;
  /** system(): in the background. */
  startCommand(command: string): void;
  /** printk(): a record for the kernel's log. */
  writeKernelLog(level: bigint, message: string): void;
  /** ftrace() */
  writeKernelTrace(message: string): void;
}

export interface KernelSymbol {
  readonly name: string;
  readonly offset: bigint;
  /** 0: not known. */
  readonly size: bigint;
  /** `kernel` for the kernel itself. */
  readonly module: string;
}

export interface Clock {
  /** Nanoseconds since boot, never going back. */
  monotonic(): bigint;
  /** Nanoseconds since 1970. */
  realtime(): bigint;
  /** A counter that is greater at each reading. */
  cycles(): bigint;
  /** Until `monotonic()` has reached `time`, or the signal stops it. */
  sleepUntil(time: bigint, stop: AbortSignal): Promise<void>;
}

export interface SessionFacts {
  /** 0: none. */
  readonly targetPid: bigint;
  readonly ownPid: bigint;
  readonly ownTid: bigint;
  readonly parentPid: bigint;
  readonly uid: bigint;
  readonly effectiveUid: bigint;
  readonly gid: bigint;
  readonly effectiveGid: bigint;
  readonly execname: string;
  readonly moduleName: string;
  readonly arguments: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly pageSize: bigint;
  /** Number of the pid namespace that the session runs in; 0: not known. */
  readonly pidNamespace: bigint;
  /** Ticks per second. */
  readonly hertz: bigint;
  /** Seconds west of UTC. */
  readonly timeZoneOffset: bigint;
  readonly timeZoneName: string;
}
