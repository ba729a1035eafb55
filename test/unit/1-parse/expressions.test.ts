/** Precedence and associativity, as SystemTap's own dump brackets them. */
import { describe, expect, test } from 'vitest';
import { expression } from './support/dump.ts';
import { parseStatements } from './support/parse-text.ts';

function dumps(text: string): string[] {
  return parseStatements(text).map((statement) =>
    statement.kind === 'ExpressionStatement' ? expression(statement.expression) : statement.kind,
  );
}

describe('trees', () => {
  const cases: readonly (readonly [text: string, ...trees: string[]])[] = [
    ['a . b + 1 . 5', '((a).((b)+(1))).(5)'],
    ['a - b - c * d / e % f', '((a)-(b))-((((c)*(d))/(e))%(f))'],
    ['a | b ^ c & d', '(a)|((b)^((c)&(d)))'],
    ['a || b && c || d', '((a)||((b)&&(c)))||(d)'],
    ['1 < 2 == 2 > 1', '(((1)<(2))==(2))>(1)'],
    ['a & b == c', '(a)&((b)==(c))'],
    ['a << b >> c >>> d', '(((a)<<(b))>>(c))>>>(d)'],
    ['a << b . c', '(a)<<((b).(c))'],
    ['a = b = c', '(a)=((b)=(c))'],
    ['a + b += c -= d', '((a)+(b))+=((c)-=(d))'],
    ['a ? b : c = d', '((a)?(b):(c))=(d)'],
    ['x = a ? b = c : d ? e : f', '(x)=((a)?((b)=(c)):((d)?(e):(f)))'],
    ['a || b ? c : d', '((a)||(b))?(c):(d)'],
    ['a & b in m', '(a)&([b] in m)'],
    ['a == 1 in m', '[(a)==(1)] in m'],
    ['!a in m', '[!(a)] in m'],
    ['a =~ "x" in m', '[(a)=~""] in m'],
    ['[a, *] in m && b', '([a,*] in m)&&(b)'],
    ['a in m ? 1 : 2', '([a] in m)?(1):(2)'],
    ['1 in @hist_linear(s, -1, 2, 3)', '[1] in @hist_linear(s,-1,2,3)'],
    ['a =~ "x" && b !~ "y"', '((a)=~"")&&((b)!~"")'],
    ['a . b =~ "x"', '((a).(b))=~""'],
    ['-a->b', '-((a)->b)'],
    ['- -x + ! ~y', '(-(-(x)))+(!(~(y)))'],
    ['x++ + ++y', '((x)++)+(++(y))'],
    ['$a->b[1]->c$$', '$a->b[1]->c->$$'],
    ['&$a', '&$a'],
    ['$a$', '$a->$'],
    ['$$vars$', '$$vars->$'],
    ['@cast(1, "t", "m")[2]', '@cast(1,"","")[2]'],
    ['@cast(1, "t")$', '@cast(1,"")->$'],
    ['@var("a@b")->x', '@var("")->x'],
    ['a[1][2]', '(a[1])[2]'],
    ['f(1)->x[2]->y$', '(f(1))->x[2]->y->$'],
    ['(x->y)->z', '((x)->y)->z'],
    ['x->y->z', '(x)->y->z'],
    ['&(x->y)', '&(x)->y'],
    ['&x', '&(x)'],
    ['a->if', '(a)->if'],
    ['[a]', 'a'],
    ['@hist_log(s)[3] + 1', '(@hist_log(s)[3])+(1)'],
    ['print(@hist_log(s))', 'print(@hist_log(s))'],
    ['a[b = 3, *]', 'a[(b)=(3),*]'],
    ['f (1, a = 2)', 'f(1,(a)=(2))'],
  ];
  test.each(cases)('%s', (text, ...trees) => {
    expect(dumps(text)).toEqual(trees);
  });
});

describe('where a statement ends', () => {
  const cases: readonly (readonly [text: string, ...trees: string[]])[] = [
    ['x = 1 y = 2', '(x)=(1)', '(y)=(2)'],
    ['x = 1 -y', '(x)=((1)-(y))'],
    ['x = y ++ z', '(x)=((y)++)', 'z'],
    ['1 (y)', '1', 'y'],
    ['[1] + 2', '1', '+(2)'],
    ['x @count(s)', 'x', '@count(s)'],
    ['$x (3)', '$x', '3'],
    ['a ; ;', 'a', 'EmptyStatement'],
    ['y in @hist_log(s)[1]', '[y] in @hist_log(s)', '1'],
  ];
  test.each(cases)('%s', (text, ...trees) => {
    expect(dumps(text)).toEqual(trees);
  });
});
