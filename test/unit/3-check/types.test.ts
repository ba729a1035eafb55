/** What inference tells of each name, and the first thing it refuses: wording and places were compared with stap -p2. */
import { describe, expect, it } from 'vitest';
import { checkScript, diagnosticLines } from '../../support/check-script.ts';

function typesOf(script: string): string {
  const { typed, ...checked } = checkScript(script);
  expect(diagnosticLines(checked, 'error')).toEqual([]);
  const globals = (typed?.globals ?? []).map(({ symbol, type }) => {
    const name = symbol.displayName;
    if (type.kind === 'stat') return `${name}:stat`;
    return type.kind === 'scalar' ? `${name}:${type.type}` : `${name}[${type.keys.join(', ')}]:${type.value}`;
  });
  const functions = (typed?.functions ?? [])
    .filter(({ symbol }) => symbol.origin === 'user')
    .map(({ symbol, locals, result }) => `${symbol.displayName}(${locals.map(show).join(', ')}):${result}`);
  const probes = (typed?.probes ?? []).map(({ locals }) => `{${locals.map(show).join(', ')}}`);
  return [...globals, ...functions, ...probes].join(' ');
}

const show = ({ name, type }: { readonly name: string; readonly type: string }) => `${name}:${type}`;

describe('types', () => {
  it.each([
    ['probe begin { x = 1; y = "s"; println(x, y) }', '{x:long, y:string}'],
    ['global g probe begin { g = "a"; println(g) }', 'g:string {}'],
    ['global a probe begin { a[1, "x"] = 2; println(a[1, "x"]) }', 'a[long, string]:long {}'],
    ['global s probe begin { s <<< 1; println(@sum(s)) }', 's:stat {}'],
    ['global a probe begin { a["k"] <<< 1; println(@sum(a["k"])) }', 'a[string]:stat {}'],
    [
      'global a probe begin { foreach (v = k in a) println(k . "", v + 1); a["k"] = 1 }',
      'a[string]:long {v:long, k:string}',
    ],
    [
      'function f(x) { return x . "" } probe begin { println(f(y)); y = "s" }',
      'f(x:string):string {y:string}',
    ],
    ['function f(x) { return x } probe begin { println(f("a")) }', 'f(x:string):string {}'],
    ['function f(n) { return n ? f(n - 1) : 0 } probe begin { println(f(3)) }', 'f(n:long):long {}'],
    ['function f() { println(1) } probe begin { f() }', 'f():void {}'],
    [
      'global a function f(a) { return a + 1 } probe begin { a["x"] = 1; println(f(2), a["x"]) }',
      'a[string]:long f(a:long):long {}',
    ],
    ['probe begin { try { error("x") } catch (e) { println(e) } }', '{e:string}'],
    [
      'global s probe begin { s <<< 1; foreach (v = i in @hist_log(s)) println(i, v) }',
      's:stat {v:long, i:long}',
    ],
    ['probe begin { x = pid() ? y : "a"; println(x) ; y = sprint(1) }', '{x:string, y:string}'],
  ])('%s', (script, types) => {
    expect(typesOf(script)).toBe(types);
  });
});

describe('the first type error', () => {
  it.each([
    [
      'probe begin { x = 1 + "a"; println(x) }',
      `1:23 type mismatch: expected long but found string: string 'a'`,
    ],
    ['probe begin { x = 1; println(x . "a") }', `1:30 type mismatch (string): identifier 'x'`],
    [
      'global g = 5 probe begin { g = "s" }',
      `1:28 type mismatch: expected string but found long: identifier 'g'`,
    ],
    ['probe begin { println("a" == 1) }', `1:23 type mismatch: expected long but found string: string 'a'`],
    [
      'probe begin { if (pid() == "a") println(1) }',
      `1:19 type mismatch: expected string but found long: identifier 'pid'`,
    ],
    ['probe begin { println(strlen(pid() + 2)) }', `1:36 invalid operator: operator '+'`],
    [
      'global s probe begin { s <<< 1; println("n " . @count(s)) }',
      `1:46 expected string types: operator '.'`,
    ],
    [
      'function f(x) { return x . "a" } probe begin { println(f(1)) }',
      `1:24 index 0 type mismatch (string): identifier 'x'`,
    ],
    [
      'function f(x) { println(x) } probe begin { f("x") f(1) }',
      `1:53 type mismatch: expected string but found long: number '1'`,
    ],
    [
      'function f() { return 1 return "a" } probe begin { println(f()) }',
      `1:32 type mismatch: expected long but found string: string 'a'`,
    ],
    [
      'function f() { println("a") return } probe begin { println(f()+1) }',
      `1:29 type mismatch (unknown): keyword`,
    ],
    ['probe begin { x = y; println(x) }', `1:15 unresolved type : identifier 'x'`],
    ['function f() { println(1) } probe begin { println(f()) }', `1:51 unresolved type : identifier 'f'`],
    ['global s, t probe begin { s <<< 1; t = s }', `1:40 invalid type stats: identifier 's'`],
    [
      'global a probe begin { a[1] = 1; foreach (k in a @sum -) println(k) }',
      `1:48 invalid type long: identifier 'a'`,
    ],
    [
      'probe begin { x <<< 3; println(@count(x)) }',
      `1:15 stat locals not supported, missing global declaration? : identifier 'x'`,
    ],
    [
      'probe begin { printf("%d %d", 1) }',
      `1:15 Wrong number of args to formatted print operator: identifier 'printf'`,
    ],
    ['probe begin { printf("%s", 5) }', `1:28 type mismatch: expected string but found long: number '5'`],
    [
      'probe begin { printf("%*d", "a", 3) }',
      `1:29 type mismatch: expected long but found string: string 'a'`,
    ],
    ['global a probe begin { a[1] = 1; a[1, 2] = 3 }', `1:34 inconsistent arity (1 vs 2): identifier 'a'`],
    ['global a[5] probe begin { a = 1 }', `1:8 inconsistent arity: identifier 'a'`],
    ['global a% probe begin { a = 1 }', `1:8 wrapping not supported for scalars: identifier 'a'`],
    [
      'global a probe begin { a[1, 2] = 1; println(a[*, 1]) }',
      `1:45 wildcard not allowed in array index: identifier 'a'`,
    ],
    ['probe begin { 5 = 3 }', `1:17 Expecting lvalue for assignment: operator '='`],
    ['global a probe begin { a["x"] = 1; a[1] = "y" }', `1:36 type mismatch (string): identifier 'a'`],
    [
      'global a probe begin { a["x"] = 1; println(a[1]) }',
      `1:46 type mismatch: expected string but found long: number '1'`,
    ],
  ])('%s', (script, error) => {
    expect(diagnosticLines(checkScript(script), 'error')[0]).toBe(error);
  });

  it('comes in the order of the script, functions first, however late it is found', () => {
    const script = 'probe begin { x = 1; println(x . "q", f()) } function f() { return -"a" }';
    expect(diagnosticLines(checkScript(script), 'error')).toEqual([
      `1:69 type mismatch: expected long but found string: string 'a'`,
      `1:30 type mismatch (string): identifier 'x'`,
    ]);
  });

  it('says where a type was told first', () => {
    const [first] = checkScript('probe begin { x = 1; println(x . "a") }').diagnostics;
    expect(first?.related.map(({ message }) => message)).toEqual([
      `type was (long) first inferred here: identifier 'x'`,
    ]);
  });
});
