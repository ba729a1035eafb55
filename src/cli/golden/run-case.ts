/**
 * One golden case on one engine: runs it and compares what came of it with what the case says. In: the case; out: a verdict with the reason or
 * the difference in lines.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffLines } from './diff-lines.ts';
import type { Outcome } from './case-outcome.ts';
import { emitCase } from './emit-case.ts';
import { emittedFiles, readCaseFile, type EmittedFileName, type GoldenCase } from './golden-case.ts';
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

export async function runCase(golden: GoldenCase, engine: Engine, update: boolean): Promise<GoldenResult> {
  const started = process.hrtime.bigint();
  const { verdict, lines } = await judge(golden, engine, update);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { folder: golden.folder, engine, verdict, seconds, lines };
}

type Judgement = Pick<GoldenResult, 'verdict' | 'lines'>;

async function judge(golden: GoldenCase, engine: Engine, update: boolean): Promise<Judgement> {
  switch (engine) {
    case 'reference': {
      const outcome = await runCaseOnReference(golden);
      if (update && outcome.kind === 'ran') {
        write(golden, 'output.txt', outcome.output);
        write(golden, 'status', `${outcome.status}\n`);
      }
      return compareOutcome(golden, outcome);
    }
    case 'libbpf':
      return compareOutcome(golden, await runCaseOnLibbpf(golden));
    case 'expected.c':
    case 'expected.bpf.c':
    case 'expected.h': {
      const emitted = emitCase(golden, engine);
      if (emitted.kind !== 'emitted') return { verdict: 'failed', lines: emitted.lines };
      if (update) write(golden, engine, emitted.text);
      return compareText(readCaseFile(golden, engine) ?? '', emitted.text, engine);
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
