/** Rules beyond types: foreach and what it runs over, aggregates, jumps, patterns. */
import { describe, expect, it } from 'vitest';
import { checkScript, diagnosticLines } from '../../support/check-script.ts';

const errorsOf = (script: string) => diagnosticLines(checkScript(script), 'error');

describe('refused', () => {
  it.each([
    [
      'global a probe begin { a[1] = 1; foreach (k in a) delete a[k] }',
      `1:58 variable 'a' modified during 'foreach' iteration: identifier 'a'`,
    ],
    [
      'global a probe begin { a[1] = 1; foreach (k in a limit a[1]++) println(k) }',
      `1:56 variable 'a' modified during 'foreach' iteration: identifier 'a'`,
    ],
    [
      'global a function g() { f() } function f() { a[1] = 2 } probe begin { a[1] = 1; foreach (k in a) g() }',
      `1:98 function call modifies var 'a' during 'foreach' iteration: identifier 'g'`,
    ],
    [
      'global s probe begin { s <<< 1; print(@hist_log(s)); print(@hist_linear(s, 0, 9, 1)) }',
      `1:60 multiple histogram types declared on '__global_s': operator '@hist_linear'`,
    ],
    [
      'global s probe begin { s <<< 1; println(@variance(s, 2), @variance(s)) }',
      `1:58 conflicting bit shifts declared (previously 2): operator '@variance'`,
    ],
    ['probe begin { break }', `1:15 cannot 'break' outside loop: keyword`],
    [
      'function f() { println(1); continue } probe begin { while (1) f() }',
      `1:28 cannot 'continue' outside loop: keyword`,
    ],
    ['probe begin { println(5++) }', `1:23 invalid lvalue type: number '5'`],
    [
      'global s probe begin { s <<< 1; println(s) }',
      `1:41 print format actual argument evaluation type unsupported: identifier 's'`,
    ],
    ['global s probe begin { s <<< 1; println(s == s) }', `1:41 unexpected type: identifier 's'`],
    [
      'global s probe begin { println(@count(@count(s))) }',
      `1:39 Expecting symbol or array index expression: operator '@count'`,
    ],
    [
      'probe begin { println("a" =~ "(unclosed") }',
      `1:30 regex compilation error (at position 8): expected ), found end of regex: string '(unclosed'`,
    ],
    ['probe begin { delete 5 }', `1:22 invalid operand of delete expression: number '5'`],
  ])('%s', (script, error) => {
    expect(errorsOf(script)[0]).toBe(error);
  });
});

describe('accepted', () => {
  it.each([
    'global a probe begin { a[1] = 1; foreach (k in a) delete a }',
    'global a, b probe begin { a[1] = 1; foreach (k in a) b[k] = 1 }',
    'global s probe begin { s <<< 1; foreach (i in @hist_log(s)) s <<< i }',
    'global s probe begin { s <<< 1; println(@variance(s), @variance(s, 2)) }',
    'global s probe begin { s <<< 1; print(@hist_log(s)); print(@hist_log(s)) }',
    'probe begin { while (pid()) { try { break } catch { continue } } }',
    'probe begin { if (0) break; println(1) }',
    'probe begin { x = printf("a"); println(x) }',
  ])('%s', (script) => {
    expect(errorsOf(script)).toEqual([]);
  });
});
