import { describe, expect, test } from 'vitest';
import { readLibraryMacros } from '../../../src/1-parse/preprocess/library-macros.ts';
import { Report } from '../../../src/diagnostics/report.ts';
import { placeText, sourceFile } from '../../../src/source/source.ts';
import { dumpFile } from './support/dump.ts';
import { parseText, testEnvironment } from './support/parse-text.ts';

/** The dump of a text's handler, or its first problem. */
function expanded(text: string): string {
  const { file, problems } = parseText(text);
  if (file === undefined) return problems.find((problem) => !problem.startsWith('macro redefines')) ?? '';
  return dumpFile(file).replace(/^probe begin\{(.*)\}$/s, '$1');
}

describe('expansion', () => {
  const cases: readonly (readonly [text: string, result: string])[] = [
    ['@define x %( 1 %) probe begin { @x }', '1'],
    ['@define add(a,b) %( ((@a)+(@b)) %) probe begin { x = @add(2, 3) }', '(x)=((2)+(3))'],
    ['@define x(a) %( @a %) probe begin { @x(f(1,2)) }', 'f(1,2)'],
    ['@define x(a) %( 1 @a %) probe begin { @x() }', '1'],
    ['@define x(a,b) %( @b @a %) probe begin { y = @x(,3) }', '(y)=(3)'],
    ['@define f %( g %) probe begin { @f(3) }', 'g(3)'],
    ['@define x(a) %( @a + @b %) @define b %( 9 %) probe begin { @x(@b) }', '(9)+(9)'],
    ['@define a %( 1 %) @define x(a) %( @a %) probe begin { @x(@a) }', '1'],
    ['@define x(a) %( @y(@a) %) @define y(a) %( -@a %) probe begin { @x(3) }', '-(3)'],
    ['@define x %( %( 1 == 1 %? 4 %: 5 %) %) probe begin { @x }', '4'],
    ['@define k %( kernel_v %) probe begin { %( @k > "2" %? 1 %: 2 %) }', '1'],
    ['@define cast(a) %( @a %) probe begin { @cast(3) }', '3'],
    ['probe begin { @define x %( 2 %) @x }', '2'],
    ['@define s %( "\\x4" %) probe begin { @s "1" }', '""'],
    ['@define p %( sys*_foo %) probe @p {}', 'probe sys*_foo{}'],
  ];
  test.each(cases)('%s', (text, result) => {
    expect(expanded(text)).toBe(result);
  });
});

describe('mistakes', () => {
  const cases: readonly (readonly [text: string, problem: string])[] = [
    ['@define', 'expected identifier, found end of file at 1:8'],
    ['@define 3', "expected identifier, found number '3' at 1:9"],
    ['@define x', "expected '%(' or '(', found end of file at 1:10"],
    ['@define x %( ', "incomplete macro definition - missing '%)' at 1:9"],
    ['@define x() %( 1 %) probe begin {}', "expected identifier, found operator ')' at 1:11"],
    ['@define x(a b) %( 1 %) probe begin {}', "expected ',' or ')', found identifier 'b' at 1:13"],
    ['@define if %( 1 %) probe begin {}', "expected identifier, found keyword 'if' at 1:9"],
    [
      '@define x %( 1 %) @define x %( 2 %) probe begin {}',
      "attempt to redefine macro '@x' in the same file at 1:27",
    ],
    ['@define x %( @define y %( 1 %) %) probe begin {@x}', "'@define' forbidden inside macro body at 1:14"],
    [
      '@define x(a) %( 1 %) probe begin { @x }',
      "expected '(' in invocation of macro '@x' taking 1 parameter at 1:39",
    ],
    [
      '@define x(a,b) %( 1 %) probe begin { @x(1) }',
      "too few parameters for macro '@x' (expected 2) at 1:42",
    ],
    [
      '@define x(a) %( 1 %) probe begin { @x(1,2) }',
      "too many parameters for macro '@x' (expected 1) at 1:40",
    ],
    ['@define x(a) %( 1 %) probe begin { @x(3 }', 'could not find end of macro invocation at 1:36'],
    ['@define x %( @y %) @define y %( @x %) probe begin { @x }', "macro '@x' expands without end at 1:53"],
    ['probe begin { @nothing }', 'unknown operator @nothing at 1:15'],
    ['@define x(a) %( @y %) @define y %( @a %) probe begin { @x(3) }', 'unknown operator @a at 1:36'],
  ];
  test.each(cases)('%s', (text, problem) => {
    expect(expanded(text)).toBe(problem);
  });
});

test('a macro bomb is defused', () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `@define a${i + 1} %( @a${i} @a${i} %)\n`).join('');
  expect(expanded(`@define a0 %( 1 %)\n${doubling}probe begin { @a40 }`)).toMatch(/expands without end/);
});

test('a mistake in an expansion is shown where it was written', () => {
  expect(expanded('@define bad %( 3 +\n  ; %)\nprobe begin { x = @bad }')).toBe(
    "expected literal string or number, found operator ';' at 2:3",
  );
});

test('nodes of an expansion span the use, and their tokens are those of the body', () => {
  const { file } = parseText('@define two %( 1 + 1 %)\nprobe begin { x = @two }');
  const probe = file?.items[0];
  const statement = probe?.kind === 'Probe' ? probe.body.statements[0] : undefined;
  const value =
    statement?.kind === 'ExpressionStatement' && statement.expression.kind === 'Assignment'
      ? statement.expression.value
      : undefined;
  expect(value && [placeText(value.span), placeText(value.token.span)]).toEqual(['t.stp:2:19', 't.stp:1:18']);
});

test("the library's macros are known everywhere, and a script's own come first", () => {
  const report = new Report();
  const macros = readLibraryMacros(
    [
      sourceFile(
        'a.stpm',
        '%( systemtap_v >= "5" %? @define one %( 1 %) %)\n@define two %( @one + @one %)',
        'tapset',
      ),
      sourceFile('b.stpm', '@define one %( 9 %)', 'tapset'),
    ],
    testEnvironment,
    report,
  );
  expect(report.diagnostics).toEqual([]);
  const dump = (text: string): string => {
    const { file } = parseText(text, { libraryMacros: macros });
    return file === undefined ? '' : dumpFile(file);
  };
  expect(dump('probe begin { @two }')).toBe('probe begin{(1)+(1)}');
  expect(dump('@define one %( 7 %) probe begin { @two }')).toBe('probe begin{(7)+(7)}');
});

test('a library macro file holds nothing else', () => {
  const report = new Report();
  readLibraryMacros(
    [sourceFile('a.stpm', '@define one %( 1 %) probe begin {}', 'tapset')],
    testEnvironment,
    report,
  );
  expect(report.diagnostics.map(({ code }) => code)).toEqual(['STSX1049']);
});
