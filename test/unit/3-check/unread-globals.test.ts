/** Which globals are shown at the end, and in which order. */
import { describe, expect, it } from 'vitest';
import { checkScript } from '../../support/check-script.ts';

describe('unread globals', () => {
  it.each([
    [
      'global zeta, alpha global st, arr probe begin { alpha = 1; zeta = 2; st <<< 1; arr[1] = 2 }',
      'alpha zeta st arr',
    ],
    ['global a, b probe end { a = 1 } probe begin { b = 1 }', 'a b'],
    ['global a, b function f() { a = 1; println(1) } probe begin { f(); b = 2 }', 'b a'],
    ['global a, b, c, d probe begin { a[b = 5] = c = d++ println("x") }', 'b a c'],
    ['global a probe begin { a++; a += 2 }', 'a'],
    ['global a probe begin { a = a + 1 }', ''],
    ['global a, b probe begin { println(a = 2); if (b += 1) println(1) }', 'a'],
    ['global a probe begin { a = 1; y = a; println(1) }', 'a'],
    ['global a probe begin { a = 1; if (0) println(a) }', 'a'],
    ['global a probe begin { a[1] = 1; delete a[1] }', ''],
    ['global a, k probe begin { a[1] = 1; foreach (k in a) println(1) }', 'k'],
    ['global a probe begin { a[1] = 1; println([1] in a) }', ''],
    ['global g probe begin if (g) { println(1) } probe end { g = 1 }', ''],
    ['global g probe begin { for (i = 0; i < 3; g++) i++ }', 'g'],
    ['global g function f() { g++ } probe begin { f() }', 'g'],
    ['global g = 5 probe begin { println(1) }', ''],
  ])('%s', (script, names) => {
    const { typed } = checkScript(script);
    expect(typed?.unreadGlobals.map(({ displayName }) => displayName).join(' ')).toBe(names);
  });
});
