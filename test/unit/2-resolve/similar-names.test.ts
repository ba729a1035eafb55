import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { editDistance, similarNames, similarText } from '../../../src/2-resolve/similar-names.ts';

describe('similarNames', () => {
  it('puts the nearest name first', () => {
    expect(similarNames('strlenn', ['strlens', 'printk', 'strlenn2', 'strlen'])).toEqual([
      'strlens',
      'strlenn2',
      'strlen',
    ]);
  });

  it('shows at most five names, and none that is far away', () => {
    expect(similarNames('aaaa', ['aaab', 'aaac', 'aaad', 'aaae', 'aaaf', 'aaag'])).toHaveLength(5);
    expect(similarNames('gettimeofday', ['log', 'pid'])).toEqual([]);
  });

  it('does not tell upper from lower case', () => {
    expect(similarNames('hz', ['HZ'])).toEqual(['HZ']);
  });
});

describe('similarText', () => {
  it('is made to stand behind a message', () => {
    expect(similarText('timr', ['timer'])).toBe(' (similar: timer)');
    expect(similarText('zzzzzzzz', ['timer'])).toBe('');
  });
});

describe('editDistance', () => {
  it('counts insertions, deletions and replacements', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
  });

  it('is a metric: symmetric, zero only for equal words, and no detour is shorter', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        const direct = editDistance(a, b);
        return (
          direct === editDistance(b, a) &&
          (direct === 0) === (a === b) &&
          direct <= editDistance(a, c) + editDistance(c, b)
        );
      }),
    );
  });

  it('gives up early only with a number above the limit', () => {
    const word = fc.string({ maxLength: 10 });
    fc.assert(
      fc.property(word, word, fc.nat(6), (a, b, limit) => {
        const exact = editDistance(a, b);
        const limited = editDistance(a, b, limit);
        return exact <= limit ? limited === exact : limited > limit;
      }),
    );
  });
});
