/** Globals, functions, locals: what names stand for. Wording as `stap -p2`. */
import { describe, expect, it } from 'vitest';

import type * as ast from '../../../src/ast/ast.ts';
import { visit } from '../../../src/ast/visit.ts';
import { resolveGood, resolveScript, type Settings } from '../../support/resolve-script.ts';

function messagesOf(text: string, settings: Settings = {}): readonly string[] {
  return resolveScript(text, settings).messages;
}

function calledIn(root: ast.Node): string[] {
  const names: string[] = [];
  visit(root, {
    Call: ({ name }) => {
      names.push(name);
    },
  });
  return names;
}

function identifiersIn(root: ast.Node): string[] {
  const names: string[] = [];
  visit(root, {
    Identifier: ({ name }) => {
      names.push(name);
    },
  });
  return names;
}

describe('functions', () => {
  it('suggests a near name for an unknown one, once', () => {
    expect(messagesOf('probe begin { x = strlenn("a") println(x) println(strlenn("b")) }')).toEqual([
      'STSX2001 1:19 unresolved function strlenn (similar: strlen)',
    ]);
  });

  it('refuses unknown functions in dead branches too', () => {
    expect(messagesOf('probe begin { if (0) nofunc(1); println(2) }')).toEqual([
      'STSX2001 1:22 unresolved function nofunc (similar: ppfunc)',
    ]);
  });

  it('checks the number of arguments', () => {
    const { messages, diagnostics } = resolveScript(
      'function f(a, b) { return a + b }\nprobe begin { println(f(1)) }',
    );
    expect(messages).toEqual(["STSX2002 2:23 arity mismatch found (function 'f' takes 2 args)"]);
    expect(diagnostics[0]?.related).toHaveLength(1);
    expect(messagesOf('probe begin { error() }')).toEqual([
      "STSX2002 1:15 arity mismatch found (function 'error' takes 1 args)",
    ]);
  });

  it('keeps functions of different arity apart', () => {
    const { functions, probes } = resolveGood(
      'function ov(a) { return a } function ov(a, b) { return b } probe begin { println(ov(1), ov(1, 2)) }',
    );
    expect(functions.map(({ name, displayName, nextOverload }) => [name, displayName, nextOverload])).toEqual(
      [
        ['ov', 'ov', undefined],
        ['ov__2', 'ov', undefined],
      ],
    );
    expect(probes.flatMap(({ body }) => calledIn(body))).toEqual(['ov', 'ov__2']);
  });

  it('chains overloads by priority, then by declaration', () => {
    const { functions } = resolveGood(
      'function p(x):2 { return 2 } function p(x):1 { return 1 } function p(x):3 { return 3 } function p(x):2 { return 4 } probe begin { println(p(1)) }',
    );
    const [head] = functions;
    const chain = [];
    for (let link = head; link !== undefined; link = link.nextOverload) chain.push(link.name);
    expect(chain).toEqual(['p__2', 'p', 'p__4', 'p__3']);
    expect(functions.map(({ name }) => name)).toEqual(chain);
  });

  it('lets a user function hide the library one, unless it falls through to it', () => {
    const alone = resolveGood(
      'function strlen(s) { return 7 } probe begin { println(strlen("a")) }',
    ).functions;
    expect(alone.map(({ origin }) => origin)).toEqual(['user']);
    const falling = resolveGood(
      'function strlen(s) { if (s == "") next; return 7 } probe begin { println(strlen("a")) }',
    ).functions;
    expect(falling.map(({ origin }) => origin)).toEqual(['user', 'tapset']);
    expect(falling[0]?.nextOverload).toBe(falling[1]);
  });

  it('leaves out what no probe reaches, and does not check it', () => {
    const { functions } = resolveGood(
      'function f() { return g() } function g() { return 1 } function unused() { return nosuch() } probe begin { println(f()) }',
    );
    expect(functions.map(({ name }) => name)).toEqual(['f', 'g']);
  });

  it('leaves out what only a branch ruled out by @defined calls', () => {
    const { functions } = resolveGood(
      'function f() { return 1 } probe begin { if (@defined($x)) f(); println(2) }',
    );
    expect(functions).toEqual([]);
  });

  it('knows recursion', () => {
    const { functions } = resolveGood(
      'function even(n) { return n ? odd(n - 1) : 1 } function odd(n) { return n ? even(n - 1) : 0 } probe begin { println(even(4)) }',
    );
    expect(functions.map(({ name }) => name).sort()).toEqual(['even', 'odd']);
  });

  it('reads the pragmas of intrinsics', () => {
    const { functions } = resolveGood('probe begin { println(execname()); exit() }');
    expect(functions.map(({ body }) => body)).toEqual([
      { kind: 'intrinsic', name: 'execname', pure: true, context: true, maxLength: 15 },
      { kind: 'intrinsic', name: 'exit', pure: false, context: false, maxLength: undefined },
    ]);
  });

  it('lets a global, a local and a function share a name', () => {
    const { globals, functions } = resolveGood(
      'global f function f() { return 3 } probe begin { f = f(); pid = pid(); println(f, pid) }',
    );
    expect([globals[0]?.name, functions[0]?.name]).toEqual(['f', 'f']);
  });

  it('refuses C', () => {
    expect(
      messagesOf('function f() %{ return 1; %} probe begin { f() }', { guru: true }).map((message) =>
        message.slice(0, 8),
      ),
    ).toContain('STSX2009');
  });
});

describe('globals', () => {
  it('keeps the user globals first, in declaration order, and of the library what is used', () => {
    const { globals } = resolveGood('global b, a probe begin { println(thread_indent(1), a, b) }');
    expect(globals.map(({ displayName, origin }) => [displayName, origin])).toEqual([
      ['b', 'user'],
      ['a', 'user'],
      ['depths', 'tapset'],
      ['starts', 'tapset'],
    ]);
    expect(new Set(globals.map(({ name }) => name)).size).toBe(4);
  });

  it('keeps private names apart from other files', () => {
    const { globals, probes, functions } = resolveGood(
      'global depths probe begin { depths = 1; println(thread_indent(1), depths) }',
    );
    expect(globals.map(({ displayName }) => displayName)).toEqual(['depths', 'depths', 'starts']);
    expect(probes.flatMap(({ body }) => identifiersIn(body))).toEqual(['depths', 'depths']);
    const inner = functions.find(({ displayName }) => displayName === 'depth_shown');
    expect(inner?.body.kind === 'block' && identifiersIn(inner.body.block)).toContain(
      '__private_indent_depths',
    );
  });

  it('keeps a script global out of the locals of library functions', () => {
    const { functions } = resolveGood(
      'global point, name probe begin { point = 1; name = 2; println(ppfunc(), point, name) }',
    );
    const ppfunc = functions.find(({ name }) => name === 'ppfunc');
    const names = ppfunc?.body.kind === 'block' ? identifiersIn(ppfunc.body.block) : [];
    expect(names).toContain('__local_point');
    expect(names).not.toContain('point');
  });

  it('lets a parameter hide a global', () => {
    const { functions } = resolveGood(
      'global x function f(x) { return x } probe begin { println(f(1)); x = 1 }',
    );
    const [f] = functions;
    expect(f?.body.kind === 'block' && identifiersIn(f.body.block)).toEqual(['x']);
  });

  it('asks for a declaration of arrays', () => {
    expect(messagesOf('probe begin { loc[1] = 5; println(loc[1]) }')).toEqual([
      'STSX2003 1:15 unresolved arity-1 global array loc, missing global declaration?',
    ]);
    expect(messagesOf('probe begin { foreach ([a, b] in yy) print(a) println(1 in qq) }')).toEqual([
      'STSX2003 1:34 unresolved arity-2 global array yy, missing global declaration?',
      'STSX2003 1:60 unresolved arity-1 global array qq, missing global declaration?',
    ]);
  });

  it('suggests a global for a mistyped array', () => {
    const { diagnostics } = resolveScript('global counts probe begin { counts[1] = 1; println(cuonts[1]) }');
    expect(diagnostics[0]?.hint).toBe('did you mean counts?');
  });

  it('deletes only what was mentioned', () => {
    expect(messagesOf('probe begin { x = 1; delete x; delete y }')).toEqual([
      'STSX2004 1:39 unresolved array in delete statement: y',
    ]);
    expect(messagesOf('probe begin { delete y; y = 1; println(y) }')).toHaveLength(1);
  });

  it('shares no node between probes of one body', () => {
    const { probes } = resolveGood('probe begin, end { x = 1; println(x) }');
    const seen = new Set<ast.Node>();
    for (const { body } of probes) {
      visit(body, {
        enter: (node) => {
          expect(seen.has(node)).toBe(false);
          seen.add(node);
        },
      });
    }
  });

  it('finds globals of library files', () => {
    const library = { 'lib.stp': 'global shared = 3\nprobe never { println(shared) }' };
    const { globals, probes } = resolveGood('probe begin { println(shared) }', { library });
    expect(globals.map(({ name, origin }) => [name, origin])).toEqual([['shared', 'tapset']]);
    expect(probes.map(({ pointText, origin }) => [pointText, origin])).toEqual([
      ['begin', 'user'],
      ['never', 'tapset'],
    ]);
  });
});

describe('-G', () => {
  const script = 'global a = 1, s = "x", n, arr[3] probe begin { println(a, s, n); arr[1] = 1 }';
  const overridesOf = (globals: Readonly<Record<string, string>>) =>
    resolveGood(script, { globals }).globals.map(({ initialOverride }) => initialOverride);

  it('sets numbers and texts', () => {
    expect(overridesOf({ a: '-0x10', s: '5', n: '010' })).toEqual([-16n, '5', 8n, undefined]);
    expect(overridesOf({ n: 'text' })).toEqual([undefined, undefined, 'text', undefined]);
  });

  it.each([
    [{ b: '7' }, 'STSX2006 -G b=7: the script has no global variable b'],
    [{ a: 'x' }, 'STSX2007 1:8 -G a=x: a holds a number, and x is none'],
    [{ arr: '1' }, 'STSX2008 1:27 -G arr=1: arr is an array; only scalars can be set'],
  ])('refuses %s', (globals, message) => {
    expect(messagesOf(script, { globals })[0]).toContain(message);
  });
});

describe('conditions', () => {
  it('ands the conditions of aliases, the inner first', () => {
    const [probe] = resolveGood(
      'global g, h probe a = timer.s(1) if (g) { x = 1 } probe a if (h > 1) { println(x) }',
    ).probes;
    const { condition } = probe ?? {};
    expect(
      condition?.kind === 'Logical' && [condition.operator, condition.left.kind, condition.right.kind],
    ).toEqual(['&&', 'Identifier', 'Comparison']);
  });

  it.each([
    [
      'probe begin if (loc) { println("x") }',
      'STSX2103 1:17 probe condition must not reference undeclared global: loc',
    ],
    [
      'probe begin if (pid()) { println(1) }',
      'STSX2104 1:17 probe condition must not reference function: pid',
    ],
    [
      'global a probe begin if (a = 3) { println(a) }',
      'STSX2105 1:28 probe condition must not modify any variables',
    ],
    [
      'global a probe begin if (a++) { println(a) }',
      'STSX2105 1:27 probe condition must not modify any variables',
    ],
    [
      'probe begin if ($x) { println(1) }',
      'STSX2106 1:17 probe condition must not reference target variable: $x',
    ],
  ])('%s', (text, message) => {
    expect(messagesOf(text)).toEqual([message]);
  });
});

describe('aliases', () => {
  it('puts prologues before the body and epilogues behind it, the innermost outside', () => {
    const text =
      'probe a = begin { x = "a1" }, { x = "a2" } probe b = a { x = "b1" }, { x = "b2" } probe b { x = "body" println(x) }';
    const [probe] = resolveGood(text).probes;
    const texts: string[] = [];
    if (probe !== undefined) {
      visit(probe.body, {
        StringLiteral: ({ value }) => {
          texts.push(value);
        },
      });
    }
    expect(texts).toEqual(['a1', 'b1', 'body', 'b2', 'a2']);
  });

  it('binds a library alias to the private names of its file', () => {
    const library = { 'lib.stp': 'private global hits\nprobe lib.tick = begin { hits++; count = hits }' };
    const { probes } = resolveGood('global hits probe lib.tick { hits = count }', { library });
    expect(probes.flatMap(({ body }) => identifiersIn(body))).toEqual([
      '__private_lib_hits',
      'count',
      '__private_lib_hits',
      'hits',
      'count',
    ]);
  });
});

describe('script arguments', () => {
  it('come from the library where a script names them', () => {
    const { globals, probes } = resolveGood('probe begin { println(argc, argv[2]) }', {
      arguments: ['a', 'b'],
    });
    expect(globals.map(({ name }) => name)).toEqual(['argc', 'argv']);
    expect(globals[0]?.declaration.initial).toMatchObject({ kind: 'NumberLiteral', value: 2n });
    expect(probes.map(({ pointText }) => pointText)).toEqual(['begin', 'begin(-9223372036854775808)']);
  });

  it('are not there where none does', () => {
    expect(resolveGood('probe begin { println(1) }', { arguments: ['a'] }).globals).toEqual([]);
  });
});
