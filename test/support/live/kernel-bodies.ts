/**
 * Handlers that run where the event is, under locks: statements over numbers, texts, arrays and aggregates in every form that the kernel
 * half has. `@@` in them is the case's number. `inKernel` makes a script that runs each body at every getppid() of a program, `inLoop` one
 * that runs it as often in a loop, with no kernel at all: both print the same.
 */
import fc from 'fast-check';
import { long, smallLong, text } from '../../differential/support/values.ts';

const longVariable = fc.constantFrom('a', 'b', 'c', 'g@@', 'h@@');
const textVariable = fc.constantFrom('x', 'y', 's@@');
const comparison = fc.constantFrom('<', '>', '<=', '>=', '==', '!=');

const { number, string } = fc.letrec<{ number: string; string: string }>((tie) => {
  const n = tie('number');
  const s = tie('string');
  const key = n.map((inner) => `((${inner}) & 3)`);
  const operators = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'];
  return {
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: longVariable },
      { weight: 2, arbitrary: smallLong },
      long,
      fc.tuple(n, fc.constantFrom(...operators), longVariable).map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc.tuple(longVariable, n).map(([l, r]) => `(${l} >>> ${r})`),
      fc.tuple(n, comparison, n).map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc.tuple(n, fc.constantFrom('&&', '||'), n).map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc.tuple(s, comparison, s).map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc.tuple(fc.constantFrom('-', '~', '!'), n).map(([o, inner]) => `${o} (${inner})`),
      fc.tuple(n, n, n).map(([c, t, e]) => `((${c}) ? ${t} : ${e})`),
      fc
        .tuple(longVariable, fc.constantFrom('=', '+=', '-=', '*=', '|=', '<<=', '/='), n)
        .map(([v, o, e]) => `(${v} ${o} ${e})`),
      fc
        .tuple(longVariable, fc.constantFrom('++', '--'), fc.boolean())
        .map(([v, o, first]) => (first ? `(${o}${v})` : `(${v}${o})`)),
      key.map((k) => `n@@[${k}]`),
      key.map((k) => `(${k} in n@@)`),
      fc.tuple(s, key).map(([t, k]) => `([${t}, ${k}] in m@@)`),
      fc.tuple(s, key).map(([t, k]) => `m@@[${t}, ${k}]`),
      fc.tuple(key, fc.constantFrom('+=', '%=', '^='), n).map(([k, o, e]) => `(n@@[${k}] ${o} ${e})`),
      key.map((k) => `n@@[${k}]++`),
      fc.constantFrom('@count', '@sum', '@min', '@max', '@avg', '@variance').chain((o) =>
        fc.oneof(
          fc.constant(`${o}(q@@)`),
          key.map((k) => `${o}(r@@[${k}])`),
        ),
      ),
    ),
    string: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: textVariable },
      { weight: 2, arbitrary: text },
      fc.tuple(s, s).map(([l, r]) => `(${l} . ${r})`),
      fc.tuple(n, s, s).map(([c, t, e]) => `((${c}) ? ${t} : ${e})`),
      fc.tuple(n, s).map(([l, r]) => `sprint(${l}, ${r})`),
      fc.tuple(n, s).map(([l, r]) => `sprintf("%d|%s|%x%u", ${l}, ${r}, ${l}, ${l})`),
      key.map((k) => `t@@[${k}]`),
    ),
  };
});

const key = number.map((inner) => `((${inner}) & 3)`);

const flat = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(longVariable, number).map(([v, e]) => `${v} = ${e}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(textVariable, fc.constantFrom('=', '=', '.='), string)
      .map(([v, o, e]) => `${v} ${o} ${e}`),
  },
  fc
    .tuple(longVariable, fc.constantFrom('+=', '-=', '/=', '%=', '>>=', '^='), number)
    .map(([v, o, e]) => `${v} ${o} ${e}`),
  number.map((e) => `q@@ <<< ${e}`),
  fc.tuple(key, number).map(([k, e]) => `r@@[${k}] <<< ${e}`),
  fc.tuple(key, number).map(([k, e]) => `n@@[${k}] = ${e}`),
  fc.tuple(key, number).map(([k, e]) => `w@@[${k} + i] = ${e}`),
  fc.tuple(number, number).map(([k, e]) => `o@@[${k}] = ${e}`),
  key.map((k) => `n@@[${k}]--`),
  key.map((k) => `delete n@@[${k}]`),
  fc.tuple(key, fc.constantFrom('=', '.='), string).map(([k, o, e]) => `t@@[${k}] ${o} ${e}`),
  key.map((k) => `delete t@@[${k}]`),
  fc.tuple(string, key, number).map(([t, k, e]) => `m@@[${t}, ${k}] = ${e}`),
  fc.tuple(string, key, number).map(([t, k, e]) => `m@@[${t}, ${k}] += ${e}`),
  key.map((k) => `delete r@@[${k}]`),
  fc.constantFrom('delete g@@', 'delete s@@', 'delete q@@'),
);

function block(depth: number): fc.Arbitrary<string> {
  return fc
    .array(statement(depth), { minLength: 1, maxLength: depth > 1 ? 4 : 2 })
    .map((statements) => statements.join('\n'));
}

function statement(depth: number): fc.Arbitrary<string> {
  if (depth === 0) return flat;
  const inner = block(depth - 1);
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: flat },
    fc.tuple(number, inner, inner).map(([c, t, e]) => `if (${c}) {\n${t}\n} else {\n${e}\n}`),
    fc.tuple(inner, inner).map(([b, h]) => `try {\n${b}\n} catch {\n${h}\n}`),
  );
}

export const kernelBody: fc.Arbitrary<string> = block(2);

const declarations =
  'global i@@, g@@ = 5, h@@, s@@ = "s", n@@, t@@, m@@, w@@%[3], o@@[5], q@@, r@@, failed@@, k@@, l@@, j@@, u@@, v@@\n';

/** Locals start anew for each event; what is left in them is kept to be shown. */
const run = (body: string) =>
  `i = i@@++; a = i; b = -2; c = 3; x = "x"; y = "ab1"\ntry {\n${body}\n} catch { failed@@++ }\n` +
  'k@@ = a; l@@ = b; j@@ = c; u@@ = x; v@@ = y\n';

const show = `
printf("#@@ %d %d %d %d %d %d %d %s %s %s\\n", i@@, g@@, h@@, k@@, l@@, j@@, failed@@, s@@, u@@, v@@)
foreach (e in n@@) printf(" n%d=%d", e, n@@[e])
foreach (e in t@@) printf(" t%d=%s", e, t@@[e])
foreach ([f, e] in m@@) printf(" m%s,%d=%d", f, e, m@@[f, e])
foreach (e in w@@) printf(" w%d=%d", e, w@@[e])
foreach (e in o@@) printf(" o%d=%d", e, o@@[e])
foreach (e in r@@) if (@count(r@@[e])) printf(" r%d=%d,%d,%d", e, @count(r@@[e]), @sum(r@@[e]), @variance(r@@[e], 2))
if (@count(q@@)) printf(" q=%d,%d,%d,%d", @count(q@@), @min(q@@), @max(q@@), @variance(q@@))
println()
`;

export function inKernel(bodies: readonly string[], getppid: number): string {
  const probes = bodies.map(
    (body) =>
      `${declarations}probe kernel.trace("sys_enter") {\nif (pid() != target() || $id != ${getppid}) next\n${run(body)}}\nprobe end {${show}}\n`,
  );
  return numbered(probes);
}

export function inLoop(bodies: readonly string[], times: number): string {
  const probes = bodies.map(
    (body) =>
      `${declarations}probe begin {\nfor (z = 0; z < ${times}; z++) {\n${run(body)}}\n}\nprobe end {${show}}\n`,
  );
  return numbered([...probes, 'probe begin(9) { exit() }\n']);
}

function numbered(texts: readonly string[]): string {
  return texts.map((text, index) => text.replaceAll('@@', String(index))).join('');
}
