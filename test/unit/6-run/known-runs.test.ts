import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookUpRun, storeRun } from '../../../src/6-run/known-runs.ts';
import { contentKey, store, workFolder } from '../../../src/6-run/program-cache.ts';

describe('known runs', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-runs-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function program(): { readonly key: string; readonly path: string } {
    const key = contentKey(['a program']);
    const built = `${workFolder({ folder })}/linked`;
    writeFileSync(built, 'ELF');
    return { key, path: store({ folder }, key, built) };
  }

  it('lead to their program', () => {
    const { key, path } = program();
    expect(lookUpRun({ folder }, ['script', 'kernel'])).toBeUndefined();
    storeRun({ folder }, ['script', 'kernel'], key);
    expect(lookUpRun({ folder }, ['script', 'kernel'])).toBe(path);
    expect(lookUpRun({ folder }, ['script', 'another kernel'])).toBeUndefined();
    expect(readdirSync(`${folder}/runs`)).toHaveLength(1);
  });

  it('are not known when their program is damaged or gone', () => {
    const { key, path } = program();
    storeRun({ folder }, ['script'], key);
    writeFileSync(path, 'EL');
    expect(lookUpRun({ folder }, ['script'])).toBeUndefined();
  });

  it('do without a cache that cannot be written', () => {
    writeFileSync(`${folder}/runs`, 'a file where the folder should be');
    expect(() => {
      storeRun({ folder }, ['script'], 'key');
    }).not.toThrow();
  });
});
