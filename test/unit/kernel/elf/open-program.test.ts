import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ElfFile, MalformedElf } from '../../../../src/kernel/elf/elf-file.ts';
import { openProgram } from '../../../../src/kernel/elf/open-program.ts';
import type { ProgramFile } from '../../../../src/kernel/elf/programs.ts';
import { bytesOf, programFolder, type ProgramFolder } from '../../../support/compiled-program.ts';

const source = `
#include <stdio.h>
static __attribute__((noinline)) int hidden(int n) { return n + 1; }
__attribute__((visibility("default"))) int shown(int n) { return hidden(n) * 2; }
int main(void) { return printf("%d\\n", shown(20)) == 0; }
`;

/** Addresses as binutils give them. */
function addressesOf(path: string): ReadonlyMap<string, bigint> {
  const lines = execFileSync('nm', ['--defined-only', path], { encoding: 'latin1' }).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [address, , name] = line.split(' ');
      return address === undefined || name === undefined ? [] : [[name, BigInt(`0x${address}`)] as const];
    }),
  );
}

describe('a program file', () => {
  let folder: ProgramFolder;
  let path: string;
  let program: ProgramFile;

  beforeAll(() => {
    folder = programFolder();
    path = folder.compile('shown', source, ['-O1', '-rdynamic']);
    program = openProgram(path, bytesOf(path), () => undefined);
  });

  afterAll(() => {
    folder.remove();
  });

  it('has the functions that nm shows, and tells which others can call', () => {
    const addresses = addressesOf(path);
    const functions = program.functions();
    for (const name of ['main', 'hidden', 'shown']) {
      expect(functions.find((each) => each.name === name)?.address).toBe(addresses.get(name));
    }
    expect(functions.find(({ name }) => name === 'shown')?.exported).toBe(true);
    expect(functions.find(({ name }) => name === 'hidden')?.exported).toBe(false);
    expect(program.isStripped).toBe(false);
  });

  it('says where in the file the code of a function stands', () => {
    const text = execFileSync('objdump', ['-d', '--no-show-raw-insn', '--file-offsets', path], {
      encoding: 'latin1',
    });
    const offset = /<hidden> \(File Offset: (0x[0-9a-f]+)\)/.exec(text)?.[1] ?? '';
    expect(program.functions().find(({ name }) => name === 'hidden')?.offset).toBe(BigInt(offset));
  });

  it('finds the stubs of library functions, with branch protection and without', () => {
    for (const flag of ['-fcf-protection=none', '-fcf-protection=full']) {
      for (const binding of ['-Wl,-z,lazy', '-Wl,-z,now']) {
        const other = folder.compile('stubs', source, ['-O1', flag, binding, '-Wl,-z,ibtplt']);
        const stub = openProgram(other, bytesOf(other), () => undefined)
          .plt()
          .find(({ name }) => name === 'printf');
        const listing = execFileSync('objdump', ['-d', other], { encoding: 'latin1' });
        const calls = [...listing.matchAll(/call\s+([0-9a-f]+) <printf@plt>/g)].map((match) =>
          BigInt(`0x${match[1]}`),
        );
        expect(stub, `${flag} ${binding}`).toBeDefined();
        if (calls[0] !== undefined) expect(stub?.address).toBe(calls[0]);
      }
    }
  });

  it('knows its build id and the libraries that it is linked with', () => {
    const note = execFileSync('readelf', ['-n', path], { encoding: 'latin1' });
    expect(program.buildId).toBe(/Build ID: ([0-9a-f]+)/.exec(note)?.[1]);
    expect(program.neededLibraries()).toContain('libc.so.6');
  });

  it('takes the symbols of a stripped program from the file that its build id names', () => {
    folder.run('objcopy', ['--only-keep-debug', path, 'shown.debug']);
    folder.run('strip', ['-o', 'bare', path]);
    const bare = bytesOf(`${folder.path}/bare`);
    const alone = openProgram('/bare', bare, () => undefined);
    expect(alone.isStripped).toBe(true);
    expect(alone.functions().map(({ name }) => name)).not.toContain('hidden');
    const asked: string[] = [];
    const whole = openProgram('/bare', bare, (id) => (asked.push(id), bytesOf(`${folder.path}/shown.debug`)));
    expect(whole.functions().map(({ name, offset }) => [name, offset])).toEqual(
      program.functions().map(({ name, offset }) => [name, offset]),
    );
    expect(asked).toEqual([program.buildId]);
  });

  it('reads the marks that it was built with', () => {
    const source = readFileSync(new URL('../../../support/live/known-marks.c', import.meta.url), 'latin1');
    const marked = folder.compile('marked', source, ['-O2']);
    const marks = openProgram(marked, bytesOf(marked), () => undefined).marks();
    const locations = [
      ...execFileSync('readelf', ['-n', marked], { encoding: 'latin1' }).matchAll(/Location: (0x[0-9a-f]+)/g),
    ];
    expect(marks.map(({ address }) => address)).toEqual(locations.map((match) => BigInt(match[1] ?? '')));
    expect(marks.map(({ provider, name }) => `${provider}:${name}`)).toEqual([
      'known:step',
      'known:last',
      'known:last',
    ]);
    expect(marks[0]?.arguments).toEqual(['8@%rdi', '-4@%esi', '-4@$5']);
  });

  it('refuses what is no program, and takes no harm from one that is cut or changed', () => {
    const bytes = bytesOf(path);
    expect(() => new ElfFile(Buffer.from('#!/bin/sh\n'))).toThrow(MalformedElf);
    const readAll = (damaged: Uint8Array): void => {
      try {
        const opened = openProgram('/damaged', damaged, () => undefined);
        opened.functions();
        opened.plt();
        opened.marks();
        opened.neededLibraries();
      } catch (error) {
        if (!(error instanceof MalformedElf)) throw error;
      }
    };
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => {
        readAll(bytes.slice(0, length));
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4096), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const changed = bytes.slice();
        for (const [at, value] of changes) changed[at] = value;
        readAll(changed);
      }),
      { numRuns: 60 },
    );
  });
});
