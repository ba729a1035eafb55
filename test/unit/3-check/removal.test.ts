/** What goes before and after types are inferred, with SystemTap's warnings. */
import { describe, expect, it } from 'vitest';
import { print } from '../../../src/ir/print.ts';
import { checkScript, diagnosticLines } from '../../support/check-script.ts';

function left(script: string): string {
  const { program } = checkScript(script);
  const text = program ? print(program) : 'nothing';
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('charge') && line !== '')
    .join(' ');
}

describe('warnings', () => {
  it.each([
    [
      'probe begin { x = 1; println(2) }',
      [
        `1:17 Eliding assignment to 'x': operator '='`,
        `1:15 Eliding side-effect-free expression : identifier 'x'`,
      ],
    ],
    [
      'probe begin { 5 } probe end { println(1) }',
      [`1:15 Eliding side-effect-free expression : number '5'`, `1:1 Probe 'begin' has been elided: keyword`],
    ],
    [
      'probe foo = begin { } probe foo { } probe end { println(1) }',
      [`1:29 Probe 'begin' has been elided: identifier 'foo'`],
    ],
    ['probe begin { println(y + 1) }', [`1:23 never-assigned local variable 'y': identifier 'y'`]],
    ['global g probe begin { println(g + 1) }', [`1:8 never-assigned global variable 'g': identifier 'g'`]],
    [
      'probe begin { a = 1; b = a; c = b; println("x") }',
      [
        `1:31 Eliding assignment to 'c': operator '='`,
        `1:29 Eliding side-effect-free expression : identifier 'c'`,
      ],
    ],
  ])('%s', (script, warnings) => {
    expect(diagnosticLines(checkScript(script), 'warning')).toEqual(warnings);
  });
});

describe('what is left', () => {
  it.each([
    [
      'probe begin { if (pid()) { x = 1 } else println(3) }',
      'probe begin { if (!%pid()) { print %d 3, "\\n" } }',
    ],
    ['probe begin { while (pid()) { x = 1 } println(2) }', 'probe begin { print %d 2, "\\n" }'],
    ['probe begin { for (;;) { } println(2) }', 'probe begin { print %d 2, "\\n" }'],
    ['probe begin { 1 + print(2); println(3) }', 'probe begin { print %d 2 print %d 3, "\\n" }'],
    [
      'probe begin { println(pid() * 0, 2 * 3, 1 ? 2 : 3, "a" . "b") }',
      'probe begin { print %d 0, %d 6, %d 2, "ab\\n" }',
    ],
    ['probe begin { println(5 / 0) }', 'probe begin { print %d (5 / 0), "\\n" }'],
    ['probe begin { try { x = 1 } catch { println(1) } println(2) }', 'probe begin { print %d 2, "\\n" }'],
    ['function f() { next } probe begin { f() println(1) }', 'probe begin { print %d 1, "\\n" }'],
  ])('%s', (script, expected) => {
    expect(left(script)).toBe(expected);
  });

  it.each([
    'probe begin { x = 1 }',
    'probe begin { 5++ }',
    'probe begin { }',
    'function f() { next } probe begin { f() }',
  ])('nothing of %s', (script) => {
    expect(diagnosticLines(checkScript(script), 'error')).toEqual(['no probes found']);
  });

  it('keeps an assignment whose last reader was a branch around nothing, as stap does', () => {
    expect(left('probe begin { x = 1; if (x) {} }')).toBe('probe begin { local x:long (x = 1) }');
  });

  it('checks no types in what is unused or can never run', () => {
    const scripts = [
      'probe begin { x = 1 + "a"; println(1) }',
      'probe begin { if (0) println(1 + "a"); println(1) }',
    ];
    for (const script of scripts) expect(diagnosticLines(checkScript(script), 'error')).toEqual([]);
  });

  it('removes nothing with -u', () => {
    const { diagnostics } = checkScript('probe begin { x = 1 + "a" }', { unoptimized: true });
    expect(diagnosticLines({ diagnostics }, 'error')[0]).toBe(
      `1:23 type mismatch: expected long but found string: string 'a'`,
    );
  });
});
