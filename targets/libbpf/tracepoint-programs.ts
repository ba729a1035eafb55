/**
 * Which BPF programs serve the probes on tracepoints: one a tracepoint, which calls the handlers in the order of the probes, however many
 * there are. In: the plan. Out: the programs, and the plan less the tests that a program makes for its handlers.
 *
 * Where many handlers begin by rejecting all but one number (`syscall.*`: each is for one system call), the program jumps by the number
 * into a table of programs, so that an event costs what one handler costs.
 */
import type * as ir from '../../src/ir/ir.ts';
import { walk } from '../../src/ir/visit.ts';
import { streamedPart, type KernelProbe, type Plan, type StreamedProbe } from '../../src/5-split/plan.ts';
import type { Attachment } from './attachments.ts';
import { kernelIntrinsic } from './intrinsics.ts';
import { takeSelection, type Selection } from './take-selection.ts';

export type EventProbe = KernelProbe | StreamedProbe;

export interface TracepointProgram {
  readonly tracepoint: string;
  /** In their order; all on this tracepoint. */
  readonly probes: readonly EventProbe[];
  readonly table: CallTable | undefined;
}

export interface CallTable {
  /** What the number is: an argument of the event, or a value that the program passes. */
  readonly selector: ir.Argument | ir.Intrinsic;
  /** Probes for each number, in their order. */
  readonly calls: ReadonlyMap<number, readonly EventProbe[]>;
}

export interface GroupedPlan {
  readonly plan: Plan;
  readonly programs: readonly TracepointProgram[];
}

/** Fewer handlers are called one after the other: each rejects what is not its own. */
const fewestInTable = 6;
/** Handlers of one program: the verifier follows them all. */
const mostInRow = 12;

export function groupTracepoints(plan: Plan): GroupedPlan {
  const lean = new Map<number, EventProbe>();
  const programs = byTracepoint(plan).flatMap(({ tracepoint, probes }) =>
    divide(tracepoint, probes).map((program) => {
      for (const probe of program.probes) lean.set(probe.probe.id, probe);
      return program;
    }),
  );
  const probes = plan.probes.map((planned) => lean.get(planned.probe.id) ?? planned);
  return { plan: { ...plan, probes }, programs };
}

interface Group {
  readonly tracepoint: string;
  readonly probes: EventProbe[];
}

/** Alternatives are apart: which of them is probed shows when the program starts. */
function byTracepoint(plan: Plan): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const planned of plan.probes) {
    const { point } = planned.probe;
    if (point.kind !== 'tracepoint' || planned.placement === 'user') continue;
    const key = JSON.stringify([point.name, point.rungs]);
    const group = groups.get(key);
    if (group) group.probes.push(planned);
    else groups.set(key, { tracepoint: point.name, probes: [planned] });
  }
  return [...groups.values()];
}

interface Selected {
  readonly whole: EventProbe;
  readonly selection: Selection | undefined;
}

function divide(tracepoint: string, probes: readonly EventProbe[]): TracepointProgram[] {
  const selected = probes.map((whole): Selected => ({ whole, selection: takeSelection(whole) }));
  const programs: TracepointProgram[] = [];
  let row: EventProbe[] = [];
  const endRow = () => {
    for (let start = 0; start < row.length; start += mostInRow) {
      programs.push({ tracepoint, probes: row.slice(start, start + mostInRow), table: undefined });
    }
    row = [];
  };
  for (let index = 0; index < selected.length;) {
    const run = runOfOneSelector(selected, index);
    const table = run.length >= fewestInTable;
    if (table) {
      endRow();
      programs.push(withTable(tracepoint, run));
    } else {
      for (const { whole } of selected.slice(index, index + Math.max(1, run.length))) {
        // The verifier has more to follow in a handler that works on arrays than in all others together.
        if (isLocked(whole) && row.some(isLocked)) endRow();
        row.push(whole);
      }
    }
    index += Math.max(1, run.length);
  }
  endRow();
  return programs;
}

function isLocked(planned: EventProbe): boolean {
  return planned.placement === 'kernel' && planned.locked !== undefined;
}

/** The probes from `start` on that select by the same number. */
function runOfOneSelector(selected: readonly Selected[], start: number): readonly Selection[] {
  const run: Selection[] = [];
  for (const { selection } of selected.slice(start)) {
    if (!selection || (run[0] && selection.key !== run[0].key)) break;
    run.push(selection);
  }
  return run;
}

function withTable(tracepoint: string, run: readonly Selection[]): TracepointProgram {
  const calls = new Map<number, EventProbe[]>();
  for (const { numbers, rest } of run) {
    for (const number of numbers) {
      const called = calls.get(number);
      if (called) called.push(rest);
      else calls.set(number, [rest]);
    }
  }
  const [first] = run;
  if (!first) throw new Error('a table without a probe');
  return { tracepoint, probes: run.map(({ rest }) => rest), table: { selector: first.selector, calls } };
}

export function tracepointProgramName({ probes: [first] }: TracepointProgram): string {
  return `tracepoint_${first?.probe.id ?? 0}`;
}

export function tracepointAttachment(program: TracepointProgram): Attachment {
  const { tracepoint } = program;
  const isTyped = readsSystemCall(program);
  return {
    kind: isTyped ? 'STSX_ATTACH_BTF_TRACEPOINT' : 'STSX_ATTACH_RAW_TRACEPOINT',
    program: tracepointProgramName(program),
    section: `${isTyped ? 'tp_btf' : 'raw_tp'}/${tracepoint}`,
    arguments: 'raw-tracepoint',
    target: tracepoint,
    module: undefined,
    hertz: undefined,
  };
}

/** The registers of a system call are read through a pointer whose type the verifier has to know: tp_btf programs are given such. */
function readsSystemCall({ table, probes }: TracepointProgram): boolean {
  return table?.selector.kind === 'intrinsic' || probes.some((planned) => readsRegisters(planned));
}

function readsRegisters(planned: EventProbe): boolean {
  let found = false;
  walk(kernelPart(planned), {
    expression(node) {
      if (node.kind !== 'intrinsic') return;
      const row = kernelIntrinsic(node.name);
      found ||= row?.kind === 'passed' && row.what.startsWith('syscall-');
    },
  });
  return found;
}

/** What of a handler can run in the kernel half. */
export function kernelPart(planned: EventProbe): ir.Block {
  const part = streamedPart(planned);
  const statements = [
    ...(planned.placement === 'kernel' ? [planned.body] : []),
    ...(planned.placement === 'kernel' && planned.locked ? [planned.locked.guard] : []),
    ...(part ? [part.guard, part.capture] : []),
  ];
  return { kind: 'block', statements };
}
