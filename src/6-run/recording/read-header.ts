/** The first line of a recording: whether it is one, of which version, and of which script. */
import { isKernelDescription } from '../../kernel/described/check-description.ts';
import { scriptHash } from './make-header.ts';
import { recordingVersion, type RecordingHeader } from './recording-format.ts';
import type { RecordingLines } from './recording-lines.ts';
import { malformed, RecordingProblem } from './recording-problem.ts';

export function readHeader(lines: RecordingLines): RecordingHeader {
  const { path } = lines;
  const text = lines.take() ?? '';
  const header = parse(text);
  if (header?.['stsx'] !== 'recording' || typeof header['version'] !== 'number') {
    throw new RecordingProblem((report) => {
      report.add('STSX6031', undefined, { path });
    });
  }
  const { version } = header;
  if (version !== recordingVersion) {
    throw new RecordingProblem((report) => {
      report.add('STSX6032', undefined, { path, version, known: recordingVersion });
    });
  }
  const missing = findMissing(header);
  if (missing !== undefined) throw malformed(path, 1, `it has no ${missing}`);
  return header as unknown as RecordingHeader;
}

/** Fails if the recording was made of another text than `script`. */
export function requireScript(header: RecordingHeader, script: string, path: string): void {
  if (header.script.sha256 === scriptHash(script)) return;
  throw new RecordingProblem((report) => {
    report.add('STSX6033', undefined, { path, name: header.script.name });
  });
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first part that is not of the form that the rest of the program relies on. */
function findMissing(header: Record<string, unknown>): string | undefined {
  const { script, options, kernel, probes, reads } = header;
  if (!isObject(script) || typeof script['sha256'] !== 'string' || typeof script['name'] !== 'string')
    return 'script';
  if (!isObject(options) || !isStrings(options['arguments'])) return 'options';
  if (!isObject(options['defines']) || !isObject(options['globals'])) return 'options';
  if (!isKernelDescription(kernel)) return 'kernel';
  if (!Array.isArray(reads) || !reads.every((list) => Array.isArray(list) && list.every(isRead)))
    return 'reads';
  if (!Array.isArray(probes) || !probes.every((probe) => isProbe(probe, reads.length))) return 'probes';
  return undefined;
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function isRead(value: unknown): boolean {
  if (!isObject(value) || typeof value['key'] !== 'string') return false;
  return value['type'] === 'long' || (value['type'] === 'string' && isTextSize(value['size']));
}

/** Text fields are whole words. */
function isTextSize(size: unknown): boolean {
  return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 && size % 8 === 0;
}

function isProbe(value: unknown, lists: number): boolean {
  if (!isObject(value) || typeof value['point'] !== 'string' || typeof value['kind'] !== 'string')
    return false;
  const { reads } = value;
  return reads === undefined || (Number.isInteger(reads) && Number(reads) >= 0 && Number(reads) < lists);
}
