/**
 * The lines of a recording, one after another: a file of any size in a fixed amount of memory. Counts lines, and sums up the bytes as the
 * recorder did.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { malformed, RecordingProblem } from './recording-problem.ts';

const chunkSize = 1 << 20;
/** Longer than any line: a file that has none so far is something else. */
const longestLine = 1 << 26;
const newline = 10;

export class RecordingLines {
  readonly path: string;
  /** Of the line that was given last, from 1. */
  number = 0;
  private readonly descriptor: number;
  private buffer: Buffer = Buffer.alloc(0);
  /** Where the line that was given last begins, and where the next one does. */
  private start = 0;
  private next = 0;
  private sum = 0;

  constructor(path: string) {
    this.path = path;
    try {
      this.descriptor = openSync(path, 'r');
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  /** Undefined: there are no more. A last line without its end counts as none: `isCut` says so. */
  take(): string | undefined {
    let end = this.buffer.indexOf(newline, this.next);
    while (end < 0) {
      if (!this.refill()) return undefined;
      end = this.buffer.indexOf(newline, this.next);
    }
    this.start = this.next;
    this.next = end + 1;
    this.number++;
    return this.buffer.toString('latin1', this.start, end);
  }

  /** Something stands behind the last line's end. */
  get isCut(): boolean {
    return this.next < this.buffer.length;
  }

  /** CRC-32 of all bytes before place `at` of the line that was given last. */
  sumUpTo(at: number): number {
    return crc32(this.buffer.subarray(0, this.start + at), this.sum);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private refill(): boolean {
    const chunk = Buffer.allocUnsafe(chunkSize);
    let count: number;
    try {
      count = readSync(this.descriptor, chunk, 0, chunkSize, null);
    } catch (error) {
      throw unreadable(this.path, error);
    }
    if (count === 0) return false;
    this.sum = crc32(this.buffer.subarray(0, this.next), this.sum);
    const rest = this.buffer.subarray(this.next);
    if (rest.length > longestLine) throw malformed(this.path, this.number + 1, 'it has no end');
    this.buffer = Buffer.concat([rest, chunk.subarray(0, count)]);
    this.start = this.next = 0;
    return true;
  }
}

function unreadable(path: string, error: unknown): RecordingProblem {
  const reason = error instanceof Error ? error.message : String(error);
  return new RecordingProblem((report) => {
    report.add('STSX6001', undefined, { path, reason });
  });
}
