/**
 * What an event costs where it happens, beside the same written by hand for libbpf, and in bpftrace; and whether the user half keeps up with
 * what is printed.
 */
import {
  bpftrace,
  callsProgram,
  costOf,
  handWritten,
  workloadSeconds,
  type Cost,
} from '../event-collectors.ts';
import { compiled, median, requireRoot, scratchFile, type Command } from '../machine.ts';
import { Unavailable, type Measurement, type Row } from '../row.ts';

const calls = 300_000;
const rounds = 3;

interface Question {
  readonly name: string;
  readonly script: string;
  /** Programs of bench/support/collect.bpf.c. */
  readonly byHand: string;
  readonly bpftrace: string;
}

const questions: readonly Question[] = [
  {
    name: 'count of calls by execname',
    script: 'global n probe kernel.trace("sys_enter") { n[execname()] <<< 1 }',
    byHand: 'count_',
    bpftrace: 'rawtracepoint:sys_enter { @[comm] = count() }',
  },
  {
    name: 'histogram of read sizes',
    script:
      'global sizes probe syscall.read.return { if (retval > 0) sizes <<< retval } probe end { print(@hist_log(sizes)) }',
    byHand: 'sizes_',
    bpftrace: 'tracepoint:syscalls:sys_exit_read /args->ret > 0/ { @ = hist(args->ret) }',
  },
  {
    name: 'latency of reads by an array of starts',
    script: `global start, took
      probe syscall.read { start[tid()] = gettimeofday_ns() }
      probe syscall.read.return {
        if (!(tid() in start)) next
        took <<< gettimeofday_ns() - start[tid()]
        delete start[tid()]
      }
      probe end { print(@hist_log(took)) }`,
    byHand: 'latency_',
    bpftrace: `tracepoint:syscalls:sys_enter_read { @start[tid] = nsecs }
      tracepoint:syscalls:sys_exit_read /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]) }`,
  },
  {
    name: 'a line printed for each call',
    script: 'probe kernel.trace("sys_enter") { printf("%d %s %d\\n", pid(), execname(), $id) }',
    byHand: 'print_',
    bpftrace: 'rawtracepoint:sys_enter { printf("%d %s %d\\n", pid, comm, arg1) }',
  },
];

async function costs(collector: Command, program: string): Promise<Cost> {
  const all: Cost[] = [];
  const words = [String(calls), '1', 'read'];
  for (let round = 0; round < rounds; round++) all.push(await costOf(collector, { program, words }));
  const middle = (of: (cost: Cost) => number) => median(all.map(of));
  return {
    perEvent: middle(({ perEvent }) => perEvent),
    perCall: middle(({ perCall }) => perCall),
    collector: middle(({ collector: seconds }) => seconds),
    mapBytes: middle(({ mapBytes }) => mapBytes),
  };
}

async function answer({ name, script, byHand, bpftrace: text }: Question): Promise<readonly Row[]> {
  requireRoot();
  const program = callsProgram();
  const alone = workloadSeconds({ program, words: [String(calls), '1', 'read'] });
  const ours = await costs({ program: compiled(scratchFile('.stp', script)), words: [] }, program);
  const hand = await costs(handWritten()(byHand), program);
  const slowed = (cost: Cost) => Math.max(cost.perCall - alone, 1e-9);
  const rows = (peer: Cost, peerName: string, peerLimit: number): Row[] => [
    {
      name: `${name}: an event in the kernel`,
      figure: ours.perEvent,
      unit: 's',
      peer: { name: peerName, figure: peer.perEvent },
      peerLimit,
    },
    {
      name: `${name}: a call slower by`,
      figure: slowed(ours),
      unit: 's',
      peer: { name: peerName, figure: slowed(peer) },
      peerLimit,
    },
  ];
  const memory: Row = {
    name: `${name}: memory of maps`,
    figure: ours.mapBytes,
    unit: 'bytes',
    peer: { name: 'by hand', figure: hand.mapBytes },
  };
  const others = await bpftraceRows(text, program, (peer) => rows(peer, 'bpftrace', 1));
  return [...rows(hand, 'by hand', 1.1), memory, ...others];
}

/** bpftrace may be missing. */
async function bpftraceRows(text: string, program: string, rows: (peer: Cost) => Row[]): Promise<Row[]> {
  try {
    return rows(await costs(bpftrace(text), program));
  } catch (error) {
    if (error instanceof Unavailable) return [];
    throw error;
  }
}

const printed = 1_000_000;

export const events: readonly Measurement[] = [
  ...questions.map((question) => ({ name: `events: ${question.name}`, measure: () => answer(question) })),
  {
    name: 'events: 1 M printed, processor time of the user half',
    async measure() {
      requireRoot();
      const script = scratchFile(
        '.stp',
        'probe kernel.trace("sys_enter") { if ($id == 110) printf("%d %s %d\\n", pid(), execname(), $id) }',
      );
      const program = callsProgram();
      const cost = await costOf(
        { program: compiled(script), words: [] },
        { program, words: [String(printed)] },
      );
      return [{ name: this.name, figure: cost.collector, unit: 's', limit: 1 }];
    },
  },
  {
    name: 'events: a call under syscall.*, in the kernel',
    async measure() {
      requireRoot();
      const program = callsProgram();
      const of = async (points: string) => {
        const script = scratchFile('.stp', `global c probe ${points} { c[name] <<< 1 }`);
        return costs({ program: compiled(script), words: [] }, program);
      };
      const all = await of('syscall.*');
      const one = await of('syscall.read');
      return [
        {
          name: this.name,
          figure: all.perEvent,
          unit: 's',
          peer: { name: 'syscall.read alone', figure: one.perEvent },
        },
      ];
    },
  },
];
