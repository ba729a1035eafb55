import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../grammar/lexer.ts';
import { parseItems } from '../../../grammar/parser.ts';

function parse(text: string) {
  const kinds: string[] = [];
  const problems = parseItems(tokenize(text).tokens, ({ kind }) => kinds.push(kind));
  return { kinds, problems };
}

function problems(text: string): string[] {
  return parse(text).problems.map((problem) =>
    problem.kind === 'nesting' ? 'nesting' : `${problem.expected} @ ${problem.token.image}`,
  );
}

/** What SystemTap expects where, in its words. */
describe('expectations', () => {
  const value = 'literal string or number';
  const item = "'probe', 'global', 'private', 'function', or '%{'";
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['foo', `${item} @ foo`],
    ['probe', 'unexpected end-of-file @ '],
    ['probe begin', "one of ', { } = +=' @ "],
    ['probe a.b c', "one of ', { } = +=' @ c"],
    ['probe a.3 {}', "identifier or '*' or '{' @ 3"],
    ['probe a, b = c {}', 'probe point specifier @ ='],
    ['probe a*b *c {}', "one of ', { } = +=' @ *"],
    ['probe begin {}, {}', `${item} @ ,`],
    ['global 5', 'identifier @ 5'],
    ['global a b', `${item} @ b`],
    ['private probe', "'function' or identifier @ probe"],
    ['function 3', 'identifier @ 3'],
    ['function f {', "'(' @ {"],
    ['function f(a b) {}', "',' or ')' @ b"],
    ['function f(a:int) {}', "'string' or 'long' @ int"],
    ['function f() 3', "'{' @ 3"],
    ['probe begin { x = ; }', `${value} @ ;`],
    ['probe begin { f(1, ) }', `${value} @ )`],
    ['probe begin { f(1 }', "one of ') ,' @ }"],
    ['probe begin { a[1 }', "one of '] ,' @ }"],
    ['probe begin { [1 2] in a }', "',' or ']' @ 2"],
    ['probe begin { 1 in 2 }', 'identifier or statistical operation @ 2'],
    ['probe begin { a =~ b }', 'literal string @ b'],
    ['probe begin { a =~ "b" == 1 }', `${value} @ ==`],
    ['probe begin { a < "b" =~ "c" }', `${value} @ =~`],
    ['probe begin { a in b in c }', 'statement @ in'],
    ['probe begin { a in b == 1 }', `${value} @ ==`],
    ['probe begin { a + [1] in b }', `${value} @ [`],
    ['probe begin { a ? b }', "':' @ }"],
    ['probe begin { a->3 }', 'identifier or keyword @ 3'],
    ['probe begin { ++!x }', `${value} @ !`],
    ['probe begin { printf(f) }', 'literal string @ f'],
    ['probe begin { printf("a" . "b") }', "one of ', )' @ ."],
    ['probe begin { @cast(a, b) }', 'literal string @ b'],
    ['probe begin { else }', 'statement @ else'],
    ['probe begin { if (1) {} ; else 2 }', 'statement @ else'],
    ['probe begin { try {} }', "'catch' @ }"],
    ['probe begin { for (i = 0; i < 3) x }', "';' @ )"],
    ['probe begin { for (a b; ;) x }', "';' @ b"],
    ['probe begin { foreach k in a x }', "'(' @ k"],
    ['probe begin { foreach ([a b] in x) ; }', "',' or ']' @ b"],
    ['probe begin { foreach (v = k in b @sum) ; }', 'sort directive @ )'],
    ['probe begin { return return }', `${value} @ return`],
    ['probe begin { a', 'statement @ '],
    ['probe begin { a = ', 'value @ '],
    ['probe begin { (a', 'unexpected end-of-file @ '],
  ];
  test.each(cases)('%s', (text, expected) => {
    expect(problems(text)[0]).toBe(expected);
  });
});

test('a mistake ends its item, and the next item is read', () => {
  const text = 'probe begin { x = ; }\nprobe end { y = + }\nglobal 5\nglobal fine';
  const { kinds, problems: found } = parse(text);
  expect(found.map(({ token }) => token.image)).toEqual([';', '}', '5']);
  expect(kinds).toEqual(['globals']);
});

test('items before a mistake are kept', () => {
  const { kinds } = parse('global a probe begin {} probe x { = } function f() {}');
  expect(kinds).toEqual(['globals', 'probe', 'function']);
});

test('nesting has a limit, not a stack overflow', () => {
  const deep = 10_000;
  for (const [open, close] of ['()', '[]', '{}'] as const) {
    const inside = open === '{' ? '' : 'x';
    const opening = open === '[' ? 'a[' : (open ?? '');
    expect(
      problems(`probe begin { ${opening.repeat(deep)}${inside}${(close ?? '').repeat(deep)} }`),
    ).toContain('nesting');
  }
  expect(problems(`probe begin { ${'if (x) '.repeat(deep)} y }`)).toContain('nesting');
  expect(problems(`probe begin { ${'if (x) y; else '.repeat(deep)} y }`)).toEqual([]);
});
