/** The grammar's document and its parser name the same rules. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleNames } from '../../../grammar/parser.ts';

const ebnf = readFileSync(new URL('../../../grammar/stap.ebnf', import.meta.url), 'utf8');

test('each rule of the parser has a production, and the other way round', () => {
  const productions = [...ebnf.matchAll(/^([a-z][A-Za-z]*)\s*=/gm)].map((match) => match[1]);
  expect(productions.sort()).toEqual(ruleNames().sort());
});
