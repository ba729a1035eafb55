import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../targets/reference/match-pattern.ts';

/** The groups' texts; undefined for one that took no part; null: no match. */
function match(pattern: string, text: string): (string | undefined)[] | null {
  const slots = compilePattern(pattern).match(text);
  if (!slots) return null;
  const groups: (string | undefined)[] = [];
  for (let at = 0; at < slots.length; at += 2) {
    const start = slots[at] ?? -1;
    groups.push(start < 0 ? undefined : text.slice(start, slots[at + 1]));
  }
  return groups;
}

describe('matching', () => {
  it.each([
    ['b|ab', 'xab', ['ab']],
    ['a|ab', 'xab', ['ab']],
    ['(ab)?b+', 'abb', ['abb', 'ab']],
    ['abcd|bc', 'abcx', ['bc']],
    ['abcd|b', 'abcd', ['abcd']],
    ['(a|ab)(c|bcd)', 'abcd', ['abcd', 'a', 'bcd']],
    ['(a*)(a*)', 'aab', ['aa', 'aa', '']],
    ['(a)|(b)', 'ab', ['a', 'a', undefined]],
    ['(foo(bar)?)(baz)?', 'foobar', ['foobar', 'foobar', 'bar', undefined]],
    ['X.*X', 'aXbXc', ['XbX']],
    ['x*', 'abc', ['']],
    ['(ab?)(b?)', 'ab', ['ab', 'ab', '']],
    ['^(a|b)c', 'abc', null],
    ['^a{2,3}$', 'aaaa', null],
    ['^a{2,3}$', 'aaa', ['aaa']],
    ['a{0}b', 'ab', ['b']],
    ['[]a]', ']', [']']],
    ['[^]a]', 'a]x', ['x']],
    ['[a-]b', '-b', ['-b']],
    ['[\\n]', '\\n', ['n']],
    ['[[:alpha:]_]+[[:digit:]]$', 'foo_1', ['foo_1']],
    ['a\\.b', 'axb', null],
    ['\\1', 'a1', ['1']],
    ['.', '\n', ['\n']],
    ['a^b', 'a^b', null],
    ['(|a)+', 'a', ['a', 'a']],
    ['a)', 'ba', ['a']],
  ])('%s on %j', (pattern, text, expected) => {
    expect(match(pattern, text)).toEqual(expected);
  });

  it('is linear where backtracking is not', () => {
    expect(match(`${'a?'.repeat(40)}${'a'.repeat(40)}`, 'a'.repeat(40))).toEqual(['a'.repeat(40)]);
    expect(match('(a*)*(b*)*c', 'ab'.repeat(200))).toBeNull();
  });

  it('begins where a backtracking engine would, and is never shorter', () => {
    const piece = fc.constantFrom('a', 'b', 'ab', '(a|b)', '[ab]', '.', 'a*', '(ab)?', 'b+', '(a|ab)');
    const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const other = new RegExp(p, 's').exec(t);
        const slots = compilePattern(p).match(t);
        expect(slots?.[0]).toBe(other?.index);
        expect((slots?.[1] ?? 0) - (slots?.[0] ?? 0)).toBeGreaterThanOrEqual(other?.[0].length ?? 0);
      }),
    );
  });
});
