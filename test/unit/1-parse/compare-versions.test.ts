import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions } from '../../../src/1-parse/preprocess/compare-versions.ts';
import { matchWildcard } from '../../../src/1-parse/preprocess/match-wildcard.ts';

test('the order that strverscmp(3) documents', () => {
  const order = ['000', '00', '01', '010', '09', '0', '1', '9', '10'];
  for (const [i, left] of order.entries()) {
    for (const [j, right] of order.entries()) {
      expect(Math.sign(compareVersions(left, right)), `${left} ${right}`).toBe(Math.sign(i - j));
    }
  }
});

test('kernel releases', () => {
  const order = ['2.6.9', '2.6.12', '2.6.12-1', '4.9.0', '5.10', '6.1.0-9-amd64', '6.1.0-18-amd64', '6.18.5'];
  for (let i = 1; i < order.length; i++) {
    expect(compareVersions(order[i - 1] ?? '', order[i] ?? '')).toBeLessThan(0);
  }
});

test('it is an order', () => {
  const version = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', 'a'), maxLength: 6 });
  fc.assert(
    fc.property(version, version, (left, right) => {
      expect(Math.sign(compareVersions(left, right)) + Math.sign(compareVersions(right, left))).toBe(0);
      expect(compareVersions(left, right) === 0).toBe(left === right);
    }),
  );
});

describe('fnmatch(3)', () => {
  const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abcd', false],
    ['?', '', false],
    ['[ym]', 'y', true],
    ['[!ym]', 'y', false],
    ['[^a-c]x', 'dx', true],
    ['[]a]', ']', true],
    ['[a', '[a', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['**a', 'ba', true],
    ['a', 'ab', false],
  ];
  test.each(cases)('%s on %j: %j', (pattern, text, matches) => {
    expect(matchWildcard(pattern, text)).toBe(matches);
  });

  test('many stars on a long text end in time', () => {
    expect(matchWildcard(`${'a*'.repeat(50)}b`, 'a'.repeat(10_000))).toBe(false);
  });
});
