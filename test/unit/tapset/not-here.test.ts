/** Every name that SystemTap's manual has is here, or why it is not. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { missingAliases, missingFunctions, whyNotHere } from '../../../src/tapset/not-here.ts';
import { libraryNames } from '../../../src/tapset/library.ts';
import { sourceFile } from '../../../src/source/source.ts';
import { fakeKernel } from '../../support/fake-kernel.ts';
import { resolveScript } from '../../support/resolve-script.ts';

const folder = `${packageRoot}src/tapset/`;
const library = libraryNames(
  readdirSync(folder)
    .filter((name) => name.endsWith('.stp'))
    .map((name) => sourceFile(name, readFileSync(folder + name, 'latin1'), 'tapset')),
);

const documented = readFileSync(new URL('documented-names.txt', import.meta.url), 'latin1')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(' '));
const documentedAs = (kind: string) => documented.filter(([of]) => of === kind).map(([, name = '']) => name);

describe('the names that SystemTap documents', () => {
  it('are many', () => {
    expect(documentedAs('function').length).toBeGreaterThan(400);
    expect(documentedAs('probe').length).toBeGreaterThan(290);
  });

  it('are functions of the tapset, or there is a reason', () => {
    const unexplained = documentedAs('function').filter(
      (name) =>
        library.filesWithFunction(name).length === 0 && whyNotHere(name, missingFunctions) === undefined,
    );
    expect(unexplained).toEqual([]);
  });

  it('are aliases of the tapset, or there is a reason', () => {
    const names = new Set(library.aliases.map(({ name }) => name));
    const unexplained = documentedAs('probe').filter(
      (name) => !names.has(name) && whyNotHere(name, missingAliases) === undefined,
    );
    expect(unexplained).toEqual([]);
  });

  it('have no reason that fits none of them', () => {
    const [functions, probes] = [documentedAs('function'), documentedAs('probe')];
    const fits = (row: string, names: readonly string[]) =>
      names.some((name) => (row.endsWith('*') ? name.startsWith(row.slice(0, -1)) : name === row));
    const idle = [
      ...missingFunctions.flatMap(({ names }) => names.filter((row) => !fits(row, functions))),
      ...missingAliases.flatMap(({ names }) => names.filter((row) => !fits(row, probes))),
    ];
    expect(idle).toEqual([]);
  });
});

describe('a script that uses such a name', () => {
  const kernel = fakeKernel({ features: { fentry: true, kprobe: true } });

  it('is told why the function is not here', () => {
    const { diagnostics } = resolveScript('probe begin { set_kernel_int(1, 2) }', { kernel });
    expect(diagnostics[0]?.hint).toBe(
      'SystemTap has it, stsx has not: stsx reads the kernel and its programs, and changes nothing in them',
    );
  });

  it('is told why the alias is not here', () => {
    const { diagnostics } = resolveScript('probe tcpmib.CurrEstab, stap.pass0 { }', { kernel });
    expect(diagnostics.map(({ hint }) => hint?.slice(0, 51))).toEqual(
      [
        'SystemTap has it, stsx has not: the kernel counts t',
        "SystemTap has it, stsx has not: it probes SystemTap'",
      ].map((text) => text.slice(0, 51)),
    );
  });
});
