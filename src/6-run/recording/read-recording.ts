/**
 * A recording as a stream of steps. In: its lines behind the first. Out: steps whose form is sound, so that nobody behind this file meets a
 * surprise: a line that is not what it should be is reported with its number.
 */
import type {
  RecordedAnswer,
  RecordedClose,
  RecordedRun,
  RecordedSession,
  RecordedStep,
  RecordedValue,
  RunKind,
} from '../../../targets/reference/recorded-session.ts';
import type { RecordedRead, RecordingHeader } from './recording-format.ts';
import type { RecordingLines } from './recording-lines.ts';
import { malformed, RecordingProblem } from './recording-problem.ts';

export interface RecordingStart {
  readonly release: string;
  readonly time: number;
  readonly realtime: number | string;
  readonly target: number;
}

type Line = Readonly<Record<string, unknown>>;

type LineKind = RunKind | 'lost' | 'stop' | 'start' | 'global' | 'close';

/** What a line may have: the member that tells its kind, and more about it. Without the members that every object has. */
const members = Object.assign(Object.create(null) as object, {
  ...{ event: 'event', timer: 'timer', input: 'input', begin: 'begin', end: 'end', error: 'error' },
  ...{ lost: 'lost', stop: 'stop', start: 'start', global: 'global', close: 'close' },
  ...{ n: 'detail', time: 'detail', cpu: 'detail', read: 'detail', asked: 'detail', printed: 'detail' },
  value: 'detail',
}) as Readonly<Record<string, LineKind | 'detail' | undefined>>;
const unknownMember = 'it has a member that no line has';
const none: readonly never[] = [];

export class RecordingReader implements RecordedSession {
  readonly reads: readonly (readonly RecordedRead[])[];
  readonly start: RecordingStart;
  /** Events that were lost while it was made, as far as it was read. */
  lost = 0;
  events = 0;
  private readonly lines: RecordingLines;
  private readonly probeCount: number;
  private closed = false;

  constructor(lines: RecordingLines, header: RecordingHeader) {
    this.lines = lines;
    this.probeCount = header.probes.length;
    this.reads = header.probes.map(({ reads }) =>
      reads === undefined ? none : (header.reads[reads] ?? none),
    );
    this.start = this.takeStart();
  }

  next(): RecordedStep | undefined {
    const line = this.takeLine();
    if (line === undefined) return undefined;
    const kind = this.kindOf(line);
    switch (kind) {
      case 'event':
      case 'timer':
      case 'input':
      case 'begin':
      case 'end':
      case 'error':
        return this.run(kind, line);
      case 'lost': {
        const count = this.count(line['lost'], 'lost');
        this.lost += count;
        return { kind, count };
      }
      case 'stop':
        if (line['stop'] === true) return { kind };
        break;
      case 'global':
        if (typeof line['global'] === 'string' && line['value'] !== undefined)
          return { kind, name: line['global'], value: line['value'] };
        break;
      case 'close':
        return this.close(line['close']);
      case 'start':
      case undefined:
    }
    return this.wrong('it says of nothing that happens in a session');
  }

  /** The only member that tells of something that happens; undefined: it has none, or several. */
  private kindOf(line: Line): LineKind | undefined {
    let found: LineKind | undefined;
    let count = 0;
    for (const name in line) {
      const kind = members[name];
      if (kind === undefined) return this.wrong(unknownMember);
      if (kind === 'detail') continue;
      found = kind;
      count++;
    }
    return count === 1 ? found : undefined;
  }

  private takeLine(): Line | undefined {
    const text = this.lines.take();
    if (text === undefined) {
      this.requireClosed();
      return undefined;
    }
    if (this.closed) return this.wrong('it stands behind the closing line');
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      return this.wrong('it is no JSON');
    }
    // The first line has no number.
    const due = this.lines.number - 1;
    if (typeof line !== 'object' || (line as unknown) === null || !Number.isSafeInteger(line['n']))
      return this.wrong('it has no number');
    if (line['n'] !== due) {
      const { path, number } = this.lines;
      const found = line['n'] as number;
      throw new RecordingProblem((report) => {
        report.add('STSX6035', undefined, { path, line: number, found, due });
      });
    }
    if (line['close'] !== undefined) this.checkSum(text, line['close'] as Line | null);
    return line;
  }

  private requireClosed(): void {
    if (this.closed && !this.lines.isCut) return;
    const { path, number } = this.lines;
    throw new RecordingProblem((report) => {
      report.add('STSX6034', undefined, { path, line: number + (this.lines.isCut ? 1 : 0) });
    });
  }

  private takeStart(): RecordingStart {
    const line = this.takeLine() ?? {};
    const start = line['start'] as Line | null | undefined;
    if (this.kindOf(line) !== 'start' || !hasOnly(start, ['release', 'time', 'target', 'realtime']))
      return this.wrong('it does not tell of the start');
    if (typeof start['release'] !== 'string') return this.wrong('it does not tell of the start');
    this.count(start['time'], 'time');
    this.count(start['target'], 'target');
    this.checkNumber(start['realtime']);
    return start as unknown as RecordingStart;
  }

  private run(kind: RunKind, line: Line): RecordedRun {
    const probe = line[kind] as number;
    const read = line['read'] as readonly RecordedValue[] | undefined;
    const asked = line['asked'] as readonly RecordedAnswer[] | undefined;
    const printed = line['printed'] as number | undefined;
    if (!Number.isInteger(probe) || probe < 0 || probe >= this.probeCount)
      this.wrong(`there is no probe ${String(probe)}`);
    if (kind === 'event') {
      this.events++;
      this.checkNumber(line['time']);
      this.count(line['cpu'], 'cpu');
      this.checkValues(read, this.reads[probe] ?? none);
    } else if (read !== undefined) this.wrong('only events read values');
    if (asked !== undefined) this.checkAnswers(asked);
    if (printed !== undefined) this.count(printed, 'printed');
    return { kind, probe, read: read ?? none, asked: asked ?? none, printed: printed ?? 0 };
  }

  private checkValues(values: readonly RecordedValue[] | undefined, reads: readonly RecordedRead[]): void {
    if (!Array.isArray(values) || values.length !== reads.length)
      this.wrong(`its event has not the ${reads.length} values that the first line names`);
    for (const [place, read] of reads.entries()) {
      const value: unknown = values[place];
      if (typeof value === 'object') this.checkFault(value as Line | null);
      else if (read.type === 'string') this.checkText(value, read);
      else if (!Number.isSafeInteger(value)) this.checkNumber(value);
    }
  }

  private checkText(value: unknown, { key, size = 8 }: RecordedRead): void {
    if (typeof value !== 'string' || !isBytes(value)) this.wrong(`${key} is no text`);
    else if (value.length >= size) this.wrong(`${key} is longer than its ${size} bytes`);
  }

  private checkFault(value: Line | null): void {
    if (!hasOnly(value, ['fault']) || value['fault'] === undefined)
      return this.wrong('a value is neither number nor text nor fault');
    this.checkNumber(value['fault']);
  }

  private checkAnswers(asked: unknown): void {
    if (!Array.isArray(asked)) return this.wrong('asked is no list');
    for (const answer of asked as unknown[]) {
      if (!Array.isArray(answer) || answer.length !== 2 || typeof answer[0] !== 'string')
        return this.wrong('an answer is not a name and a value');
      const value: unknown = answer[1];
      if (typeof value === 'number') this.checkNumber(value);
      else if (!isBytes(typeof value === 'string' ? value : errorOf(value)))
        return this.wrong(`the answer of ${answer[0]}() is neither number nor text nor error`);
    }
  }

  private checkNumber(value: unknown): void {
    if (Number.isSafeInteger(value)) return;
    if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) {
      const number = BigInt(value);
      if (BigInt.asIntN(64, number) === number) return;
    }
    this.wrong(`${JSON.stringify(value)} is no number of 64 bits`);
  }

  private count(value: unknown, name: string): number {
    if (!Number.isSafeInteger(value) || Number(value) < 0) return this.wrong(`${name} is no count`);
    return Number(value);
  }

  private close(value: unknown): RecordedClose {
    const line = (typeof value === 'object' ? value : undefined) as Line | null | undefined;
    if (line && !hasOnly(line, ['status', 'errors', 'skipped', 'lost', 'printed', 'sum']))
      return this.wrong(unknownMember);
    const status = this.count(line?.['status'], 'status');
    const errors = this.count(line?.['errors'], 'errors');
    const skipped = this.count(line?.['skipped'], 'skipped');
    this.count(line?.['lost'], 'lost');
    if (line?.['printed'] !== undefined) this.count(line['printed'], 'printed');
    this.closed = true;
    return { kind: 'close', status, errors, skipped };
  }

  /** A recording that was changed on purpose has no sum any more. */
  private checkSum(text: string, close: Line | null): void {
    if (close?.['sum'] === undefined) return;
    const at = text.length - sumLength;
    const sum = /^,"sum":"([0-9a-f]{8})"\}\}$/.exec(text.slice(at))?.[1];
    if (sum !== undefined && parseInt(sum, 16) === this.lines.sumUpTo(at)) return;
    const { path, number } = this.lines;
    throw new RecordingProblem((report) => {
      report.add('STSX6039', undefined, { path, line: number });
    });
  }

  private wrong(reason: string): never {
    throw malformed(this.lines.path, this.lines.number, reason);
  }
}

/** `,"sum":"01234567"}}` */
const sumLength = 19;

/** One character a byte, and a NUL ends a text. */
function isBytes(text: unknown): boolean {
  return typeof text === 'string' && !/[^\x01-\xff]/.test(text);
}

function hasOnly(value: Line | null | undefined, names: readonly string[]): value is Line {
  return (
    typeof value === 'object' && value !== null && Object.keys(value).every((name) => names.includes(name))
  );
}

function errorOf(value: unknown): unknown {
  return hasOnly(value as Line | null, ['error']) ? (value as Line)['error'] : undefined;
}
