/** The tables of probes and attachments. */
import type * as ir from '../../../src/ir/ir.ts';
import { locksOf, streamedPart, type Plan, type PlannedProbe } from '../../../src/5-split/plan.ts';
import type { CodePlace } from '../../../src/program/attach-point.ts';
import type { CType } from '../../../src/program/c-type.ts';
import { attachments } from '../attachments.ts';
import { entryProgramName, type CalledHandler } from '../kernel/emit-attachment.ts';
import { passedIndex } from '../kernel/frame.ts';
import type { RecordLayout } from '../record-layout.ts';
import { cString } from '../text/literal.ts';
import { tracepointAttachment, type TracepointProgram } from '../tracepoint-programs.ts';
import { findKernelTwins, sharedBy, twinsOf, type Twins } from '../twins.ts';
import { handlerName } from './emit-probe.ts';

export function ambientTables(plan: Plan, layouts: ReadonlyMap<number, RecordLayout>): readonly string[] {
  return plan.probes.flatMap((planned) => {
    const rows = ambientRows(planned, layouts.get(planned.probe.id));
    if (rows.length === 0) return [];
    return [`static const struct stsx_ambient ambients_${planned.probe.id}[] = {`, ...rows, '};'];
  });
}

function ambientRows(planned: PlannedProbe, layout: RecordLayout | undefined): readonly string[] {
  const part = streamedPart(planned);
  if (!part || !layout) return [];
  return part.fields.flatMap(({ ambient }, index) => {
    const field = layout.fields[index];
    if (ambient === undefined || !field) return [];
    return [`\t{ ${cString(ambient)}, ${index}, offsetof(struct ${layout.name}, ${field.name}) },`];
  });
}

/** A structure that holds what is read of an event. */
export interface FieldLayout {
  readonly name: string;
  readonly fields: readonly {
    readonly name: string;
    readonly type: ir.ScalarType;
    readonly size: number;
    /** What a recording calls it. */
    readonly key?: string;
  }[];
}

/** Where the fields of each structure lie, for recordings and replays. */
export function fieldTables(layouts: ReadonlyMap<number, FieldLayout>): readonly string[] {
  const byName = new Map([...layouts.values()].map((layout) => [layout.name, layout]));
  return [...byName.values()].flatMap(({ name, fields }) => {
    if (fields.length === 0) return [];
    const rows = fields.map(({ name: field, type, size, key }) => {
      const cells = [`offsetof(struct ${name}, ${field})`, type === 'string' ? size : 0];
      return `\t{ ${[...cells, ...(key === undefined ? [] : [cString(key)])].join(', ')} },`;
    });
    return [`static const struct stsx_field fields_of_${name}[] = {`, ...rows, '};'];
  });
}

/** `recorded`: the layouts of recorded events, if the program writes or replays recordings. */
export function probeTable(
  plan: Plan,
  twins: Twins,
  recorded: ReadonlyMap<number, FieldLayout> | undefined,
): readonly string[] {
  return [
    'static const struct stsx_probe probes[] = {',
    ...plan.probes.flatMap((planned) => [
      '\t{',
      ...probeFields(planned, twins, plan.program.limits).map((field) => `\t\t${field},`),
      ...recordedFields(recorded?.get(planned.probe.id)).map((field) => `\t\t${field},`),
      '\t},',
    ]),
    '};',
  ];
}

function recordedFields(layout: FieldLayout | undefined): readonly string[] {
  if (!layout || layout.fields.length === 0) return [];
  return [`.fields = fields_of_${layout.name}`, `.field_count = ${layout.fields.length}`];
}

function probeFields(planned: PlannedProbe, twins: Twins, limits: ir.Limits): readonly string[] {
  const { probe } = planned;
  const handler = handlerName(planned, twins);
  const merges = planned.placement !== 'kernel' && planned.merges;
  const ambients = streamedPart(planned)?.fields.filter(({ ambient }) => ambient !== undefined).length ?? 0;
  const locks = locksOf(planned).reduce((mask, lock) => mask | (1n << BigInt(lock)), 0n);
  return [
    ...pointFields(probe),
    `.point = ${cString(probe.pointText)}`,
    `.name = ${cString(probe.name)}`,
    `.max_action = ${isSession(probe) ? limits.maxActionInterruptible : limits.maxAction}`,
    ...(merges ? ['.merges = true'] : []),
    ...(locks === 0n ? [] : [`.locks = 0x${locks.toString(16)}`]),
    ...(handler ? [`.handler = ${handler}`] : []),
    ...(probe.condition ? [`.condition = condition_${probe.id}`] : []),
    ...(ambients > 0 ? [`.ambients = ambients_${probe.id}`, `.ambient_count = ${ambients}`] : []),
  ];
}

function isSession({ point }: ir.Probe): boolean {
  return point.kind === 'begin' || point.kind === 'end' || point.kind === 'error';
}

function pointFields({ point }: ir.Probe): readonly string[] {
  switch (point.kind) {
    case 'begin':
    case 'end':
    case 'error':
      return [`.kind = STSX_PROBE_${point.kind.toUpperCase()}`, `.sequence = ${point.sequence}`];
    case 'never':
      return ['.kind = STSX_PROBE_NEVER'];
    case 'timer':
      return [
        '.kind = STSX_PROBE_TIMER',
        `.period_ns = ${point.periodNs}u`,
        ...(point.randomizeNs === 0n ? [] : [`.randomize_ns = ${point.randomizeNs}u`]),
      ];
    case 'file':
      return [
        `.kind = STSX_PROBE_FILE_${point.at.toUpperCase()}`,
        `.path = ${cString(point.path)}`,
        `.umask = 0${point.umask.toString(8)}`,
        ...(point.maxSize === undefined ? [] : [`.max_size = ${point.maxSize}`]),
      ];
    case 'input':
      return [`.kind = STSX_PROBE_INPUT_${point.unit.toUpperCase()}`];
    case 'perf':
    case 'tracepoint':
    case 'function':
    case 'user-function':
    case 'user-mark':
      return ['.kind = STSX_PROBE_EVENT'];
  }
}

/** `called`: what handler the kernel half has for each probe. */
export function attachTable(
  plan: Plan,
  tracepoints: readonly TracepointProgram[],
  called: ReadonlyMap<number, CalledHandler>,
): readonly string[] {
  const twins = findKernelTwins(plan);
  const others = plan.probes.flatMap((planned) => {
    const { probe } = planned;
    if (planned.placement === 'user') return [];
    const read = new Set(called.get(probe.id)?.arguments);
    const shared = sharedBy(twinsOf(twins, probe.id));
    return attachments(probe, shared, read).map((attachment) => {
      const { kind, program, target, module, hertz, place, mark } = attachment;
      const entry = entryProgramName(attachment, probe, read);
      const fields = [
        `.choice = ${probe.id}`,
        `.probe = ${probe.id}`,
        `.kind = ${kind}`,
        `.program = ${cString(program)}`,
        ...(entry === undefined ? [] : [`.entry_program = ${cString(entry)}`]),
        ...(target === undefined ? [] : [`.target = ${cString(target)}`]),
        ...(module === undefined ? [] : [`.module = ${cString(module)}`]),
        ...(hertz === undefined ? [] : [`.hertz = ${hertz}`]),
        ...(place === undefined ? [] : placeFields(place)),
        ...(mark === undefined
          ? []
          : [`.path = ${cString(mark.path)}`, `.provider = ${cString(mark.provider)}`]),
        ...perfFields(probe.point),
        ...(isOptional(probe.point) ? ['.optional = true'] : []),
        ...rungFields(probe.point),
        ...prototypeFields(probe.point, read),
      ];
      return `\t{ ${fields.join(', ')} },`;
    });
  });
  const rows = [...tracepoints.map(tracepointRow), ...others];
  if (rows.length === 0) return [];
  return ['static const struct stsx_attach attachments[] = {', ...rows, '};'];
}

function tracepointRow(program: TracepointProgram): string {
  const { kind, program: name, target } = tracepointAttachment(program);
  const [first] = program.probes;
  if (!first) throw new Error('a program without a probe');
  const fields = [
    `.choice = ${first.probe.id}`,
    `.probe = ${first.probe.id}`,
    `.kind = ${kind}`,
    `.program = ${cString(name)}`,
    `.target = ${cString(target ?? '')}`,
    ...(program.probes.every(({ probe }) => isOptional(probe.point)) ? ['.optional = true'] : []),
    ...rungFields(first.probe.point),
  ];
  return `\t{ ${fields.join(', ')} },`;
}

function isOptional(point: ir.Probe['point']): boolean {
  return 'optional' in point && point.optional;
}

function placeFields({ path, buildId, offset }: CodePlace): readonly string[] {
  return [
    `.path = ${cString(path)}`,
    ...(buildId === undefined ? [] : [`.build_id = ${cString(buildId)}`]),
    `.offset = 0x${offset.toString(16)}`,
  ];
}

/** The files of which the user half knows functions by their build ids. */
export function imageTable(images: readonly string[]): readonly string[] {
  if (images.length === 0) return [];
  return ['static const char *const images[] = {', ...images.map((path) => `\t${cString(path)},`), '};'];
}

export function imagesOf(plan: Plan): readonly string[] {
  const paths = plan.probes.flatMap(({ probe: { point } }) => ('images' in point ? point.images : []));
  return [...new Set(paths)];
}

/** The files of which the kernel half has to know which processes run them. */
export function executableTable(executables: readonly string[]): readonly string[] {
  if (executables.length === 0) return [];
  return [
    'static const char *const executables[] = {',
    ...executables.map((path) => `\t${cString(path)},`),
    '};',
  ];
}

function perfFields(point: ir.Probe['point']): readonly string[] {
  if (point.kind !== 'perf') return [];
  const { type, config, period, process } = point;
  return [
    `.perf_type = ${type}`,
    `.perf_config = 0x${config.toString(16)}u`,
    ...(period === undefined ? [] : [`.perf_period = ${period}u`]),
    ...(process === undefined ? [] : [`.process = ${cString(process)}`]),
  ];
}

function rungFields(point: ir.Probe['point']): readonly string[] {
  if ((point.kind !== 'function' && point.kind !== 'tracepoint') || point.rungs === undefined) return [];
  const rungs = point.rungs.map(({ ladder, rung }) => `{ ${ladder}, ${rung} }`);
  return [`.rungs = (const struct stsx_rung[]){ ${rungs.join(', ')} }`, `.rung_count = ${rungs.length}`];
}

/** What the program takes the probed function to be; the machine that it runs on may have another. */
function prototypeFields(point: ir.Probe['point'], read: ReadonlySet<number>): readonly string[] {
  if (point.kind !== 'function') return [];
  const { parameters } = point;
  const reads = parameters.flatMap(({ name, type }, index) =>
    read.has(index) ? [`{ ${index}, ${cString(name)}, ${cString(typeMark(type))} }`] : [],
  );
  return [
    ...(reads.length === 0
      ? []
      : [`.reads = (const struct stsx_parameter[]){ ${reads.join(', ')} }`, `.read_count = ${reads.length}`]),
    ...(read.has(-1) || read.has(passedIndex.result)
      ? [`.parameter_count = ${parameters.length}`, '.reads_result = true']
      : []),
  ];
}

/** See struct stsx_parameter. */
function typeMark(type: CType): string {
  switch (type.kind) {
    case 'integer':
    case 'enum':
      return '#';
    case 'pointer':
      return type.to.kind === 'struct' && type.to.keyword !== 'typedef' ? type.to.name : '*';
    case 'void':
    case 'struct':
    case 'array':
    case 'function':
      return '';
  }
}
