/**
 * An event whose values come from a recording. What is read is known by its key: the labels of the calls on the way, then its own. One object a
 * probe and call path serves all events of the probe, whose values it is shown one after the other.
 */
import { ambientKey, argumentKey } from '../../src/5-split/read-key.ts';
import { isAmbient, type EventRead } from '../../src/5-split/event-reads.ts';
import type * as ir from '../../src/ir/ir.ts';
import { ReadFault, type EventContext } from './event.ts';
import { RecordingDiffers, type RecordedRead, type RecordedValue } from './recorded-session.ts';
import type { Value } from './values.ts';

/** What all call paths of a probe's handler share. */
class EventValues {
  values: readonly RecordedValue[] = [];
  readonly probe: ir.Probe;
  readonly types: readonly RecordedRead['type'][];
  readonly places: ReadonlyMap<string, number>;

  constructor(probe: ir.Probe, reads: readonly RecordedRead[]) {
    this.probe = probe;
    this.types = reads.map(({ type }) => type);
    this.places = new Map(reads.map(({ key }, index) => [key, index]));
  }
}

export class RecordedEvent implements EventContext {
  private readonly event: EventValues;
  private readonly path: string;
  private readonly places = new Map<EventRead, number>();
  private readonly inner = new Map<string, RecordedEvent>();

  static of(probe: ir.Probe, reads: readonly RecordedRead[]): RecordedEvent {
    return new RecordedEvent(new EventValues(probe, reads), '');
  }

  private constructor(event: EventValues, path: string) {
    this.event = event;
    this.path = path;
  }

  show(values: readonly RecordedValue[]): this {
    this.event.values = values;
    return this;
  }

  insideCall(label: string): EventContext {
    let inner = this.inner.get(label);
    if (!inner) {
      inner = new RecordedEvent(this.event, `${this.path}${label}/`);
      this.inner.set(label, inner);
    }
    return inner;
  }

  recorded(read: EventRead): Value | undefined {
    let place = this.places.get(read);
    if (place === undefined) {
      place = this.event.places.get(this.keyOf(read)) ?? -1;
      this.places.set(read, place);
    }
    if (place < 0) return undefined;
    const value = this.event.values[place];
    if (typeof value === 'number') return BigInt(value);
    if (typeof value === 'string') return this.event.types[place] === 'string' ? value : BigInt(value);
    if (value === undefined) throw new Error('an event without one of its values');
    throw new ReadFault(BigInt(value.fault));
  }

  argument(node: ir.Argument): bigint {
    return this.missing(node);
  }

  field(node: ir.Field): bigint {
    return this.missing(node);
  }

  load(node: ir.Load): bigint {
    return this.missing(node);
  }

  captured(): Value {
    throw new Error('a recording is replayed by whole handlers');
  }

  intrinsic(): undefined {
    return undefined;
  }

  private keyOf(read: EventRead): string {
    if (read.kind === 'argument') return argumentKey(read.index, this.event.probe.point);
    if (isAmbient(read)) return ambientKey(read.name);
    return `${this.path}${read.label ?? ''}`;
  }

  private missing(read: EventRead): never {
    throw new RecordingDiffers(
      `nothing of ${this.keyOf(read)} in the events of ${this.event.probe.pointText}`,
      'a value for what the script reads',
    );
  }
}
