import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type * as ast from '../../../src/ast/ast.ts';
import { printFile, printNode } from '../../../src/ast/print.ts';
import { expression, fileOf, statement } from '../1-parse/support/arbitrary-script.ts';
import { parseGood, parseStatements } from '../1-parse/support/parse-text.ts';

const runs = Number(process.env['STSX_PROPERTY_RUNS'] ?? 300);

/** The tree without its places. */
function bare(node: ast.Node): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (['span', 'token', 'source', 'comments'].includes(key)) return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
}

function expectStable(text: string): void {
  const first = parseGood(text, { guru: true });
  const printed = printFile(first);
  const second = parseGood(printed, { guru: true });
  expect(bare(second)).toBe(bare(first));
  expect(printFile(second)).toBe(printed);
}

const scripts = new URL('../../../scripts-stp', import.meta.url).pathname;
const files = readdirSync(scripts, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.stp'),
);

test.each(files)('%s prints as it reads', (file) => {
  expectStable(readFileSync(join(scripts, file), 'latin1'));
});

describe('statements, as they are laid out', () => {
  const cases: readonly (readonly [text: string, printed: string])[] = [
    ['if (a) b; else if (c) { d } else e', 'if (a)\n  b;\nelse if (c) {\n  d;\n} else\n  e;'],
    ['if (a) { if (b) c } else d', 'if (a) {\n  if (b)\n    c;\n} else\n  d;'],
    ['foreach (v = [a, b-] in c[*, 3] limit 4) ;', 'foreach (v = [a, b-] in c[*, 3] limit 4)\n  ;'],
    ['foreach (v- = k in c) x', 'foreach (v = k in c-)\n  x;'],
    ['foreach (k in c @sum +) x', 'foreach (k in c @sum +)\n  x;'],
    ['for (;;) { }', 'for (; ; ) {\n}'],
    ['try { a } catch (e) { b }', 'try {\n  a;\n} catch (e) {\n  b;\n}'],
    ['printf("%5d%%\\n", x)', 'printf("%5d%%\\n", x);'],
    ['x = - -1 . !(!~2 + 3)'.replace('!~2', '! ~2'), 'x = - -1 . !(! ~2 + 3);'],
  ];
  test.each(cases)('%s', (text, printed) => {
    expect(parseStatements(text).map(printNode).join('\n')).toBe(printed);
  });
});

test('items', () => {
  const text = `%{ int x; %}
global a, b%[30] = "x"
private c = -3
probe x.{a("s"), b}*.c? if (a == 1), y! { next }
probe k.l = m.n(-5) { p } , { q }
probe k.m += m { q }
private function f:long(a:string, b):3 { return 1 }
function g() %{ return; %}`
    .replace('b%[30] = "x"', 'b%[30]')
    .replace('}*.c', '}.c*');
  expectStable(text);
  expect(printFile(parseGood(text, { guru: true }))).toBe(`%{ int x; %}

global a;
global b%[30];
private global c = -3;

probe x.{a("s"), b}.c*? if (a == 1), y! {
  next;
}

probe k.l = m.n(-5) {
  p;
}, {
  q;
}

probe k.m += m {
  q;
}

private function f:long(a:string, b):3 {
  return 1;
}

function g() %{ return; %}
`);
});

test('comments stand before what follows them', () => {
  const text = `# head\nprobe begin { // first\n  x = 1 /* one */ y = 2\n  # last\n}\n/* end`;
  const printed = printFile(parseGood(text));
  expect(printed).toBe(
    `# head\nprobe begin {\n  // first\n  x = 1;\n  /* one */\n  y = 2;\n  # last\n}\n/* end */\n`,
  );
  expect(printFile(parseGood(printed))).toBe(printed);
});

test('expressions read back as the trees that they were printed from', () => {
  fc.assert(
    fc.property(expression, (node) => {
      const text = printFile(
        fileOf([{ kind: 'ExpressionStatement', expression: node, span: node.span, token: node.token }]),
      );
      const [item] = parseGood(text, { guru: true }).items;
      const body = item?.kind === 'FunctionDeclaration' && item.body.kind === 'Block' ? item.body : undefined;
      const [only] = body?.statements ?? [];
      expect(only?.kind === 'ExpressionStatement' ? bare(only.expression) : text).toBe(bare(node));
    }),
    { numRuns: runs },
  );
});

test('statements print the same after reading them back', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 4 }), (statements) => {
      const text = printFile(fileOf(statements));
      expect(printFile(parseGood(text, { guru: true }))).toBe(text);
    }),
    { numRuns: runs },
  );
});
