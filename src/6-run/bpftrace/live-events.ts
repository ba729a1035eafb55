/**
 * A collector's messages as a live source of events: records put in the order of their time, sums gathered from the maps that it prints when
 * it is asked to. In: messages. Out: what targets/reference/run-live.ts asks for.
 */
import { kill } from 'node:process';
import type { Plan } from '../../5-split/plan.ts';
import {
  collectedSums,
  numberFields,
  textFields,
  type CollectedSum,
} from '../../../targets/bpftrace/collector/layout.ts';
import {
  splitKey,
  type CollectorMessage,
  type MapEntry,
} from '../../../targets/bpftrace/collector/read-message.ts';
import type { ProbeEvent } from '../../../targets/reference/event.ts';
import type { Sum } from '../../../targets/reference/merge-sum.ts';
import type { LiveSource } from '../../../targets/reference/run-live.ts';
import { capturedEvent } from './captured-event.ts';

/** A record of one CPU may come behind a later one of another by so much. */
const delayNs = 20_000_000n;
/** How long a handler may be at work in the half that was turned away from. */
const graceMs = 2;
/** Often: until the collector is attached, the session waits. */
const askAgainMs = 10;

export interface LiveEventsSettings {
  readonly plan: Plan;
  readonly mark: bigint;
  /** What bpftrace's clock is ahead of the session's, in nanoseconds. */
  readonly clockOffset: bigint;
  readonly now: () => bigint;
}

export class LiveEvents implements LiveSource {
  failed = false;
  readonly delay: bigint;
  private readonly settings: LiveEventsSettings;
  private readonly sums: ReadonlyMap<string, { readonly sum: CollectedSum; readonly keeps: string }>;
  private readonly pending: ProbeEvent[] = [];
  private readonly maps = new Map<CollectedSum, Map<string, Partial<Record<string, MapEntry>>>>();
  private lost = 0;
  private escapesTwice = false;
  private wake: (() => void) | undefined;
  private readonly awaited = new Map<'turned' | 'merged', () => void>();
  private target = 0;

  constructor(settings: LiveEventsSettings) {
    this.settings = settings;
    const streams = settings.plan.probes.some(({ placement }) => placement === 'streamed');
    this.delay = streams ? delayNs : 0n;
    const named = collectedSums(settings.plan).flatMap((sum) =>
      sum.maps.flatMap((map) =>
        ['a', 'b'].map((side) => [`${sum.name}${map.suffix}_${side}`, { sum, keeps: map.keeps }] as const),
      ),
    );
    this.sums = new Map(named);
  }

  /** The process that the signals go to; what it does with them does not matter. */
  signalsTo(pid: number): void {
    this.target = pid;
  }

  take(message: CollectorMessage): void {
    switch (message.kind) {
      case 'record':
        this.record(message);
        break;
      case 'turned':
      case 'merged':
        this.awaited.get(message.kind)?.();
        break;
      case 'map':
        this.map(message.name, message.entries);
        break;
      case 'lost':
        this.lost += message.events;
        this.wake?.();
        break;
      case 'attached':
      case 'problem':
        break;
    }
  }

  fail(): void {
    this.failed = true;
    this.wake?.();
    for (const answer of this.awaited.values()) answer();
  }

  next(): ProbeEvent | undefined {
    const [first] = this.pending;
    if (!first || first.time + this.delay > this.settings.now()) return undefined;
    this.pending.shift();
    return first;
  }

  async wait(time: bigint, stop: AbortSignal): Promise<void> {
    const [first] = this.pending;
    const until = first && first.time + this.delay < time ? first.time + this.delay : time;
    const left = Number((until - this.settings.now() + 999_999n) / 1_000_000n);
    if (left <= 0 || stop.aborted) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, Math.min(left, 2 ** 31 - 1));
      this.wake = done;
      stop.addEventListener('abort', done);
    });
  }

  async collect(): Promise<readonly Sum[]> {
    await this.ask('turned');
    await pause(graceMs);
    await this.ask('merged');
    return this.takeSums();
  }

  async settle(): Promise<void> {
    await pause(Number(this.delay / 1_000_000n) * 2);
  }

  takeLost(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  /** Until the collector answers. To turn, it is asked again and again, since one that is not attached yet hears nothing. */
  async ask(what: 'turned' | 'merged'): Promise<void> {
    if (this.failed) return;
    await new Promise<void>((resolve) => {
      const send = () => {
        try {
          kill(this.target, what === 'turned' ? 'SIGURG' : 'SIGWINCH');
        } catch {
          resolve();
        }
      };
      const again = what === 'turned' ? setInterval(send, askAgainMs) : undefined;
      this.awaited.set(what, () => {
        clearInterval(again);
        this.awaited.delete(what);
        resolve();
      });
      send();
    });
  }

  private record(message: CollectorMessage & { readonly kind: 'record' }): void {
    const planned = this.settings.plan.probes[message.probe];
    if (planned?.placement !== 'streamed') return;
    const { fields } = planned;
    const numbers = numberFields(fields);
    const texts = textFields(fields);
    if (numbers.length !== message.numbers.length || texts.length !== message.texts.length) {
      this.lost++;
      return;
    }
    const values = new Array<bigint | string>(fields.length).fill(0n);
    numbers.forEach((field, index) => (values[field] = message.numbers[index] ?? 0n));
    texts.forEach((field, index) => (values[field] = message.texts[index] ?? ''));
    const time = message.time - this.settings.clockOffset;
    let place = this.pending.length;
    while (place > 0 && (this.pending[place - 1]?.time ?? 0n) > time) place--;
    this.pending.splice(place, 0, { probe: message.probe, time, context: capturedEvent(fields, values) });
    if (place === 0) this.wake?.();
  }

  private map(name: string, entries: readonly MapEntry[]): void {
    if (name === 'escapes') this.escapesTwice = entries[0]?.key !== '\n';
    const known = this.sums.get(name);
    if (!known) return;
    let rows = this.maps.get(known.sum);
    if (!rows) this.maps.set(known.sum, (rows = new Map<string, Partial<Record<string, MapEntry>>>()));
    for (const entry of entries) {
      const row = rows.get(entry.key) ?? {};
      row[known.keeps] = entry;
      rows.set(entry.key, row);
    }
  }

  private takeSums(): readonly Sum[] {
    const taken = [...this.maps].flatMap(([sum, rows]) =>
      [...rows].flatMap(([key, row]) => this.sumOf(sum, key, row) ?? []),
    );
    this.maps.clear();
    // Elements of plain arrays keep the order in which they came.
    return taken.sort((left, right) => (left.first < right.first ? -1 : left.first > right.first ? 1 : 0));
  }

  private sumOf(
    sum: CollectedSum,
    key: string,
    row: Partial<Record<string, MapEntry>>,
  ): (Sum & { readonly first: bigint }) | undefined {
    const values = row['stats'] ?? row['sum'];
    const probe = this.settings.plan.probes[sum.probe]?.probe;
    if (!values || !probe) return undefined;
    const text = this.escapesTwice ? unescape(key) : key;
    const keys = sum.keys.length === 0 ? [] : splitKey(text, sum.keys, this.settings.mark);
    if (!keys) {
      this.lost += Number(values.count ?? 1n);
      return undefined;
    }
    return {
      global: sum.global.id,
      keys,
      count: values.count ?? 1n,
      sum: values.value,
      min: row['min']?.value ?? 0n,
      max: row['max']?.value ?? 0n,
      probe,
      site: sum.site,
      first: row['first']?.value ?? 0n,
    };
  }
}

function unescape(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
