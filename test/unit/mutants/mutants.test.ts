/** `npm run mutants` takes minutes; that its faults still fit the sources is seen here. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';

interface Mutant {
  readonly fault: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly suite: string;
}

const { suites, mutants } = JSON.parse(readFileSync(`${packageRoot}test/mutants/mutants.json`, 'utf8')) as {
  readonly suites: Readonly<Record<string, readonly string[]>>;
  readonly mutants: readonly Mutant[];
};

it.each(mutants)('$fault: applies once', ({ file, from, to, suite }) => {
  const text = readFileSync(packageRoot + file, 'utf8');
  expect(text.split(from).length - 1).toBe(1);
  expect(to).not.toBe(from);
  expect(suites).toHaveProperty([suite]);
});

it('runs tests that are there', () => {
  const files = Object.values(suites)
    .flat()
    .filter((word) => word.startsWith('test/'));
  for (const file of files) expect([file, existsSync(packageRoot + file)]).toEqual([file, true]);
});

it('has enough of them', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
});
