/**
 * One golden case: compiled once, run on each engine, and what came of it compared with what the case says. In: the case; out: a verdict an
 * engine, with the reason or the difference in lines.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffLines } from './diff-lines.ts';
import type { Outcome } from './case-outcome.ts';
import { emitCase } from './emit-case.ts';
import { emittedFiles, readCaseFile, type EmittedFileName, type GoldenCase } from './golden-case.ts';
import { openCase } from './open-case.ts';
import { runCaseOnLibbpf } from './run-case-on-libbpf.ts';
import { runCaseOnReference } from './run-case-on-reference.ts';

export type Engine = 'reference' | 'libbpf' | EmittedFileName;

export interface GoldenResult {
  readonly folder: string;
  readonly engine: Engine;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
  /** Why it was skipped, or how what was found differs. */
  readonly lines: readonly string[];
}

/** What a case is run on: its recorded outcome on both engines, and the emitted texts that it holds. */
export function enginesOf(
  golden: GoldenCase,
  targets: readonly ('reference' | 'libbpf')[],
): readonly Engine[] {
  return [...targets, ...emittedFiles.filter((name) => readCaseFile(golden, name) !== undefined)];
}

/** The time to compile it is the first engine's. */
export async function runCase(
  golden: GoldenCase,
  engines: readonly Engine[],
  update: boolean,
): Promise<readonly GoldenResult[]> {
  const results: GoldenResult[] = [];
  let started = process.hrtime.bigint();
  const opened = openCase(golden);
  // Only the reference reads the recording here, and then to its end.
  if (opened.kind === 'open' && engines[0] !== 'reference') opened.replay?.lines.close();
  for (const engine of engines) {
    const { verdict, lines } = await judge(golden, opened, engine, update);
    const now = process.hrtime.bigint();
    results.push({ folder: golden.folder, engine, verdict, seconds: Number(now - started) / 1e9, lines });
    started = now;
  }
  return results;
}

type Judgement = Pick<GoldenResult, 'verdict' | 'lines'>;

async function judge(
  golden: GoldenCase,
  opened: ReturnType<typeof openCase>,
  engine: Engine,
  update: boolean,
): Promise<Judgement> {
  if (opened.kind === 'refused') return { verdict: 'failed', lines: opened.lines };
  switch (engine) {
    case 'reference': {
      const outcome = await runCaseOnReference(opened);
      if (update && outcome.kind === 'ran') {
        write(golden, 'output.txt', outcome.output);
        write(golden, 'status', `${outcome.status}\n`);
      }
      return compareOutcome(golden, outcome);
    }
    case 'libbpf':
      return compareOutcome(golden, await runCaseOnLibbpf(opened));
    case 'expected.c':
    case 'expected.bpf.c':
    case 'expected.h': {
      const emitted = emitCase(opened, engine);
      if (update) write(golden, engine, emitted);
      return compareText(readCaseFile(golden, engine) ?? '', emitted, engine);
    }
  }
}

function write(golden: GoldenCase, name: string, text: string): void {
  if (readCaseFile(golden, name) !== text) writeFileSync(join(golden.folder, name), text, 'latin1');
}

function compareOutcome(golden: GoldenCase, outcome: Outcome): Judgement {
  if (outcome.kind === 'skipped') return { verdict: 'skipped', lines: [outcome.reason] };
  if (outcome.kind === 'refused') return { verdict: 'failed', lines: outcome.lines };
  const expected = readCaseFile(golden, 'output.txt');
  const status = readCaseFile(golden, 'status')?.trim();
  if (expected === undefined || status === undefined) {
    const missing = expected === undefined ? 'output.txt' : 'status';
    return { verdict: 'failed', lines: [`there is no ${missing}: \`stsx test --update\` writes it`] };
  }
  const output = compareText(expected, outcome.output, 'output.txt');
  const other = status === String(outcome.status) ? [] : [`status ${outcome.status}, not ${status}`];
  const errors = outcome.errors.trimEnd();
  const said = errors === '' ? [] : ['standard error:', ...errors.split('\n').map((line) => `  ${line}`)];
  return output.verdict === 'passed' && other.length === 0
    ? output
    : { verdict: 'failed', lines: [...other, ...output.lines, ...said] };
}

function compareText(expected: string, found: string, name: string): Judgement {
  if (expected === found) return { verdict: 'passed', lines: [] };
  return { verdict: 'failed', lines: [`${name} differs:`, ...diffLines(expected, found)] };
}
