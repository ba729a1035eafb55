import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  contentKey,
  lookUp,
  store,
  workFolder,
  type ProgramCache,
} from '../../../src/6-run/program-cache.ts';

let cache: ProgramCache;
beforeEach(() => {
  cache = { folder: mkdtempSync(`${tmpdir()}/stsx-cache-`) };
});
afterEach(() => {
  rmSync(cache.folder, { recursive: true });
});

function build(key: string, text: string): string {
  const work = workFolder(cache);
  writeFileSync(`${work}/linked`, text);
  const path = store(cache, key, `${work}/linked`);
  rmSync(work, { recursive: true });
  return path;
}

describe('the program cache', () => {
  it('gives back what was stored', () => {
    expect(lookUp(cache, 'k1')).toBeUndefined();
    const path = build('k1', 'program one');
    expect(lookUp(cache, 'k1')).toBe(path);
    expect(readFileSync(path, 'latin1')).toBe('program one');
  });
  it('drops a damaged program', () => {
    const path = build('k1', 'program one');
    truncateSync(path, 4);
    expect(lookUp(cache, 'k1')).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });
  it('drops an entry whose checksum is gone', () => {
    const path = build('k1', 'program one');
    rmSync(path.replace(/program$/, 'checksum'));
    expect(lookUp(cache, 'k1')).toBeUndefined();
  });
  it('keeps the first of two builds of the same thing, and leaves nothing else', () => {
    const first = build('k1', 'program one');
    const second = build('k1', 'program one');
    expect(second).toBe(first);
    expect(lookUp(cache, 'k1')).toBe(first);
    expect(readdirSync(cache.folder)).toEqual(['programs']);
    expect(readdirSync(`${cache.folder}/programs`)).toEqual(['k1']);
  });
  it('forgets programs that were not used for long', () => {
    build('old', 'program');
    const longAgo = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000);
    utimesSync(`${cache.folder}/programs/old`, longAgo, longAgo);
    build('new', 'program');
    expect(readdirSync(`${cache.folder}/programs`)).toEqual(['new']);
  });
});

describe('contentKey', () => {
  it('tells where one part ends and the next begins', () => {
    expect(contentKey(['ab', 'c'])).not.toBe(contentKey(['a', 'bc']));
    expect(contentKey(['ab', 'c'])).toBe(contentKey(['ab', 'c']));
  });
});
