import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../grammar/lexer.ts';

function types(text: string): string {
  return tokenize(text)
    .tokens.map((token) => `${token.tokenType.name}:${token.image}`)
    .join(' ');
}

describe('tokens', () => {
  const cases: readonly (readonly [text: string, tokens: string])[] = [
    ['probe probes', 'Probe:probe Identifier:probes'],
    ['$skb $$vars $ $$', 'TargetName:$skb TargetName:$$vars PrettyMark:$ PrettyMark:$$'],
    ['a$b', 'Identifier:a$b'],
    ['@count @foo @define', 'AtStatistic:@count AtWord:@foo AtWord:@define'],
    ['$1 @2 $# @#', 'Argument:$1 Argument:@2 Argument:$# Argument:@#'],
    ['a$1', 'Identifier:a$1'],
    ['1.5', 'NumberLiteral:1 Dot:. NumberLiteral:5'],
    ['1_000', 'NumberLiteral:1 Identifier:_000'],
    ['08 0x1g', 'NumberLiteral:08 NumberLiteral:0x1g'],
    ['"a\\"b" "c', 'StringLiteral:"a\\"b" UnterminatedString:"c'],
    ['"a\\\nb"', 'StringLiteral:"a\\\nb"'],
    ['%{ x %} %{ y', 'EmbeddedCode:%{ x %} UnterminatedCode:%{ y'],
    ['a >>>= b', 'Identifier:a UnsignedShiftRight:>>> Assign:= Identifier:b'],
    ['a>>=b', 'Identifier:a ShiftRightAssign:>>= Identifier:b'],
    ['!~x', 'MatchesNot:!~ Identifier:x'],
    [
      '%( %? %: %) %=',
      'OpenConditional:%( ThenConditional:%? ElseConditional:%: CloseConditional:%) ModuloAssign:%=',
    ],
    ["\\ ' `", "OtherOperator:\\ OtherOperator:' OtherOperator:`"],
    ['a\xc3\xa9\0b', 'Identifier:a Junk:\xc3\xa9\0 Identifier:b'],
    ['printf printd print', 'FormattedPrint:printf DelimitedPrint:printd PlainPrint:print'],
  ];
  test.each(cases)('%s', (text, tokens) => {
    expect(types(text)).toBe(tokens);
  });
});

test('comments are kept apart, and an unclosed one runs to the end', () => {
  const { tokens, comments } = tokenize('a # b\n// c\n/* d */ e /* f\n g');
  expect(tokens.map((token) => token.image)).toEqual(['a', 'e']);
  expect(comments.map((token) => token.image)).toEqual(['# b', '// c', '/* d */', '/* f\n g']);
});

test('long lines do not exhaust the regular expressions', () => {
  const long = 'x\\"'.repeat(3_000_000);
  expect(tokenize(`"${long}"`).tokens.map((token) => token.image.length)).toEqual([long.length + 2]);
});
