import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScript } from '../../../src/cli/read-script.ts';
import { Report } from '../../../src/diagnostics/report.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/stsx-read-script-`);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(path: string): { text: string | undefined; codes: string[] } {
  const report = new Report();
  const text = readScript({ kind: 'path', path }, report)?.text;
  return { text, codes: report.diagnostics.map(({ code }) => code) };
}

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(`${folder}/${name}`, content);
  return `${folder}/${name}`;
}

describe('readScript', () => {
  it('reads bytes as they are', () => {
    expect(read(written('a.stp', Uint8Array.of(0x22, 0xe9, 0xff, 0x22, 0x0d, 0x0a)))).toEqual({
      text: '"\xe9\xff"\r\n',
      codes: [],
    });
  });

  it('reads a file whose name is not ASCII', () => {
    written('größe.stp', 'probe');
    expect(read(`${folder}/gr\xc3\xb6\xc3\x9fe.stp`).text).toBe('probe');
  });

  it('leaves an empty file and a stray NUL to the parser', () => {
    expect(read(written('empty.stp', ''))).toEqual({ text: '', codes: [] });
    expect(read(written('nul.stp', `probe begin { } # ${'x'.repeat(50)}\0`)).codes).toEqual([]);
  });

  it('names what is wrong with a path', () => {
    mkdirSync(`${folder}/dir`);
    expect(read(`${folder}/none.stp`).codes).toEqual(['STSX8002']);
    expect(read(`${folder}/dir`).codes).toEqual(['STSX8003']);
    expect(read(`${written('file', 'x')}/below`).codes).toEqual(['STSX8002']);
    expect(read(process.execPath).codes).toEqual(['STSX8005']);
    expect(
      read(
        written(
          'binary',
          Uint8Array.from({ length: 999 }, (_, i) => (i * 7) % 256),
        ),
      ).codes,
    ).toEqual(['STSX8005']);
    expect(read('/dev/zero').codes).toEqual(['STSX8005']);
    expect(read(written('large', 'x'.repeat(64_000_001))).codes).toEqual(['STSX8007']);
  });

  it('takes the text of -e as it is', () => {
    expect(readScript({ kind: 'text', text: 'probe never {}' }, new Report())).toMatchObject({
      name: '<input>',
      text: 'probe never {}',
    });
  });
});
