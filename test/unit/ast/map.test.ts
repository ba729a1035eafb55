import { expect, test } from 'vitest';
import { isExpression, isStatement, mapChildren, mapTree } from '../../../src/ast/map.ts';
import { printFile, printNode } from '../../../src/ast/print.ts';
import { visit } from '../../../src/ast/visit.ts';
import { parseGood } from '../1-parse/support/parse-text.ts';

const file = parseGood('probe begin { x = $p[i]->q + f(i, 2); if (x) y; else { z } }');

test('where nothing is replaced the tree is the same object', () => {
  expect(mapTree(file, { expression: (node) => node, statement: (node) => node })).toBe(file);
});

test('expressions are replaced from the leaves up, also in access steps', () => {
  const renamed = mapTree(file, {
    expression: (node) => (node.kind === 'Identifier' ? { ...node, name: `_${node.name}` } : node),
  });
  expect(printFile(renamed)).toBe(
    'probe begin {\n  _x = $p[_i]->q + f(_i, 2);\n  if (_x)\n    _y;\n  else {\n    _z;\n  }\n}\n',
  );
  expect(printFile(file)).toContain('x = $p[i]->q');
});

test('statements are replaced', () => {
  const emptied = mapTree(file, {
    statement: (node) =>
      node.kind === 'ExpressionStatement'
        ? { kind: 'EmptyStatement', span: node.span, token: node.token }
        : node,
  });
  expect(printFile(emptied)).toBe('probe begin {\n  ;\n  if (x)\n    ;\n  else {\n    ;\n  }\n}\n');
});

test('mapChildren goes one level down', () => {
  const [probe] = file.items;
  if (probe?.kind !== 'Probe') throw new Error('no probe');
  const seen: string[] = [];
  mapChildren(probe, (child) => {
    seen.push(child.kind);
    return child;
  });
  expect(seen).toEqual(['ProbePoint', 'Block']);
});

test('a node is an expression, a statement, or neither', () => {
  const kinds: Record<string, string> = {};
  visit(file, {
    enter: (node) => {
      kinds[node.kind] = isExpression(node) ? 'expression' : isStatement(node) ? 'statement' : 'other';
      expect(printNode(node)).not.toBe('');
    },
  });
  expect(kinds).toMatchObject({
    Block: 'statement',
    Call: 'expression',
    Probe: 'other',
    NamedComponent: 'other',
  });
});
