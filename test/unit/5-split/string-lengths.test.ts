/** How long strings can get. */
import { expect, it } from 'vitest';
import { programLengths } from '../../../src/5-split/string-lengths.ts';
import { compileText, optionsOf } from '../../support/compile-text.ts';

function lengthsOf(text: string) {
  const { program } = compileText('t.stp', text, optionsOf([], []));
  if (!program) throw new Error('refused');
  const { globals } = programLengths(program);
  return Object.fromEntries(
    program.globals.map(({ name, id }) => [name, [...(globals[id]?.keys ?? []), globals[id]?.value]]),
  );
}

it('follows what goes into arrays, through locals, functions and loops', () => {
  const lengths = lengthsOf(`
    global names, pairs, copies, calls
    function quoted(s) { return "<" . s . ">" }
    probe begin { names["ab"] = "four"; pairs["x", execname()] = 1; calls[quoted("abc")] = 1 }
    probe timer.s(1) {
      foreach (n in names) { copies[n] = names[n] . "!"; who = n }
      println(who)
      foreach ([a, b] in pairs) println(a, b)
      foreach (c in copies) println(copies[c])
      foreach (d in calls) println(d)
    }`);
  expect(lengths).toEqual({ names: [2, 4], pairs: [1, 15, 0], copies: [2, 5], calls: [5, 0] });
});

it('takes what grows by itself to be as long as strings can be', () => {
  const lengths = lengthsOf(`
    global a, s
    probe timer.s(1) { a[1] = a[1] . "x"; println(a[1]); s .= "y" }
    probe end { println(s) }`);
  expect(lengths).toEqual({ a: [0, 511], s: [511] });
});

it('adds up the parts of a format', () => {
  expect(
    lengthsOf('global a probe begin { a[sprintf("%d:%s", pid(), "abc")] = 1; foreach (k in a) println(k) }'),
  ).toEqual({
    a: [23 + 1 + 3, 0],
  });
});
