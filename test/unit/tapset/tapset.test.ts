/** The tapset as a whole: every function and alias of it can be used. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { packageRoot } from '../../../src/package-root.ts';
import { fakeKernel } from '../../support/fake-kernel.ts';
import { resolveScript } from '../../support/resolve-script.ts';

const folder = `${packageRoot}src/tapset/`;
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.stp'))
  .map((name) => readFileSync(folder + name, 'latin1'));

/** Name and number of parameters of each public function. */
const functions = texts.flatMap((text) =>
  Array.from(text.matchAll(/^function (\w+)(?::\w+)? ?\(([^)]*)\)/gm), ([, name = '', parameters = '']) => {
    const types =
      parameters === '' ? [] : parameters.split(',').map((parameter) => parameter.split(':')[1]?.trim());
    return { name, call: `${name}(${types.map((type) => (type === 'string' ? '""' : '0')).join(', ')})` };
  }),
);

describe('the functions of the tapset', () => {
  it('are many, and each is declared once for its number of arguments', () => {
    expect(functions.length).toBeGreaterThan(200);
    const calls = functions.map(
      ({ name, call }) => `${name}/${call.split(',').length}/${call.endsWith('()')}`,
    );
    expect(calls.filter((call, place) => calls.indexOf(call) !== place)).toEqual([]);
  });

  it('can all be called', () => {
    const script = `probe begin { ${functions.map(({ call }) => call).join('\n')} }`;
    const { messages, program } = resolveScript(script);
    expect(messages).toEqual([]);
    expect(program.functions.length).toBeGreaterThanOrEqual(functions.length);
  });

  it('name variables of their own only', () => {
    const script = `probe begin { ${functions.map(({ call }) => call).join('\n')} }`;
    const { program } = resolveScript(script);
    const shared = program.globals.filter(
      ({ name, displayName, declaration }) => name === displayName && !declaration.isPrivate,
    );
    expect(shared.map(({ name }) => name)).toEqual([]);
  });
});

describe('the aliases of the tapset', () => {
  const names = texts.flatMap((text) =>
    Array.from(text.matchAll(/^probe ([\w.]+) =/gm), ([, name = '']) => name),
  );

  it('lead to kinds of points that exist', { timeout: 60_000 }, () => {
    const kernel = fakeKernel({ features: { fentry: true, kprobe: true } });
    const { messages } = resolveScript(`probe ${names.join(', ')} { println(pn()) }`, { kernel });
    expect(names).toContain('netdev.receive');
    // A small kernel lacks many functions; anything else would be a mistake in the tapset.
    expect(messages.filter((message) => !message.includes('no match'))).toEqual([]);
  });
});
