/** What is reported where, beside what the grammar expects (test/unit/grammar/parser.test.ts). */
import { describe, expect, test } from 'vitest';
import { parseText } from './support/parse-text.ts';

describe('problems', () => {
  const cases: readonly (readonly [text: string, ...problems: string[]])[] = [
    ['', "input file 't.stp' is empty at 1:1"],
    ['# c\n', "input file 't.stp' is empty at 1:1"],
    ['%( 1 == 2 %? a %)', "input file 't.stp' is empty after preprocessing at 1:1"],
    ['probe begin { println("abc }', 'could not find matching closing quote at 1:23'],
    ['probe begin { %{ x', "could not find matching '%}' to close embedded function block at 1:15"],
    ['probe begin { \xc3\xa9 = 3 }', "expected statement, found junk '\\xc3\\xa9' at 1:15"],
    ['probe begin { x = 5 \\ 3 }', "expected literal string or number, found operator '\\' at 1:21"],
    ['probe begin { println(0xzz) }', 'number invalid or out of range at 1:23'],
    ['probe begin { return 3 }', "found 'return' not in function context at 1:15"],
    ['function f(a, a) { }', 'duplicate parameter names at 1:15'],
    ['function f():0 {}', 'specified priority must be > 0 at 1:14'],
    ['function f() %{ %}', 'embedded code in unprivileged script; need stap -g at 1:14'],
    ['%{ %}', 'embedded code in unprivileged script; need stap -g at 1:1'],
    ['probe begin { x = %{ 1 %} }', 'embedded expression code in unprivileged script; need stap -g at 1:19'],
    ['probe begin { @const("X") }', 'using @const operator not permitted; need stap -g at 1:15'],
    ['probe begin { @kderef(1, 2) }', 'using @kderef operator not permitted; need stap -g at 1:15'],
    ['probe begin { @uderef(1, 2) }'],
    ['global x, x', 'duplicate global name at 1:11'],
    ['private x global x', 'global versus private variable declaration conflict at 1:18'],
    ['global x[0]', 'array size out of range at 1:10'],
    ['global x[2147483647]'],
    ['global x[3] = 3', 'only scalar globals can be initialized at 1:13'],
    ['probe x = z? = k.l {}', 'probe point alias name cannot be optional nor sufficient at 1:11'],
    ['probe a += b {}, {}', "combined prologue and epilogue cannot be defined with '+=' at 1:16"],
    [
      'probe begin { printf("%d", @hist_log(s)) }',
      'base histogram operator where expression expected at 1:28',
    ],
    ['probe begin { print("a", @hist_log(s)) }', 'base histogram operator where expression expected at 1:26'],
    ['probe begin { [1, 2] }', 'unexpected comma-separated expression list at 1:22'],
    ['probe begin { [a = 1] in b }', "expected ',' or ']', found operator '=' at 1:18"],
    ['probe begin { [a || 1] in b }', "expected ',' or ']', found operator '||' at 1:18"],
    ['probe begin { $a$->b }', '-> and [ are not accepted for a pretty-printing variable at 1:18'],
    ['probe begin { foreach ([i+, j-] in a) i }', 'multiple sort directives at 1:30'],
    [
      'probe begin { foreach (i in a @foo +) i }',
      "expected statistical operation, found operator '@foo' at 1:31",
    ],
    ['probe begin { @count(x, 3) }', 'not more than 1 parameter allowed at 1:23'],
    ['probe begin { print() }', "expected literal string or number, found operator ')' at 1:21"],
    ['probe begin { x = sprint() }', "expected literal string or number, found operator ')' at 1:26"],
    ['probe begin { printd("", 1) }', "expected literal string or number, found operator '}' at 1:29"],
    ['probe begin { println() sprintln() }'],
    ['probe begin { printf("%y", 1) }', 'invalid or missing conversion specifier at 1:26'],
    ['probe begin { printf("%d") }'],
    [
      'probe begin { x = ; }\nprobe end { y = + }\nglobal 5',
      "expected literal string or number, found operator ';' at 1:19",
      "expected literal string or number, found operator '}' at 2:19",
      "expected identifier, found number '5' at 3:8",
    ],
  ];
  test.each(cases)('%s', (text, ...problems) => {
    expect(parseText(text).problems).toEqual(problems);
  });
});

test('the library may hold what a script needs -g for', () => {
  const text = 'function f:long () %{ /* pure */ %} probe a = begin { x = @const("X") }';
  expect(parseText(text, {}, 'tapset').problems).toEqual([]);
  expect(parseText(text, { guru: true }).problems).toEqual([]);
});

describe('hints', () => {
  const cases: readonly (readonly [text: string, hint: string])[] = [
    ['probe begin { x = 1\nprobe end { }', "a '}' may be missing before this 'probe'"],
    ['probe begin { x = 1', "a '}' is missing"],
    ['global while', "'while' is a keyword and cannot be a name"],
    ['prob begin { }', "did you mean 'probe'?"],
    ['x = 3', "statements stand in a probe's or function's braces"],
    ['probe begin { @cuont(s) }', 'did you mean @count?'],
    ['probe begin { printd(",", 1) }', 'printd takes a delimiter and at least two values'],
    ['probe begin { println($1) }', '$1 needs a script argument: stsx run FILE ARG…'],
  ];
  test.each(cases)('%s', (text, hint) => {
    expect(parseText(text).report.diagnostics[0]?.hint).toBe(hint);
  });
});

describe('whatever the bytes are, there is a verdict', () => {
  const deep = 10_000;
  const cases: readonly (readonly [name: string, text: string])[] = [
    ['brackets', `probe begin { x = ${'('.repeat(deep)}1${')'.repeat(deep)} }`],
    ['operands', `probe begin { x = a${' + a'.repeat(100_000)} }`],
    ['else if', `probe begin { ${'if (x) y; else '.repeat(deep)}y }`],
    ['prefixes', `probe begin { x = ${'- '.repeat(deep)}y }`],
    ['conditionals', `probe begin { x = ${'y ? 1 : '.repeat(deep)}2 }`],
    ['assignments', `probe begin { ${'y = '.repeat(deep)}2 }`],
    ['indexes', `probe begin { ${'a['.repeat(deep)}`],
    ['groups', `probe ${'{'.repeat(deep)}`],
    ['preprocessor', `${'%( 1 == 1 %? '.repeat(deep)}global x`],
    ['NULs', '\0'.repeat(1_000_000)],
    ['a long line', `probe begin { x = "${'y'.repeat(10_000_000)} }`],
    ['no script', '\x7fELF\x02\x01\x01\xff\xfe'.repeat(10_000)],
    ['errors', 'probe x { = }\n'.repeat(20_000)],
  ];
  test.each(cases)('%s', (_name, text) => {
    const { report } = parseText(text);
    expect(report.hasErrors).toBe(true);
    for (const { message } of report.diagnostics) expect(message.length).toBeLessThan(400);
  });

  test('carriage returns are blanks', () => {
    expect(parseText('probe begin {\r\n  x = 1 // c\r\n}\r\n').problems).toEqual([]);
  });

  test('90 levels are no problem', () => {
    const levels = 90;
    const texts = [
      `x = ${'('.repeat(levels)}1${')'.repeat(levels)}`,
      `${'if (x) { '.repeat(levels)}y${' }'.repeat(levels)}`,
      `${'a['.repeat(levels)}1${']'.repeat(levels)}`,
    ];
    for (const text of texts) expect(parseText(`probe begin { ${text} }`).problems).toEqual([]);
  });

  test('400 operands are no problem', () => {
    expect(parseText(`probe begin { x = a${' + a'.repeat(400)} }`).problems).toEqual([]);
  });
});
