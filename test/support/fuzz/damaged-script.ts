/** Scripts with tokens taken out, put in, exchanged or cut off. */
import fc from 'fast-check';
import { tokenize } from '../../../grammar/lexer.ts';

export const sampleScripts: readonly string[] = [
  'probe kernel.function("x*").call? , timer.s(5)! if (a) { if (pid() == 3 && $x->y[2] in b) { c[pid(), "x"] += 3 . "y" } else while (x) y++; }',
  'global a, b%[30], c = 3, d = "x" probe begin { foreach ([k+, v] in a[*, 3] limit 4) printf("%d %s\\n", k, v); a <<< 3; println(@count(a) + @hist_log(a)[3]) }',
  'function f:long(a:string, b):3 { try { return a =~ "x" ? b : -c } catch (e) { next } } private global z probe x.{a,b}.c = d, e { delete z[1]; r = 3 } probe k.l = m { ; } , { p }',
  '@define m(x) %( (@x) %) probe begin { %( kernel_v >= "2.6" && 1 == 1 %? a = @m(3) %: garbage %) for (i = 0; i < 3; ++i) { break; continue } print(@cast(a, "x", "y")->z$, &$x) }',
  'probe begin { x = !a ? ~b | c ^ d & e == f << g . h + i * j : - k; printd(",", 1, 2); println(); [1,*] in z && @defined($q) || @entry(w) ; x <<= 3 >>> 2 }',
];

const pieces =
  '( ) { } [ ] , ; = == in if else 3 "s" x $y @count @foo -> . * ? : %( %) %? %: foreach probe global function return limit + - ++ ! & && <<< printf string try catch 08 %{ $1 @1 $# "open /* # @define @m'.split(
    ' ',
  );

type Damage =
  | { readonly kind: 'remove' | 'cut'; readonly place: number }
  | { readonly kind: 'insert' | 'replace'; readonly place: number; readonly piece: string };

const place = fc.nat({ max: 2000 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('remove' as const, 'cut' as const), place }),
  fc.record({
    kind: fc.constantFrom('insert' as const, 'replace' as const),
    place,
    piece: fc.constantFrom(...pieces),
  }),
);

export const damagedScript = damageOf(sampleScripts);

export function damageOf(scripts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...scripts), fc.array(damage, { minLength: 1, maxLength: 3 }))
    .map(([script, damages]) => damages.reduce(applyDamage, wordsOf(script)).join(' '));
}

function wordsOf(script: string): string[] {
  return tokenize(script).tokens.map((token) => token.image);
}

function applyDamage(words: string[], damaged: Damage): string[] {
  const at = damaged.place % Math.max(1, words.length);
  switch (damaged.kind) {
    case 'remove':
      return words.toSpliced(at, 1);
    case 'cut':
      return words.slice(0, at);
    case 'insert':
      return words.toSpliced(at, 0, damaged.piece);
    case 'replace':
      return words.toSpliced(at, 1, damaged.piece);
  }
}
