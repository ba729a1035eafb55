/**
 * The record of a streamed probe: a structure of the header that both halves include. A long takes 8 bytes, a string its largest
 * length with the NUL, rounded up to 8, so that every field is aligned and has room for the address of a fault.
 */
import type * as ir from '../../src/ir/ir.ts';
import { walk } from '../../src/ir/visit.ts';
import { canFail } from '../../src/5-split/event-reads.ts';
import { streamedPart, type Plan, type StreamedPart } from '../../src/5-split/plan.ts';
import { textSize } from './fed-layout.ts';
import { NameTable } from './text/name-table.ts';
import { findKernelTwins, twinOf } from './twins.ts';

export interface RecordLayout {
  /** Of the structure: `record_3`, by the probe's id. */
  readonly name: string;
  readonly fields: readonly RecordField[];
}

export interface RecordField {
  readonly name: string;
  readonly type: ir.ScalarType;
  /** Bytes of a string field with its NUL; 8 for a long. */
  readonly size: number;
  readonly canFail: boolean;
  /** Of a read in a loop: the turns that there is a place for; `seen` has a bit for each that was read. */
  readonly turns: number | undefined;
}

export function recordLayouts(plan: Plan): ReadonlyMap<number, RecordLayout> {
  const layouts = new Map<number, RecordLayout>();
  const twins = findKernelTwins(plan);
  for (const planned of plan.probes) {
    const part = streamedPart(planned);
    if (!part) continue;
    const { id } = planned.probe;
    layouts.set(id, layouts.get(twinOf(twins, id)) ?? recordLayout(part, planned.probe));
  }
  return layouts;
}

function recordLayout(planned: StreamedPart, probe: ir.Probe): RecordLayout {
  const captured = new Map<number, ir.Expression>();
  walk(planned.capture, {
    statement(node) {
      if (node.kind === 'capture') captured.set(node.field, node.value);
    },
  });
  const names = new NameTable();
  for (const own of ['head', 'more_faults']) names.unique(own);
  const fields = planned.fields.map((field, index): RecordField => {
    const value = captured.get(index);
    return {
      name: names.unique((value && fieldName(value, planned, probe)) ?? `field_${index}`),
      type: field.type,
      size: field.type === 'long' ? 8 : textSize(field.maxLength),
      canFail: value === undefined || canFail(value),
      turns: field.turns,
    };
  });
  return { name: `record_${probe.id}`, fields };
}

/** What a reader would call the value. */
function fieldName(value: ir.Expression, planned: StreamedPart, probe: ir.Probe): string | undefined {
  switch (value.kind) {
    case 'intrinsic': {
      const [argument] = value.arguments;
      return (argument && fieldName(argument, planned, probe)) ?? value.name;
    }
    case 'argument': {
      const { point } = probe;
      if (value.index === -1) return 'returned';
      return point.kind === 'tracepoint' || point.kind === 'function'
        ? point.parameters[value.index]?.name
        : undefined;
    }
    case 'field':
      return value.path.findLast((step) => step.kind === 'member')?.name;
    case 'read':
      return value.place.kind === 'local' ? planned.kernelLocals[value.place.local]?.name : undefined;
    default:
      return undefined;
  }
}

/** Faults that the record's head has bits for; what lies behind has bits in `more_faults`. */
const headFaults = 64;

export function moreFaultWords(layout: RecordLayout): number {
  return Math.max(0, Math.ceil(layout.fields.length / headFaults) - 1);
}

/** The bit that tells that field `index` could not be read; undefined: it is in the head. */
export function moreFaultBit(index: number): { readonly word: number; readonly bit: number } | undefined {
  if (index < headFaults) return undefined;
  return { word: Math.floor(index / headFaults) - 1, bit: index % headFaults };
}

function fieldDefinition({ name, type, size, turns }: RecordField): string {
  if (turns === undefined) return type === 'long' ? `\t__s64 ${name};` : `\tchar ${name}[${size}];`;
  const place = type === 'long' ? `__s64 turn[${turns}]` : `char turn[${turns}][${size}]`;
  return `\tstruct { __u64 seen; ${place}; } ${name};`;
}

/** The structures, for the shared header. */
export function recordDefinitions(plan: Plan, layouts: ReadonlyMap<number, RecordLayout>): readonly string[] {
  return plan.probes.flatMap(({ probe }) => {
    const layout = layouts.get(probe.id);
    if (layout?.name !== `record_${probe.id}`) return [];
    return [
      `/* ${probe.pointText.replace(/\*\//g, '* /')} */`,
      `struct ${layout.name} {`,
      '\tstruct stsx_record head;',
      ...(moreFaultWords(layout) > 0 ? [`\t__u64 more_faults[${moreFaultWords(layout)}];`] : []),
      ...layout.fields.map(fieldDefinition),
      '};',
      '',
    ];
  });
}
