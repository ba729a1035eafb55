/**
 * The script that a command line names: a path, `-` for standard input, or the text of -e. Out: its bytes as a source file; undefined when it
 * cannot be read, which is then in the report. A script is judged by its bytes here only so far that rubbish is called rubbish in
 * one line instead of a thousand syntax errors.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Report } from '../diagnostics/report.ts';
import { sourceFile, type SourceFile } from '../source/source.ts';
import { fromBytes } from './bytes.ts';
import { fileProblem } from '../6-run/file-problem.ts';

export type ScriptOrigin =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'path';
      readonly path: string;
      /** What messages call it; the path, if it is not given. */
      readonly name?: string;
    };

const maxMegabytes = 64;

/** Bytes looked at to tell text from binary data. */
const sampleSize = 4096;

/** `origin` and the result's name and text are byte strings. */
export function readScript(origin: ScriptOrigin, report: Report): SourceFile | undefined {
  if (origin.kind === 'text') return sourceFile('<input>', origin.text);
  const { path, name = path } = origin;
  let descriptor: number | undefined;
  try {
    descriptor = path === '-' ? 0 : openSync(fromBytes(path), 'r');
    const text = readText(descriptor, path, report);
    return text === undefined ? undefined : sourceFile(path === '-' ? '<input>' : name, text);
  } catch (error) {
    reportReadError(path, error, report);
    return undefined;
  } finally {
    if (descriptor !== undefined && descriptor !== 0) closeSync(descriptor);
  }
}

/** The first bytes decide whether the rest is worth reading: /dev/zero has no end. */
function readText(descriptor: number, path: string, report: Report): string | undefined {
  if (fstatSync(descriptor).isDirectory()) {
    report.add('STSX8003', undefined, { path });
    return undefined;
  }
  let text = '';
  for (;;) {
    const part = Buffer.allocUnsafe(65_536);
    const count = readSome(descriptor, part);
    if (count === 0) return text;
    const bytes = part.subarray(0, count);
    if (text === '' && isBinary(bytes)) {
      report.add('STSX8005', undefined, { path });
      return undefined;
    }
    text += bytes.toString('latin1');
    if (text.length > maxMegabytes * 1_000_000) {
      report.add('STSX8007', undefined, { path, limit: maxMegabytes });
      return undefined;
    }
  }
}

/** A terminal or pipe that somebody made non-blocking answers EAGAIN until there is something to read. */
function readSome(descriptor: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, into);
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function reportReadError(path: string, error: unknown, report: Report): void {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      report.add('STSX8002', undefined, { path });
      return;
    case 'EACCES':
    case 'EPERM':
      report.add('STSX8004', undefined, { path });
      return;
    default:
      report.add('STSX8006', undefined, {
        path,
        reason: fileProblem(error),
      });
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** More than one byte in thirty is a control character that no text has. A stray one is left for the parser to point at. */
function isBinary(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, sampleSize);
  let odd = 0;
  for (const byte of sample) if (byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b) odd++;
  return odd * 30 > sample.length;
}
