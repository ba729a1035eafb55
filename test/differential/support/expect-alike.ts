/** Generated handlers on both engines, many to a script. */
import type fc from 'fast-check';
import { expect } from 'vitest';
import { isAccepted, runOnBoth } from './run-on-both.ts';
import { expectNoDifference, type Amount } from './search.ts';

export { timeout } from './search.ts';

/** Text of a script. Every `@@` in it becomes the case's number, so that cases share a program. */
export interface Case {
  readonly declarations: string;
  /** Statements of a handler of their own. */
  readonly body: string;
}

export function expectAlike(arbitrary: fc.Arbitrary<Case>, amount: Amount): Promise<void> {
  return expectNoDifference(arbitrary, amount, {
    firstDifference,
    isAccepted: (one) => isAccepted(scriptOf([one])),
    report,
  });
}

async function report(one: Case, seed: number): Promise<void> {
  const script = scriptOf([one]);
  const { reference, libbpf } = await runOnBoth(script);
  expect({ seed, script, ...libbpf }).toEqual({ seed, script, ...reference });
}

/** Index of the first case whose output or errors differ. */
async function firstDifference(cases: readonly Case[]): Promise<number | undefined> {
  if (cases.length === 0) return undefined;
  const { reference, libbpf } = await runOnBoth(scriptOf(cases));
  if (reference.output === libbpf.output && reference.errors === libbpf.errors) {
    expect(libbpf.status).toBe(reference.status);
    return undefined;
  }
  const outputs = [sections(reference.output), sections(libbpf.output)] as const;
  const differing = cases.findIndex((_, n) => outputs[0].get(n) !== outputs[1].get(n));
  if (differing >= 0) return differing;
  // The errors tell the case by its place in the script: each has a line of its own.
  const errors = [reference.errors.split('\n'), libbpf.errors.split('\n')] as const;
  const line = errors[0].findIndex((text, at) => text !== errors[1][at]);
  const place = / at case\.stp:(\d+):/.exec(errors[0][line] ?? errors[1][line] ?? '')?.[1];
  if (place === undefined) expect(libbpf).toEqual(reference);
  const bodyLines = scriptOf(cases).split('\n').slice(0, Number(place));
  return bodyLines.filter((text) => text.startsWith('probe begin')).length - 1;
}

export function scriptOf(cases: readonly Case[]): string {
  const texts = cases.map(({ declarations, body }, n) => {
    const text = `${declarations}\nprobe begin {\nprintln("\\n#${n}#")\n${body}\n}\n`;
    return text.replaceAll('@@', String(n));
  });
  return `${texts.join('')}probe end { exit() }\nprobe begin(1) { exit() }\n`;
}

/** Output by case number. Output may hold anything, but hardly a heading. */
export function sections(output: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const parts = output.split(/\n#(\d+)#\n/);
  for (let at = 1; at < parts.length; at += 2) {
    const n = Number(parts[at]);
    found.set(n, (found.get(n) ?? '') + (parts[at + 1] ?? ''));
  }
  return found;
}
