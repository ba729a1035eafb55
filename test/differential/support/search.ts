/**
 * Looks for a generated case on which two engines differ, many cases at once because each program costs a compiler run. A case that
 * differs is made smaller, its candidates again all at once, and reported alone. `STSX_DIFFERENTIAL_ROUNDS=20` tries so many times as many
 * cases, different ones each time, and `STSX_DIFFERENTIAL_SEED` starts with those of a seed; without them the cases are always the same.
 */
import fc from 'fast-check';

export interface Amount {
  readonly programs: number;
  readonly casesPerProgram: number;
}

export interface Comparison<Case> {
  /** Index of the first that differs, when all run together. */
  readonly firstDifference: (cases: readonly Case[]) => Promise<number | undefined>;
  /** It can be run alone: making a case smaller may leave what is no program. */
  readonly isAccepted: (one: Case) => boolean;
  /** Runs it alone and fails with both outcomes; returns if they are alike now. */
  readonly report: (one: Case, seed: number) => Promise<void>;
}

const roundsWanted = process.env['STSX_DIFFERENTIAL_ROUNDS'];
const seedWanted = process.env['STSX_DIFFERENTIAL_SEED'];
const rounds = roundsWanted === undefined ? 1 : Number(roundsWanted);
const firstSeed =
  seedWanted === undefined ? (roundsWanted === undefined ? 1 : Date.now() % 1_000_000) : Number(seedWanted);
const maxShrinks = 40;
const candidatesAtOnce = 60;

/** For vitest: shrinking what was found takes time as well. */
export const timeout = 300_000 * rounds;

export async function expectNoDifference<Case>(
  arbitrary: fc.Arbitrary<Case>,
  { programs, casesPerProgram }: Amount,
  comparison: Comparison<Case>,
): Promise<void> {
  for (let seed = firstSeed; seed < firstSeed + rounds * programs; seed++) {
    const generated = fc.sample(new Shrinkable(arbitrary), { seed, numRuns: casesPerProgram });
    let differing: number | undefined;
    try {
      differing = await comparison.firstDifference(generated.map(({ value }) => value));
    } catch (cause) {
      throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
    }
    if (differing === undefined) continue;
    const found = generated[differing];
    if (found === undefined) throw new Error('a difference outside of all cases');
    await comparison.report(await shrink(arbitrary, found, comparison), seed);
    await comparison.report(found.value, seed);
    throw new Error(`seed ${seed}: case ${differing} differs beside other cases only`);
  }
}

export function samples<Case>(arbitrary: fc.Arbitrary<Case>, seed: number, count: number): Case[] {
  return fc.sample(new Shrinkable(arbitrary), { seed, numRuns: count }).map(({ value }) => value);
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

async function shrink<Case>(
  arbitrary: fc.Arbitrary<Case>,
  found: fc.Value<Case>,
  { firstDifference, isAccepted }: Comparison<Case>,
): Promise<Case> {
  let smallest = found;
  for (let step = 0; step < maxShrinks; step++) {
    const candidates = [...arbitrary.shrink(smallest.value, smallest.context).take(candidatesAtOnce)].filter(
      ({ value }) => isAccepted(value),
    );
    const differing = await firstDifference(candidates.map(({ value }) => value));
    const smaller = differing === undefined ? undefined : candidates[differing];
    if (smaller === undefined) break;
    smallest = smaller;
  }
  return smallest.value;
}
