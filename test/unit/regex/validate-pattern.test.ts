import { describe, expect, it } from 'vitest';
import { validatePattern } from '../../../src/regex/validate-pattern.ts';

describe('patterns that are none', () => {
  it.each([
    ['*a', 0, "unexpected '*'"],
    ['a|*b', 2, "unexpected '*'"],
    ['{2}', 0, "unexpected '{'"],
    ['a{', 2, 'expected number'],
    ['a{x}', 3, 'expected number'],
    ['a{,3}', 3, 'expected number'],
    ['(a', 1, 'expected ), found end of regex'],
    ['a|b)c', 3, "unbalanced ')'"],
    ['a{2,1}', 5, 'Inverted interval {2,1}'],
    ['[a', 1, 'unclosed character class'],
    ['[]', 1, 'unclosed character class'],
    ['[z-a]', 4, 'Inverted character range z-a'],
    ['^*', 1, "postfix closure '*' applied to anchoring operator"],
    ['a\\', 2, 'unexpected end of regex'],
  ])('%s', (pattern, position, message) => {
    expect(validatePattern(pattern)).toBe(`regex compilation error (at position ${position}): ${message}`);
  });

  it('too large or too deep, without hanging', () => {
    expect(validatePattern('((a{1000}){1000}){1000}')).toContain('too large');
    expect(validatePattern('a{100000}')).toContain('too large');
    expect(validatePattern(`${'('.repeat(30)}a${'+)'.repeat(30)}`)).toContain('too large');
    expect(validatePattern('(a)'.repeat(3000))).toContain('too large');
    expect(validatePattern(`${'('.repeat(100_000)}${')'.repeat(100_000)}`)).toContain('nested groups');
    expect(validatePattern(`a${'*'.repeat(100_000)}`)).toContain('repetitions of repetitions');
  });
});

describe('patterns', () => {
  it.each([
    '',
    'a**',
    '()',
    '(|a)',
    'a||b',
    'a{2,}',
    'a{1000}',
    'a{0,30000}',
    ')',
    'a)',
    '\\1',
    '[^]a]',
    '[[:alpha:]-z]',
    '(^)*',
    'a}',
    ']',
  ])('%j is one', (pattern) => {
    expect(validatePattern(pattern)).toBeUndefined();
  });

  it.each([
    ['groups', `${'('.repeat(1000)}${')'.repeat(1000)}`],
    ['repetitions', `a${'*'.repeat(1000)}`],
  ])('may nest %s deep', (_what, pattern) => {
    expect(validatePattern(pattern)).toBeUndefined();
  });
});
