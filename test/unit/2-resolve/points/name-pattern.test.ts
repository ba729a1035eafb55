import { describe, expect, it } from 'vitest';

import { patternMatcher } from '../../../../src/2-resolve/points/name-pattern.ts';

const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['vfs_read', 'vfs_read', true],
  ['vfs_read', 'vfs_readv', false],
  ['vfs_*', 'vfs_read', true],
  ['*_read', 'vfs_read', true],
  ['*', '', true],
  ['vfs_rea?', 'vfs_read', true],
  ['vfs_rea?', 'vfs_rea', false],
  ['[vk]fs', 'vfs', true],
  ['[!v]fs', 'vfs', false],
  ['[!v]fs', 'kfs', true],
  ['[a-f]x', 'cx', true],
  ['[a-f]x', 'gx', false],
  ['a.c', 'abc', false],
  ['net/*.c', 'net/core/dev.c', true],
  ['(x)+', '(x)+', true],
];

describe('patternMatcher', () => {
  it.each(cases)('%s on %s: %s', (pattern, text, matches) => {
    expect(patternMatcher(pattern)(text)).toBe(matches);
  });
});
