/**
 * Generated event handlers with generated events: the reference and the replay build, whose kernel half runs as BPF, on the same recording. Many
 * cases make one script and one recording; a timer of its own heads each case's events.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type fc from 'fast-check';
import { expect } from 'vitest';
import type { RecordedRead } from '../../../src/6-run/recording/recording-format.ts';
import { optionsOf } from '../../support/compile-text.ts';
import { stsx } from '../../support/live/running-script.ts';
import { recordedScript, recordingText, type RecordedScript } from '../../support/recorded-script.ts';
import { sections } from './expect-alike.ts';
import { expectNoDifference, type Amount } from './search.ts';

export interface ReplayCase {
  readonly declarations: string;
  /** Whole probes, of events and of timers: each happens when an event of the case says so. */
  readonly probes: readonly string[];
  readonly ending: string;
  readonly events: readonly EventSeed[];
}

/** What a handler reads, whatever that is: reads take the next number, or text, in turn. */
export interface EventSeed {
  /** Of the case's probes, in turn. */
  readonly probe: number;
  readonly cpu: number;
  readonly numbers: readonly bigint[];
  readonly texts: readonly string[];
  /** Those reads of memory, by place, meet a fault. */
  readonly faults: readonly number[];
}

/** An error must not take what is behind it along. */
const flags = ['-w', '-D', 'MAXERRORS=1000000', '-D', 'MAXMAPENTRIES=64'];

export function expectReplayedAlike(arbitrary: fc.Arbitrary<ReplayCase>, amount: Amount): Promise<void> {
  return expectNoDifference(arbitrary, amount, { firstDifference, isAccepted, report });
}

async function report(one: ReplayCase, seed: number): Promise<void> {
  const { script, recording, reference, libbpf } = await replayBoth([one]);
  const events = recording.split('\n').slice(1).join('\n');
  expect(libbpf, `seed ${seed}:\n${script}\n${events}\n`).toEqual(reference);
}

function isAccepted(one: ReplayCase): boolean {
  try {
    recordedCases([one]);
    return true;
  } catch {
    return false;
  }
}

async function firstDifference(cases: readonly ReplayCase[]): Promise<number | undefined> {
  if (cases.length === 0) return undefined;
  const { reference, libbpf } = await replayBoth(cases);
  // A program that does not run says so in its own words.
  for (const { output, errors } of [reference, libbpf])
    expect(sections(output).size, errors).toBe(cases.length);
  if (reference.output === libbpf.output && reference.errors === libbpf.errors) {
    expect(libbpf.status).toBe(reference.status);
    return undefined;
  }
  const outputs = [sections(reference.output), sections(libbpf.output)] as const;
  const differing = cases.findIndex((_, n) => outputs[0].get(n) !== outputs[1].get(n));
  if (differing >= 0) return differing;
  // The errors name the case in their place: each of its lines ends with its number.
  const [mine, theirs] = [reference.errors.split('\n'), libbpf.errors.split('\n')];
  const at = theirs.findIndex((line, index) => line !== mine[index]);
  const line = / at case\.stp:(\d+):/.exec(mine[at] ?? theirs[at] ?? '')?.[1];
  if (line === undefined) expect(libbpf).toEqual(reference);
  return caseOfLine(scriptOf(cases), Number(line));
}

function caseOfLine(script: string, line: number): number {
  const before = script.split('\n').slice(0, line).join('\n');
  return (before.match(/^# case /gm) ?? []).length - 1;
}

export function scriptOf(cases: readonly ReplayCase[]): string {
  const texts = cases.map(({ declarations, probes, ending }, n) => {
    const heading = 'println("\\n#@@#")';
    const text = `# case @@\n${declarations}\nprobe timer.s(1) { ${heading} }\n${probes.join('\n')}\nprobe end { ${heading}\n${ending} }\n`;
    return text.replaceAll('@@', String(n));
  });
  return texts.join('');
}

interface Replayed {
  readonly output: string;
  readonly errors: string;
  readonly status: number;
}

export async function replayBoth(cases: readonly ReplayCase[]) {
  const { script, recording } = recordedCases(cases);
  const folder = mkdtempSync(join(tmpdir(), 'stsx-replays-'));
  try {
    const paths = { script: join(folder, 'case.stp'), recording: join(folder, 'events.jsonl') };
    writeFileSync(paths.script, script, 'latin1');
    writeFileSync(paths.recording, recording, 'latin1');
    const replay = (target: string) =>
      replayed(['replay', '--target', target, paths.script, paths.recording]);
    const [reference, libbpf] = await Promise.all([replay('reference'), replay('libbpf')]);
    return { script, recording, reference, libbpf };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function replayed(words: readonly string[]): Promise<Replayed> {
  return new Promise((resolve, reject) => {
    const limits = { encoding: 'latin1', maxBuffer: 1 << 28, timeout: 240_000 } as const;
    execFile(process.execPath, [stsx, ...words], limits, (error, output, errors) => {
      if (error && typeof error.code !== 'number') reject(new Error('it did not end', { cause: error }));
      else
        resolve({
          output,
          errors: errorLines(errors),
          status: Number(error?.code ?? 0),
        });
    });
  });
}

/** Of the run, not of the compiler. */
function errorLines(errors: string): string {
  const lines = errors.split('\n').filter((line) => /^(ERROR|WARNING): /.test(line));
  return lines.map((line) => line.replaceAll(/\S*case\.stp/g, 'case.stp')).join('\n');
}

export function recordedCases(cases: readonly ReplayCase[]) {
  const script = scriptOf(cases);
  const compiled = recordedScript('case.stp', script, optionsOf(flags, []));
  return { script, recording: recordingText(compiled.headerLine, stepsOf(cases, compiled)) };
}

/** The lines of the recording: each case's heading and events, then all end probes. */
function stepsOf(cases: readonly ReplayCase[], { header, plan }: RecordedScript): readonly object[] {
  const { probes } = plan.program;
  const steps: object[] = [];
  let time = 1_000_000;
  let next = 0;
  const all = (kind: string) => probes.flatMap(({ point }, id) => (point.kind === kind ? [id] : []));
  for (const begin of all('begin')) steps.push({ begin });
  for (const { events } of cases) {
    while (probes[next]?.point.kind === 'begin') next++;
    const heading = next++;
    const own: number[] = [];
    for (; probes[next]?.point.kind !== 'end'; next++) own.push(next);
    next++;
    steps.push({ timer: heading });
    for (const seed of events) {
      const probe = own[seed.probe % own.length];
      if (probe === undefined) continue;
      time += 1000;
      const reads = header.probes[probe]?.reads;
      if (reads === undefined) steps.push({ timer: probe });
      else steps.push({ event: probe, time, cpu: seed.cpu, read: valuesOf(header.reads[reads] ?? [], seed) });
    }
  }
  steps.push({ stop: true });
  for (const end of all('end')) steps.push({ end });
  // What a run ended with: a replay looks for the lines, not into them.
  for (const { name } of plan.program.globals) steps.push({ global: name, value: 0 });
  steps.push({ close: { status: 0, errors: 0, skipped: 0, lost: 0 } });
  return steps;
}

function valuesOf(reads: readonly RecordedRead[], seed: EventSeed): readonly unknown[] {
  return reads.map((read, place) => {
    const number = seed.numbers[place % seed.numbers.length] ?? 0n;
    if (seed.faults.includes(place) && canFault(read.key)) return { fault: shown(number) };
    if (read.type === 'long') return shown(number);
    return (seed.texts[place % seed.texts.length] ?? '').slice(0, (read.size ?? 1) - 1);
  });
}

/** Arguments and what is known of every event are always there; user_long() and its kin give 0 where there is nothing. */
function canFault(key: string): boolean {
  const last = key.replace(/#\d+$/, '').replace(/^.*\//, '');
  return !last.startsWith('$') && !last.endsWith('()') && !/^user_(char|short|int|long)$/.test(last);
}

function shown(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
