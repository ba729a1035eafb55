/**
 * `run --target bpftrace`: bpftrace collects, the reference's user half runs everything else. In: the plan, made for this bpftrace, and the
 * options. Out: the exit status.
 */
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { emitCollector } from '../../../targets/bpftrace/collector/emit-collector.ts';
import { runLive } from '../../../targets/reference/run-live.ts';
import type { Plan } from '../../5-split/plan.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { SessionOptions } from '../../session-options.ts';
import { openByteSink } from '../reference/byte-sink.ts';
import { launchCommand } from '../reference/launch-command.ts';
import { realSurroundings } from '../reference/real-surroundings.ts';
import { sessionFacts } from '../reference/session-facts.ts';
import { startCollector } from './collector-process.ts';
import type { FoundBpftrace } from './find-bpftrace.ts';
import { LiveEvents } from './live-events.ts';

export interface BpftraceRun {
  readonly plan: Plan;
  readonly bpftrace: FoundBpftrace;
  readonly options: SessionOptions;
  /** What differs is an error. */
  readonly strict: boolean;
  /** How to do without bpftrace, for the message that it broke down. */
  readonly otherWay: string;
}

/** Diagnostics that stop it before it began are in the report; `tell` shows them in time. */
export async function runOnBpftrace(run: BpftraceRun, report: Report, tell: () => void): Promise<number> {
  const { plan, bpftrace, options } = run;
  const stop = new AbortController();
  const end = () => {
    stop.abort();
  };
  const command = options.command === undefined ? undefined : launchCommand(options.command, end);
  const targetPid = command?.pid ?? options.targetPid ?? 0;
  const surroundings = realSurroundings(sessionFacts(targetPid, options.sessionName));
  const clockOffset = suspendedTime();
  const mark = BigInt(randomInt(2 ** 46, 2 ** 47));
  const collector = emitCollector(plan, bpftrace.dialect, {
    ownPid: process.pid,
    targetPid,
    realtimeOffset: surroundings.clock.realtime() - surroundings.clock.monotonic() - clockOffset,
    mark,
    traceEvents: bpftrace.dialect.has('listed-tracepoints') && !listsFunctions(),
  });
  if (!('text' in collector)) {
    for (const { probe, obstacle } of collector) {
      report.add('STSX5023', undefined, { probe: probe.pointText, obstacle: obstacle.message });
    }
    command?.release();
    return 1;
  }
  if (run.strict)
    for (const { number, text } of collector.deviations) report.add('STSX5024', undefined, { number, text });
  if (report.hasErrors) {
    command?.release();
    return 1;
  }

  const live = new LiveEvents({ plan, mark, clockOffset, now: () => surroundings.clock.monotonic() });
  const collecting = startCollector(
    {
      ...bpftrace,
      text: collector.text,
      mapSize: mapSize(plan),
      probeCount: plan.probes.length,
    },
    {
      message(message) {
        live.take(message);
        if (message.kind === 'problem') report.add('STSX6053', undefined, { text: message.text });
      },
      ended(reason) {
        if (!finished) report.add('STSX6052', undefined, { reason, way: run.otherWay });
        live.fail();
      },
    },
  );
  let finished = false;
  live.signalsTo(collecting.pid);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  for (const signal of signals) process.on(signal, end);
  const output = openByteSink(options.outputFile, end);
  const errors = openByteSink(undefined, end, process.stderr.fd);
  let timeout: NodeJS.Timeout | undefined;
  try {
    // Its first answer says that all probes are attached; what was added up until then is nobody's.
    await live.collect();
    if (live.failed) return 1;
    tell();
    const { timeoutSeconds } = options;
    if (timeoutSeconds !== undefined) timeout = setTimeout(end, timeoutSeconds * 1000);
    const { status } = await runLive(
      plan,
      {
        write: output.write,
        writeError: errors.write,
        surroundings,
        stop: stop.signal,
        started: () => command?.start(),
        suppressHandlerErrors: options.suppressHandlerErrors,
        suppressWarnings: options.suppressWarnings,
      },
      live,
    );
    return status;
  } finally {
    finished = true;
    clearTimeout(timeout);
    for (const signal of signals) process.off(signal, end);
    command?.release();
    await collecting.stop();
    output.close();
  }
}

/** Twice the elements of the largest array: more than it can hold come through, and the user half says so. */
function mapSize(plan: Plan): number {
  const sizes = plan.program.globals.map((global) => (global.kind === 'array' ? global.capacity : 1));
  return Math.max(4096, 2 * Math.max(0, ...sizes));
}

/** What bpftrace's clock, which goes on in a suspended machine, is ahead of the steady clock; both are read to hundredths. */
function suspendedTime(): bigint {
  try {
    const uptime = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]);
    const ahead = BigInt(Math.round(uptime * 1e9)) - process.hrtime.bigint();
    return ahead < 50_000_000n && ahead > -50_000_000n ? 0n : ahead;
  } catch {
    return 0n;
  }
}

/** Whether ftrace, which a kernel may lack, lists the functions that can be traced. */
function listsFunctions(): boolean {
  return ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'].some((folder) =>
    existsSync(`${folder}/available_filter_functions`),
  );
}
