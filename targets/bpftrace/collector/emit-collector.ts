/**
 * The bpftrace script of `run --target bpftrace`: it filters events, adds up what only needs adding, and prints a record of every other
 * event. In: the plan and the session's facts. Out: its text.
 *
 * The session asks for what was added up by signals that bpftrace ignores: SIGURG turns to the other half of the maps, once however often it
 * comes; SIGWINCH, when no handler can be at work on the first half any more, prints and empties that.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { KernelProbe, Plan, StreamedProbe } from '../../../src/5-split/plan.ts';
import { walk } from '../../../src/ir/visit.ts';
import { DeviationList, type Deviation } from '../deviations.ts';
import type { Dialect } from '../dialects.ts';
import { classifyNumbers } from '../number-classes.ts';
import { Obstacle } from '../obstacle.ts';
import { probePoint } from '../probe-points.ts';
import { localsToDeclare } from '../script/declarations.ts';
import { emitBlock } from '../script/emit-statement.ts';
import { Lines } from '../script/lines.ts';
import { localNames } from '../script/local-names.ts';
import { ScriptWriter, type Script } from '../script/script-writer.ts';
import type { Generation, GlobalStorage } from '../script/storage.ts';
import { dropLeaves } from '../tidy/drop-leaves.ts';
import { tidyLocals } from '../tidy/tidy-locals.ts';
import { collectedSums, numberFields, textFields, type CollectedSum } from './layout.ts';

export interface CollectorFacts {
  /** The process that sends the signals. */
  readonly ownPid: number;
  readonly targetPid: number;
  /** What bpftrace's clock lacks of the time of day, in nanoseconds. */
  readonly realtimeOffset: bigint;
  /** Stands between two texts of a key: a number that no text holds. */
  readonly mark: bigint;
  /** Trace events rather than raw tracepoints: here bpftrace cannot have the latter. */
  readonly traceEvents: boolean;
}

export interface Collector {
  readonly text: string;
  readonly deviations: readonly Deviation[];
}

export interface CollectorProblem {
  readonly probe: ir.Probe;
  readonly obstacle: Obstacle;
}

const generation: Generation = { name: 'generation', form: 'pair', flippedBy: new Set() };

export function emitCollector(
  plan: Plan,
  dialect: Dialect,
  facts: CollectorFacts,
): Collector | readonly CollectorProblem[] {
  const deviations = new DeviationList();
  const sums = collectedSums(plan);
  const lines = new Lines();
  const problems: CollectorProblem[] = [];
  lines.line('// Collects for stsx, which reads what this prints.');
  lines.line('BEGIN');
  lines.line('{');
  lines.indented(() => {
    lines.line('@generation = (int64)0;');
    lines.line('@turned = (int64)0;');
    // Some versions escape what is in a key twice; this shows which it is.
    lines.line('@escapes["\\n"] = (int64)1;');
    lines.line('print(@escapes);');
    lines.line('clear(@escapes);');
  });
  lines.line('}');
  emitAnswers(sums, dialect, facts, lines);
  for (const planned of plan.probes) {
    if (planned.placement === 'user') continue;
    try {
      emitEvent(planned, plan, sums, dialect, facts, deviations, lines);
    } catch (obstacle) {
      if (!(obstacle instanceof Obstacle)) throw obstacle;
      problems.push({ probe: planned.probe, obstacle });
    }
  }
  if (problems.length > 0) return problems;
  return { text: `${lines.list.join('\n')}\n`, deviations: deviations.list() };
}

/** SIGURG and SIGWINCH. */
const turnSignal = 23;
const mergeSignal = 28;

function emitAnswers(
  sums: readonly CollectedSum[],
  dialect: Dialect,
  facts: CollectorFacts,
  lines: Lines,
): void {
  const raw = dialect.has('raw-tracepoint') && !facts.traceEvents;
  const dot = dialect.has('args-structure') ? '.' : '->';
  lines.line('');
  lines.line(raw ? 'rawtracepoint:signal_generate' : 'tracepoint:signal:signal_generate');
  const signal = raw ? '(int32)arg0' : `args${dot}sig`;
  lines.line(`/(${signal} == ${turnSignal} || ${signal} == ${mergeSignal}) && pid == ${facts.ownPid}/`);
  lines.line('{');
  lines.indented(() => {
    lines.line(`if (${signal} == ${turnSignal}) {`);
    lines.indented(() => {
      lines.line('if (@turned == 0) {');
      lines.indented(() => {
        lines.line('@turned = 1;');
        lines.line('@generation = 1 - @generation;');
        lines.line('printf("t%lld", nsecs);');
      });
      lines.line('}');
    });
    lines.line('} else {');
    lines.indented(() => {
      lines.line('@turned = 0;');
      if (sums.length > 0) {
        lines.line('if (@generation == 1) {');
        lines.indented(() => {
          printSide(sums, 'a', lines);
        });
        lines.line('} else {');
        lines.indented(() => {
          printSide(sums, 'b', lines);
        });
        lines.line('}');
      }
      lines.line('printf("m%lld", nsecs);');
    });
    lines.line('}');
  });
  lines.line('}');
}

function printSide(sums: readonly CollectedSum[], side: 'a' | 'b', lines: Lines): void {
  for (const { name, maps } of sums) {
    for (const { suffix } of maps) {
      lines.line(`print(@${name}${suffix}_${side});`);
      lines.line(`clear(@${name}${suffix}_${side});`);
    }
  }
}

function emitEvent(
  planned: KernelProbe | StreamedProbe,
  plan: Plan,
  sums: readonly CollectedSum[],
  dialect: Dialect,
  facts: CollectorFacts,
  deviations: DeviationList,
  lines: Lines,
): void {
  const { probe } = planned;
  const isKernel = planned.placement === 'kernel';
  const locals = isKernel ? planned.locals : planned.kernelLocals;
  const guard = isKernel ? undefined : prepared(planned.guard, probe);
  const body = prepared(isKernel ? planned.body : planned.capture, probe);
  const whole: ir.Block = { kind: 'block', statements: [...(guard?.statements ?? []), ...body.statements] };
  const point = probePoint(
    probe.point,
    { readsParameters: readsParameters(whole) },
    facts.traceEvents ? withTraceEvents(dialect) : dialect,
  );
  if (typeof point === 'string') throw new Obstacle(point, undefined);
  if (point.isTraceEvent) deviations.note('nested-events');
  const inner = new Lines();
  const script = scriptFor(probe, whole, plan, sums, dialect, facts, deviations);
  const handler = { probe, body: whole, locals };
  const writer = new ScriptWriter(
    script,
    handler,
    localNames(locals, probe.locals.length, plan.program),
    inner,
  );
  writer.arguments = point.arguments;
  inner.indented(() => {
    for (const local of localsToDeclare(whole, locals)) {
      inner.line(`$${writer.names[local.index] ?? ''} = ${local.type === 'string' ? '""' : '(int64)0'};`);
    }
    if (!isKernel) {
      writer.fields = planned.fields.map((_field, index) => writer.fresh(`field${index}`).slice(1));
      for (const [index, { type }] of planned.fields.entries()) {
        inner.line(`$${writer.fields[index] ?? ''} = ${type === 'string' ? '""' : '(int64)0'};`);
      }
    }
    if (guard) emitBlock(guard, writer);
    if (!isKernel) {
      writer.beforeLeaving = () => {
        printRecord(planned, writer);
      };
    }
    emitBlock(body, writer);
    writer.beforeLeaving?.();
  });
  lines.line('');
  lines.line(point.text);
  lines.line('{');
  for (const line of inner.list) lines.line(line);
  lines.line('}');
}

/** `e3 TIME number…` and then each text behind a separator that the time makes its own. */
function printRecord({ probe, fields }: StreamedProbe, writer: ScriptWriter): void {
  const name = (index: number) => `$${writer.fields[index] ?? ''}`;
  const time = writer.fresh('time');
  writer.lines.line(`${time} = nsecs;`);
  const numbers = numberFields(fields);
  const texts = textFields(fields);
  const format = `e${probe.id} %lld${' %lld'.repeat(numbers.length)}${'\\036%lld\\036%s'.repeat(texts.length)}`;
  const values = [time, ...numbers.map(name), ...texts.flatMap((index) => [time, name(index)])];
  writer.lines.line(`printf("${format}", ${values.join(', ')});`);
}

function withTraceEvents(dialect: Dialect): Dialect {
  return { ...dialect, has: (feature) => feature !== 'raw-tracepoint' && dialect.has(feature) };
}

/** Without scopes and copies; what it adds to globals it adds to this probe's sums. */
function prepared(block: ir.Block, probe: ir.Probe): ir.Block {
  const flat = dropLeaves(block);
  if (!flat) throw new Obstacle('calls a function that returns out of a loop', undefined);
  return tidyLocals(flat, probe.locals.length);
}

function readsParameters(body: ir.Block): boolean {
  let reads = false;
  walk(body, {
    expression(node) {
      if (node.kind === 'argument' && node.index >= 0) reads = true;
    },
  });
  return reads;
}

function scriptFor(
  probe: ir.Probe,
  body: ir.Block,
  plan: Plan,
  sums: readonly CollectedSum[],
  dialect: Dialect,
  facts: CollectorFacts,
  deviations: DeviationList,
): Script {
  const own = sums.filter((sum) => sum.probe === probe.id);
  const storage = plan.program.globals.map((global): GlobalStorage => {
    const sum = own.find((candidate) => candidate.global.id === global.id);
    return { global, name: sum?.name ?? global.name, kind: 'stat', generation };
  });
  return {
    program: plan.program,
    dialect,
    storage,
    classes: classifyNumbers([{ id: probe.id, body }]),
    deviations,
    target: String(facts.targetPid),
    leftOut: new Set(),
    addsNoNegatives: () => false,
    typedArrays: new Set(),
    arraysWithoutOrder: new Set(),
    namedKeys: new Map(),
    collecting: {
      realtimeOffset: facts.realtimeOffset,
      mark: facts.mark,
      maps: (global) => own.find((sum) => sum.global.id === global)?.maps ?? [],
    },
  };
}
