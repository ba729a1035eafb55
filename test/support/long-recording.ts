/** Recordings of any length, made from a short one: its events again and again, everything else as it is, and the sum that a recorder writes. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const written = 1 << 20;

/** `from` has events; the new one has `events` of them. */
export function writeLongRecording(from: string, events: number, path: string): void {
  const [header = '', ...lines] = readFileSync(from, 'latin1').trimEnd().split('\n');
  const steps = lines.map((line) => line.replace(/^\{"n":\d+,/, ''));
  const isEvent = (step: string) => step.startsWith('"event"');
  const first = steps.findIndex(isEvent);
  const last = steps.findLastIndex(isEvent);
  const repeated = steps.slice(first, last + 1).filter(isEvent);
  const descriptor = openSync(path, 'w');
  let [number, sum, pending] = [0, 0, `${header}\n`];
  const flush = (): void => {
    const bytes = Buffer.from(pending, 'latin1');
    sum = crc32(bytes, sum);
    writeSync(descriptor, bytes);
    pending = '';
  };
  const put = (step: string): void => {
    pending += `{"n":${++number},${step}\n`;
    if (pending.length > written) flush();
  };
  steps.slice(0, first).forEach(put);
  for (let index = 0; index < events; index++) put(repeated[index % repeated.length] ?? '');
  steps.slice(last + 1, -1).forEach(put);
  pending += `{"n":${++number},${(steps.at(-1) ?? '').replace(/(,"sum":"\w+")?\}\}$/, '')}`;
  flush();
  pending = `,"sum":"${sum.toString(16).padStart(8, '0')}"}}\n`;
  flush();
  closeSync(descriptor);
}
