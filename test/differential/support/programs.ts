/**
 * Well-typed programs: statements and expressions of every kind over a fixed set of variables, so that any part can be left out and
 * what remains still compiles. Loops count to small numbers, but may run into MAXACTION together, which is alike as well.
 * Declared in every program: numbers, texts, arrays that may be iterated and one that may not, aggregates, functions.
 */
import fc from 'fast-check';
import { comparisons, declarations, foreachHeads, showAll, type Head } from './program-declarations.ts';
import type { Case } from './expect-alike.ts';
import { long, smallLong, text } from './values.ts';

/** Arrays that a foreach around iterates over must not be changed inside it. */
type Locked = readonly string[];

const longVariable = fc.constantFrom('a', 'b', 'c', 'g@@', 'h@@');
const textVariable = fc.constantFrom('x', 'y', 's@@');

const { number, string } = fc.letrec<{ number: string; string: string }>((tie) => {
  const n = tie('number');
  const s = tie('string');
  const key = n.map((inner) => `((${inner}) & 3)`);
  const short = s.map((inner) => `substr(${inner}, 0, 2)`);
  return {
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: longVariable },
      { weight: 2, arbitrary: smallLong },
      long,
      fc
        .tuple(n, fc.constantFrom('+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'), longVariable)
        .map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc.tuple(longVariable, n).map(([l, r]) => `(${l} >>> ${r})`),
      fc.tuple(n, fc.constantFrom(...comparisons, '&&', '||'), n).map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc.tuple(s, fc.constantFrom(...comparisons), s).map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc.tuple(fc.constantFrom('-', '~', '!'), n).map(([o, inner]) => `${o} (${inner})`),
      fc.tuple(n, n, n).map(([c, t, e]) => `((${c}) ? ${t} : ${e})`),
      fc
        .tuple(longVariable, fc.constantFrom('=', '+=', '-=', '*=', '|=', '<<='), n)
        .map(([v, o, e]) => `(${v} ${o} ${e})`),
      fc
        .tuple(longVariable, fc.constantFrom('++', '--'), fc.boolean())
        .map(([v, o, first]) => (first ? `(${o}${v})` : `(${v}${o})`)),
      fc.tuple(s, fc.constantFrom('a+', '^(.)(.)?', '[0-9]|b$', '')).map(([e, p]) => `(${e} =~ "${p}")`),
      s.map((e) => `strlen(${e})`),
      fc.tuple(s, n).map(([e, at]) => `stringat(${e}, ${at})`),
      key.map((k) => `n@@[${k}]`),
      key.map((k) => `(${k} in n@@)`),
      fc.tuple(short, key).map(([t, k]) => `([${t}, ${k}] in m@@)`),
      key.map((k) => `([*, ${k}] in m@@)`),
      fc.tuple(short, key).map(([t, k]) => `m@@[${t}, ${k}]`),
      fc.tuple(key, n).map(([k, e]) => `(f@@[${k}] += ${e})`),
      key.map((k) => `f@@[${k}]++`),
      fc.constantFrom('@count', '@sum', '@min', '@max', '@avg', '@variance').chain((o) =>
        fc.oneof(
          fc.constant(`${o}(q@@)`),
          key.map((k) => `${o}(r@@[${k}])`),
        ),
      ),
      fc.tuple(n, s).map(([e, t]) => `mix@@(${e}, ${t})`),
      n.map((e) => `down@@(${e})`),
      fc.tuple(n, n).map(([l, r]) => `choose@@(${l}, ${r})`),
      fc.tuple(n, n).map(([l, r]) => `pick@@(${l}, ${r})`),
    ),
    string: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: textVariable },
      { weight: 2, arbitrary: text },
      fc.tuple(s, s).map(([l, r]) => `(${l} . ${r})`),
      fc.tuple(n, s, s).map(([c, t, e]) => `((${c}) ? ${t} : ${e})`),
      fc.tuple(textVariable, fc.constantFrom('=', '.='), s).map(([v, o, e]) => `(${v} ${o} ${e})`),
      fc.tuple(n, s).map(([l, r]) => `sprint(${l}, ${r})`),
      fc.tuple(n, s).map(([l, r]) => `sprintf("%5d|%-4s|%x", ${l}, ${r}, ${l})`),
      fc.tuple(s, n, n).map(([e, from, size]) => `substr(${e}, ${from}, ${size})`),
      fc.tuple(s, s).map(([l, r]) => `str_replace(${l}, substr(${r}, 0, 1), ${r})`),
      key.map((k) => `t@@[${k}]`),
      n.map((k) => `matched((${k}) & 1)`),
      fc.tuple(s, n).map(([t, e]) => `twice@@(${t}, ${e})`),
    ),
  };
});

const key = number.map((inner) => `((${inner}) & 3)`);
const short = string.map((inner) => `substr(${inner}, 0, 2)`);

/** Statements that change nothing that is iterated. */
const harmless = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(longVariable, number).map(([v, e]) => `${v} = ${e}`) },
  { weight: 2, arbitrary: fc.tuple(textVariable, string).map(([v, e]) => `${v} = ${e}`) },
  fc
    .tuple(longVariable, fc.constantFrom('+=', '-=', '/=', '%=', '>>=', '^='), number)
    .map(([v, o, e]) => `${v} ${o} ${e}`),
  number.map((e) => `println("n", ${e})`),
  string.map((e) => `println("s", ${e})`),
  fc.tuple(number, string).map(([e, t]) => `printf("%d %s\\n", ${e}, ${t})`),
  number.map((e) => `if (${e}) error("made")`),
  fc.tuple(number, string).map(([e, t]) => `if (${e}) error(${t})`),
  number.map((e) => `if ((${e}) == 77) next`),
  number.map((e) => `q@@ <<< ${e}`),
  fc.tuple(key, number).map(([k, e]) => `f@@[${k}] = ${e}`),
  fc.constantFrom('delete g@@', 'delete s@@', 'delete q@@', 'delete f@@', 'note@@()'),
);
const changing: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'r@@': fc.tuple(key, number).map(([k, e]) => `r@@[${k}] <<< ${e}`),
  'n@@': fc.oneof(
    fc.tuple(key, number).map(([k, e]) => `n@@[${k}] = ${e}`),
    key.map((k) => `n@@[${k}]--`),
    key.map((k) => `delete n@@[${k}]`),
  ),
  't@@': fc.oneof(
    fc.tuple(key, string).map(([k, e]) => `t@@[${k}] .= ${e}`),
    key.map((k) => `delete t@@[${k}]`),
  ),
  'm@@': fc.oneof(
    fc.tuple(short, key, number).map(([t, k, e]) => `m@@[${t}, ${k}] = ${e}`),
    fc.tuple(short, key, number).map(([t, k, e]) => `m@@[${t}, ${k}] += ${e}`),
    key.map((k) => `delete m@@[*, ${k}]`),
  ),
};

function block(depth: number, locked: Locked, inLoop: boolean): fc.Arbitrary<string> {
  return fc
    .array(statement(depth, locked, inLoop), { maxLength: depth > 2 ? 5 : 3 })
    .map((statements) => statements.join('\n'));
}

function statement(depth: number, locked: Locked, inLoop: boolean): fc.Arbitrary<string> {
  const flat = [
    { weight: 6, arbitrary: harmless },
    ...Object.entries(changing)
      .filter(([array]) => !locked.includes(array))
      .map(([, arbitrary]) => ({ weight: 2, arbitrary })),
    ...(inLoop ? [{ weight: 1, arbitrary: number.map((e) => `if (${e}) break`) }] : []),
    ...(inLoop ? [{ weight: 1, arbitrary: number.map((e) => `if (${e}) continue`) }] : []),
  ];
  if (depth === 0) return fc.oneof(...flat);
  const inner = block(depth - 1, locked, inLoop);
  const loopBody = block(depth - 1, locked, true);
  const i = `i${depth}`;
  const nested = [
    fc.tuple(number, inner, inner).map(([c, t, e]) => `if (${c}) {\n${t}\n} else {\n${e}\n}`),
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), loopBody)
      .map(([n, b]) => `for (${i} = 0; ${i} < ${n}; ${i}++) {\n${b}\n}`),
    fc.tuple(number, loopBody).map(([c, b]) => `${i} = 3\nwhile (${i}-- > 0 && (${c})) {\n${b}\n}`),
    fc
      .tuple(inner, inner)
      .map(([b, h]) => `try {\n${b}\n} catch (e${depth}) {\nprintln("!", e${depth})\n${h}\n}`),
    fc.tuple(inner, inner).map(([b, h]) => `try {\n${b}\n} catch {\n${h}\n}`),
    ...foreachHeads.map((head) => foreach(head, depth, locked, key)),
  ];
  return fc.oneof(
    { withCrossShrink: true },
    ...flat,
    ...nested.map((arbitrary) => ({ weight: 2, arbitrary })),
  );
}

const limit = fc.oneof(
  fc.constantFrom('', '', ' limit 2', ' limit 31'),
  number.map((e) => ` limit (${e}) & 7`),
);

function foreach(
  head: Head,
  depth: number,
  locked: Locked,
  slice: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const body = block(depth - 1, [...locked, head.array], true);
  const marks = fc.constantFrom('', '+', '-');
  return fc
    .tuple(fc.nat(head.forms.length - 1), marks, limit, slice, body)
    .map(([form, mark, most, by, inner]) => {
      const written = (head.forms[form] ?? '')
        .replaceAll('^', mark)
        .replaceAll('~', String(depth))
        .replace('SLICE', () => by);
      return `foreach (${written}${most}) {\nprintln(${head.shown.replaceAll('~', String(depth))})\n${inner}\n}`;
    });
}

export const program: fc.Arbitrary<Case> = fc
  .tuple(block(3, [], false), block(1, [], false), block(1, [], false))
  .map(([body, ...functions]) => ({
    declarations: declarations(functions),
    body: `a = 1; b = -2; c = 3; x = "x"; y = "ab1"\n${body}\n${showAll}`,
  }));
