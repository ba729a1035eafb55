import { expect, test } from 'vitest';
import type * as ast from '../../../src/ast/ast.ts';
import { children, someNode, visit } from '../../../src/ast/visit.ts';
import { parseGood } from '../1-parse/support/parse-text.ts';

const file = parseGood(`
global a
probe x.{y("s"), z} if (a) {
  foreach (v = [k, l] in a[*, 3] limit m) $p->q[i]->r[j] = f(k) ? -v : @cast(o, "t")->u[w]
}
`);

test('every node is reached, in source order', () => {
  const names: string[] = [];
  visit(file, {
    Identifier: (node) => {
      names.push(node.name);
    },
    TargetVariable: (node) => {
      names.push(node.name);
    },
    NamedComponent: (node) => {
      names.push(node.name);
    },
  });
  expect(names.join(' ')).toBe('x y z a v k l a m $p i j k v o w');
});

test('a kind may be seen on leaving, and false keeps out of its children', () => {
  const seen: string[] = [];
  visit(file, {
    ForeachStatement: () => false,
    'ForeachStatement:leave': (node) => seen.push(`leave ${node.kind}`),
    Identifier: (node) => {
      seen.push(node.name);
    },
  });
  expect(seen).toEqual(['a', 'leave ForeachStatement']);
});

test('parents are the way down', () => {
  let path = '';
  visit(file, {
    Unary: (_node, parents) => {
      path = parents.map(({ kind }) => kind).join(' ');
    },
  });
  expect(path).toBe('File Probe Block ForeachStatement ExpressionStatement Assignment Conditional');
});

test('the table misses no child: every object with a kind is some node’s child', () => {
  const listed = new Set<ast.Node>([file]);
  visit(file, {
    enter: (node) => {
      for (const child of children(node)) listed.add(child);
    },
  });
  const found: ast.Node[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value && 'span' in value && 'token' in value) found.push(value as ast.Node);
    for (const [key, field] of Object.entries(value))
      if (key !== 'span' && key !== 'token' && key !== 'source') walk(field);
  };
  walk(file);
  expect(found.filter((node) => !listed.has(node))).toEqual([]);
  expect(found.length).toBeGreaterThan(30);
});

test('someNode asks from the outside in until it is told yes', () => {
  const asked: string[] = [];
  const isCall = ({ kind }: ast.Node) => {
    asked.push(kind);
    return kind === 'Call';
  };
  expect(someNode(file, isCall)).toBe(true);
  expect(asked.slice(0, 3)).toEqual(['File', 'Global', 'Probe']);
  expect(asked.at(-1)).toBe('Call');
  expect(someNode(file, ({ kind }) => kind === 'Index')).toBe(false);
});
