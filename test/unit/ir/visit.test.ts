/** Walking and mapping know the children of every kind of node, each for itself: they have to agree. */
import { expect, test } from 'vitest';
import type * as ir from '../../../src/ir/ir.ts';
import { mapExpressionChildren, mapStatementChildren, type Mapper } from '../../../src/ir/map.ts';
import { walk } from '../../../src/ir/visit.ts';
import { checkScript } from '../../support/check-script.ts';

const script = `
global a[3], b = "x", h, s
function f:long(x) { return x > 1 && !x || -x }
probe begin if (b == "x") {
  a[1] = 2; b .= "y"; h <<< 3; s[f(1), "k"] <<< a[1]
  delete a[f(2)]; delete a; delete b; delete s[1, *]; delete s[1, "k"]
  foreach (v = k in a- limit 2) { if (v) continue; else break }
  foreach ([k, b] in s[f(3), *] @sum- limit f(4)) println(v ? k : -1, b)
  try { println(f(k++), --a[3]) } catch (m) { println(m) }
  while (f(5)) { for (k = 0; k < 3; k++) if ("x" =~ "y") next }
  foreach (i in @hist_log(h)) printf("%-5d %*.*x\\n", @hist_log(h)[i], f(6), a[7], i in @hist_log(h))
  print(@hist_log(s[f(7), b])); print(k ? sprint(1) : b, [*] in a, a[1] <<= 2, @avg(h), @count(s[8, "l"]))
}`;

/** What a walk sees, by mapping everything to itself. */
function mapped(root: ir.Statement, into: unknown[]): void {
  const mapper: Mapper = {
    expression: (node) => (into.push(node), mapExpressionChildren(node, mapper)),
    statement: (node) => (into.push(node), mapStatementChildren(node, mapper)),
    place: (node) => (into.push(node), node),
    statPlace: (node) => (into.push(node), node),
  };
  mapper.statement(root);
}

test('a walk sees each node once, in the order in which mapping comes to it', () => {
  const { program, diagnostics } = checkScript(script);
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual(
    [],
  );
  const bodies = [...(program?.functions ?? []), ...(program?.probes ?? [])].map(({ body }) => body);
  for (const body of bodies) {
    const walked: unknown[] = [];
    const see = (node: unknown): void => {
      walked.push(node);
    };
    walk(body, { expression: see, statement: see, place: see, statPlace: see });
    const expected: unknown[] = [];
    mapped(body, expected);
    expect(walked).toEqual(expected);
    expect(walked.length).toBeGreaterThan(1);
  }
});

test('false keeps out of a node', () => {
  const { program } = checkScript('global a probe begin { if (a) { a++ } println(a) }');
  const seen: string[] = [];
  walk(program?.probes[0]?.body ?? { kind: 'block', statements: [] }, {
    statement: ({ kind }) => (seen.push(kind), kind !== 'if'),
    expression: ({ kind }) => {
      seen.push(kind);
    },
  });
  expect(seen).toContain('if');
  expect(seen).not.toContain('step');
  expect(seen).toContain('print');
});
