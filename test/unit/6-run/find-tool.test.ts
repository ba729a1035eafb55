import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTool } from '../../../src/6-run/find-tool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/stsx-tools-`);
  for (const name of ['a', 'b']) mkdirSync(`${folder}/${name}`);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function tool(path: string, text = '#!/bin/sh\n') {
  writeFileSync(`${folder}/${path}`, text);
  chmodSync(`${folder}/${path}`, 0o755);
}

const search = () => `${folder}/a:${folder}/b`;

describe('findTool', () => {
  it('takes the first name that there is, from the first folder that has it', () => {
    tool('b/clang');
    tool('a/gcc');
    tool('b/gcc');
    expect(findTool(['cc', 'gcc', 'clang'], search())?.path).toBe(`${folder}/a/gcc`);
  });
  it('passes over what cannot be executed', () => {
    writeFileSync(`${folder}/a/cc`, '');
    tool('b/cc');
    expect(findTool(['cc'], search())?.path).toBe(`${folder}/b/cc`);
  });
  it('finds nothing where there is nothing', () => {
    expect(findTool(['cc'], search())).toBeUndefined();
  });
  it('knows a replaced tool from the one before', () => {
    tool('a/cc');
    const before = findTool(['cc'], search())?.identity;
    tool('a/cc', '#!/bin/sh\n# a newer one\n');
    expect(findTool(['cc'], search())?.identity).not.toBe(before);
  });
});
