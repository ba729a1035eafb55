/**
 * The values of recorded events in memory, for the replay build: a structure for each list of reads, in which a program finds its values by
 * the keys that the recording gives them. A long takes 8 bytes, a string its field's size rounded up to 8.
 */
import type { RecordedReads } from './recording.ts';
import { cIdentifier } from './text/literal.ts';
import { NameTable } from './text/name-table.ts';

export interface RecordedLayout {
  /** Of the structure. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, RecordedField>;
}

export interface RecordedField {
  readonly index: number;
  readonly name: string;
  readonly type: 'long' | 'string';
  /** Bytes; of a string with its NUL. */
  readonly size: number;
}

/** By the probe's id; probes with the same reads share a layout. */
export function recordedLayouts(reads: RecordedReads): ReadonlyMap<number, RecordedLayout> {
  const shared = new Map<string, RecordedLayout>();
  const layouts = new Map<number, RecordedLayout>();
  reads.forEach((list, id) => {
    if (!list) return;
    const key = JSON.stringify(list);
    const layout = shared.get(key) ?? layoutOf(list, `recorded_${shared.size}`);
    shared.set(key, layout);
    layouts.set(id, layout);
  });
  return layouts;
}

function layoutOf(list: NonNullable<RecordedReads[number]>, name: string): RecordedLayout {
  const names = new NameTable();
  names.unique('head');
  names.unique('faults');
  const fields = list.map((read, index): [string, RecordedField] => {
    const size = read.type === 'string' ? ((read.size ?? 8) + 7) & ~7 : 8;
    const known = cIdentifier(read.key.replace(/^.*\//, '').replace(/\W+/g, '_').replace(/^_|_$/g, ''));
    return [read.key, { index, name: names.unique(known), type: read.type, size }];
  });
  return { name, fields: new Map(fields) };
}

export function faultWords({ fields }: RecordedLayout): number {
  return Math.max(1, Math.ceil(fields.size / 64));
}

/** Bytes of the structure. */
export function recordedSize(layout: RecordedLayout): number {
  const fields = [...layout.fields.values()].reduce((sum, { size }) => sum + size, 0);
  return headSize + 8 * faultWords(layout) + fields;
}

/** struct stsx_recorded */
const headSize = 16;

/** The structures, for both halves. */
export function recordedDefinitions(layouts: ReadonlyMap<number, RecordedLayout>): readonly string[] {
  return [...new Set(layouts.values())].flatMap((layout) => [
    '/* What is recorded of an event. */',
    `struct ${layout.name} {`,
    '\tstruct stsx_recorded head;',
    `\t__u64 faults[${faultWords(layout)}];`,
    ...[...layout.fields].map(
      ([key, { name, type, size }]) =>
        `\t${type === 'long' ? `__s64 ${name}` : `char ${name}[${size}]`}; /* ${key.replace(/\*\//g, '* /').replace(/[^ -~]/g, '?')} */`,
    ),
    '};',
    '',
  ]);
}
