/**
 * Generated cases on both engines, many to a program because each program costs a compiler run. A case that differs is made
 * smaller, its candidates again all in one program, and reported alone. `STSX_DIFFERENTIAL_ROUNDS=20` runs so many times as many
 * cases, different ones each time; without it the cases are always the same.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { isAccepted, runOnBoth } from './run-on-both.ts';

/** Text of a script. Every `@@` in it becomes the case's number, so that cases share a program. */
export interface Case {
  readonly declarations: string;
  /** Statements of a handler of their own. */
  readonly body: string;
}

export interface Amount {
  readonly programs: number;
  readonly casesPerProgram: number;
}

const roundsWanted = process.env['STSX_DIFFERENTIAL_ROUNDS'];
const rounds = roundsWanted === undefined ? 1 : Number(roundsWanted);
const firstSeed = roundsWanted === undefined ? 1 : Date.now() % 1_000_000;
const maxShrinks = 40;
const candidatesAtOnce = 60;

/** For vitest: shrinking what was found takes time as well. */
export const timeout = 300_000 * rounds;

export async function expectAlike(arbitrary: fc.Arbitrary<Case>, amount: Amount): Promise<void> {
  for (let seed = firstSeed; seed < firstSeed + rounds * amount.programs; seed++) {
    const generated = fc.sample(new Shrinkable(arbitrary), { seed, numRuns: amount.casesPerProgram });
    const differing = await firstDifference(generated.map(({ value }) => value));
    if (differing === undefined) continue;
    const found = generated[differing];
    if (found === undefined) throw new Error('a difference outside of all cases');
    const smallest = await shrink(arbitrary, found);
    const script = scriptOf([smallest]);
    const { reference, libbpf } = await runOnBoth(script);
    expect({ seed, script, ...libbpf }).toEqual({ seed, script, ...reference });
    throw new Error(`seed ${seed}: differs beside other cases only:\n${script}`);
  }
}

/** Gives not only values but what it needs to make them smaller. */
class Shrinkable<T> extends fc.Arbitrary<fc.Value<T>> {
  private readonly inner: fc.Arbitrary<T>;

  constructor(inner: fc.Arbitrary<T>) {
    super();
    this.inner = inner;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<fc.Value<T>> {
    return new fc.Value(this.inner.generate(random, bias), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is fc.Value<T> {
    return value instanceof fc.Value;
  }

  override shrink(): fc.Stream<fc.Value<fc.Value<T>>> {
    return fc.Stream.nil();
  }
}

async function shrink(arbitrary: fc.Arbitrary<Case>, found: fc.Value<Case>): Promise<Case> {
  let smallest = found;
  for (let step = 0; step < maxShrinks; step++) {
    const candidates = [...arbitrary.shrink(smallest.value, smallest.context).take(candidatesAtOnce)].filter(
      ({ value }) => isAccepted(scriptOf([value])),
    );
    const differing = await firstDifference(candidates.map(({ value }) => value));
    const smaller = differing === undefined ? undefined : candidates[differing];
    if (smaller === undefined) break;
    smallest = smaller;
  }
  return smallest.value;
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
function sections(output: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const parts = output.split(/\n#(\d+)#\n/);
  for (let at = 1; at < parts.length; at += 2) found.set(Number(parts[at]), parts[at + 1] ?? '');
  return found;
}
