import { describe, expect, test } from 'vitest';
import { dumpFile } from './support/dump.ts';
import { parseGood, parseText } from './support/parse-text.ts';

function handler(text: string, ...given: string[]): string {
  const { file, problems } = parseText(`probe begin { ${text} }`, { arguments: given });
  return file === undefined ? (problems[0] ?? '') : dumpFile(file).slice('probe begin{'.length, -1);
}

describe('pasting', () => {
  const cases: readonly (readonly [text: string, given: string[], result: string])[] = [
    ['$1', ['foo'], 'foo'],
    ['$1x', ['foo'], 'foox'],
    ['$1$2', ['foo', '3'], 'foo$2'],
    ['$2+$2', ['foo', '3'], '(3)+(3)'],
    ['a$1', ['foo'], 'a$1'],
    ['$1', ['1 + 2'], '(1)+(2)'],
    ['$#; @#', ['a', 'b'], '2""'],
    ['x = $1 3" ', ['"abc'], '(x)=("")'],
    ['$1 b', ['a //'], 'could not'],
    ['$1= 3', ['a +'], '(a)+=(3)'],
    ['%( $# > 1 %? $2 %: 9 %)', ['a'], '9'],
    ['%( $1 == 3 %? x %: y %)', ['3'], 'x'],
    ['$1', [''], ''],
    ['$2', ['a'], 'command line argument out of range [1-1] at 1:15'],
    ['$0', ['a'], 'command line argument out of range [1-1] at 1:15'],
    ['$1', ['a $2', 'b'], 'invalid nested substitution of command line arguments at 1:15'],
    ['$1', ['"abc'], 'could not find matching closing quote at 1:15'],
  ];
  test.each(cases.filter(([, , result]) => result !== 'could not'))('%s with %j', (text, given, result) => {
    expect(handler(text, ...given)).toBe(result);
  });
});

test('a comment in an argument comments out the rest of the line', () => {
  const { file } = parseText('probe begin { $1 b\n}', { arguments: ['a //'] });
  expect(file && dumpFile(file)).toBe('probe begin{a}');
});

test('@1 is the argument as a string, whatever it holds', () => {
  for (const argument of ['a"b', 'a\\x41', 'a\nb\x01\xe9', '$1', '']) {
    const [probe] = parseGood('probe begin { @1 }', { arguments: [argument] }).items;
    const statement = probe?.kind === 'Probe' ? probe.body.statements[0] : undefined;
    const value = statement?.kind === 'ExpressionStatement' ? statement.expression : undefined;
    expect(value?.kind === 'StringLiteral' && value.value).toBe(argument);
  }
});

test('the environment is told which arguments were used', () => {
  const used = new Set<number>();
  const argumentUsed = (place: number): unknown => used.add(place);
  parseText('probe begin { @3; $1 }', { arguments: ['a', 'b', 'c'], argumentUsed });
  expect([...used].sort()).toEqual([0, 2]);
});
