/**
 * How long until the first line of nettop.stp: node, compiler, build, load, attach. Its timer is shortened to a millisecond, and since
 * timers run when everything is attached, the first line means attached.
 */
import { existsSync, readFileSync } from 'node:fs';
import {
  nettop,
  requireCommand,
  requireRoot,
  scratchFile,
  scratchPath,
  secondsToLine,
  stsxCommand,
  times,
  type Command,
} from '../machine.ts';
import type { Measurement, Row } from '../row.ts';

export const firstLine = 'PID';

function quickNettop(): string {
  return scratchFile('.stp', readFileSync(nettop, 'latin1').replace('timer.ms(5000)', 'timer.ms(1)'));
}

/** The same question put to bpftrace; without buffering, which would hold its lines back. */
const oneLiner = `tracepoint:net:net_dev_queue { @x[pid, comm] = sum(args->len) }
tracepoint:net:netif_receive_skb { @r[pid, comm] = sum(args->len) }
interval:ms:1 { printf("${firstLine}\\n") }`;

/** Without stsx, on a script or on text of its own. */
export function bpftraceAlone(script?: string): Command {
  requireCommand('bpftrace');
  const words = ['-B', 'none', ...(script === undefined ? ['-e', oneLiner] : [script])];
  if (existsSync('/sys/kernel/tracing/events/net')) return { program: 'bpftrace', words };
  // bpftrace needs tracefs, which is mounted for it alone.
  const mounted = 'mount -t tracefs none /sys/kernel/tracing && exec bpftrace "$@"';
  return { program: 'unshare', words: ['-m', 'sh', '-c', mounted, 'sh', ...words] };
}

async function peer(): Promise<Pick<Row, 'peer'>> {
  try {
    return {
      peer: { name: 'bpftrace', figure: await times(5, () => secondsToLine(bpftraceAlone(), firstLine)) },
    };
  } catch {
    return {};
  }
}

export const start: readonly Measurement[] = [
  {
    name: 'nettop.stp, first line from a cold cache',
    async measure() {
      requireRoot();
      const script = quickNettop();
      const figure = await times(5, () =>
        secondsToLine(
          { ...stsxCommand('run', script), environment: { STSX_CACHE: scratchPath('-cache') } },
          firstLine,
        ),
      );
      return [{ name: this.name, figure, unit: 's', limit: 0.7, ...(await peer()) }];
    },
  },
  {
    name: 'nettop.stp, first line from a warm cache',
    async measure() {
      requireRoot();
      const script = quickNettop();
      const command = { ...stsxCommand('run', script), environment: { STSX_CACHE: scratchPath('-cache') } };
      await secondsToLine(command, firstLine);
      const figure = await times(9, () => secondsToLine(command, firstLine));
      return [{ name: this.name, figure, unit: 's', limit: 0.25, ...(await peer()) }];
    },
  },
];
