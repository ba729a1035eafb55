import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeIndex,
  type SeenFunction,
  type SeenKernel,
} from '../../../../scripts/source-index/encode-index.ts';
import { openIndex, versionPreference } from '../../../../src/kernel/source-files/open-index.ts';

const seen = (name: string, file: string, module?: string): SeenFunction => ({ name, file, module });

const kernels: readonly SeenKernel[] = [
  {
    version: '6.1.176',
    functions: [
      seen('sock_poll', 'net/socket.c'),
      seen('sock_old', 'net/socket.c'),
      seen('moved', 'net/core/old.c'),
      seen('gone', 'net/core/old.c'),
      seen('gone', 'net/core/dev.c'),
      seen('init_once', 'fs/inode.c'),
      seen('init_once', 'net/socket.c'),
      seen('init_once', 'fs/xfs/xfs_super.c', 'xfs'),
      seen('getname', 'fs/namei.c'),
      seen('getname', 'net/9p/names.c', '9pnet'),
    ],
  },
  {
    version: '6.12.94',
    functions: [
      seen('sock_poll', 'net/socket.c'),
      seen('moved', 'net/core/new.c'),
      seen('helper', 'include/linux/helper.h', 'xfs'),
      seen('helper', 'include/linux/helper.h', '9pnet'),
    ],
  },
  { version: '7.2.12', functions: [seen('moved', 'net/core/newest.c'), seen('sock_new', 'net/socket.c')] },
];

const bytes = encodeIndex(kernels);

/** The file of a function among all, and what else has its name. */
function whole(name: string, module?: string, release = '6.12.0'): readonly (string | undefined)[] {
  const index = openIndex(bytes, release);
  const files = index.functionsIn(() => true);
  return [files.find(name, module)?.file];
}

function within(file: string, name: string, module?: string, release = '6.12.0') {
  return openIndex(bytes, release)
    .functionsIn((candidate) => candidate === file)
    .find(name, module);
}

describe('the index of source files', () => {
  it('knows the functions of every version', () => {
    expect(whole('sock_poll')).toEqual(['net/socket.c']);
    expect(whole('sock_old')).toEqual(['net/socket.c']);
    expect(whole('sock_new')).toEqual(['net/socket.c']);
    expect(whole('no_such_function')).toEqual([undefined]);
  });

  it('tells whether any of its kernels has a function outside modules', () => {
    const index = openIndex(bytes, '6.12.0');
    const names = ['sock_old', 'moved', 'gone', 'getname', 'helper', 'sock', 'no_such_function'];
    expect(names.filter((name) => index.knows(name))).toEqual(['sock_old', 'moved', 'gone', 'getname']);
  });

  it('answers for the files that are asked for alone', () => {
    expect(within('net/socket.c', 'sock_poll')).toEqual({ file: 'net/socket.c', otherFiles: [] });
    expect(within('fs/inode.c', 'sock_poll')).toBeUndefined();
  });

  it.each([
    ['5.10.0', 'net/core/old.c'],
    ['6.1.0-44-amd64', 'net/core/old.c'],
    ['6.11.9', 'net/core/old.c'],
    ['6.12.1', 'net/core/new.c'],
    ['6.18.5', 'net/core/new.c'],
    ['7.2-rc1', 'net/core/newest.c'],
    ['10.0.0', 'net/core/newest.c'],
  ])('follows a function that moved: on %s it is in %s', (release, file) => {
    expect(whole('moved', undefined, release)).toEqual([file]);
    for (const other of ['net/core/old.c', 'net/core/new.c', 'net/core/newest.c']) {
      expect(within(other, 'moved', undefined, release) !== undefined).toBe(other === file);
    }
  });

  it('asks the next best version where the best one does not know the function', () => {
    expect(within('net/core/dev.c', 'gone')).toEqual({
      file: 'net/core/dev.c',
      otherFiles: ['net/core/old.c'],
    });
  });

  it('tells several functions of one name', () => {
    expect(within('net/socket.c', 'init_once')).toEqual({
      file: 'net/socket.c',
      otherFiles: ['fs/inode.c'],
    });
  });

  it('keeps the kernel and its modules apart', () => {
    expect(within('fs/namei.c', 'getname')).toEqual({ file: 'fs/namei.c', otherFiles: [] });
    expect(within('net/9p/names.c', 'getname', '9pnet')).toEqual({ file: 'net/9p/names.c', otherFiles: [] });
    expect(within('net/9p/names.c', 'getname')).toBeUndefined();
    expect(within('fs/xfs/xfs_super.c', 'init_once', 'xfs')?.otherFiles).toEqual([]);
  });

  it('takes a function of a header once, wherever it was compiled', () => {
    expect(within('include/linux/helper.h', 'helper', 'other')).toEqual({
      file: 'include/linux/helper.h',
      otherFiles: [],
    });
  });
});

describe('versionPreference', () => {
  it('prefers the newest that is not newer, then the nearest newer one', () => {
    expect(versionPreference(['6.1', '6.12', '7.2'], '6.12.4')).toEqual([1, 0, 2]);
    expect(versionPreference(['7.2', '6.12', '6.1'], '5.4')).toEqual([2, 1, 0]);
    expect(versionPreference(['6.9', '6.12'], '6.10')).toEqual([0, 1]);
  });
});

describe('any index', () => {
  const word = fc.stringMatching(/^[a-c_]{1,6}$/);
  const sighting = fc.record({
    name: word,
    file: word.map((name) => `net/${name}.c`),
    module: fc.option(word, { nil: undefined }),
  });

  it('gives back what one kernel had', () => {
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 60 }), (functions) => {
        const index = openIndex(encodeIndex([{ version: '6.1', functions }]), '6.1');
        for (const { name, file, module } of functions) {
          const found = index.functionsIn((candidate) => candidate === file).find(name, module);
          const beside = functions.filter((other) => other.name === name && other.module === module);
          const others = new Set(beside.map((other) => other.file));
          others.delete(file);
          expect(found?.file).toBe(file);
          expect(new Set(found?.otherFiles)).toEqual(others);
        }
      }),
    );
  });

  it('has the same bytes in whatever order functions are seen', () => {
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 60 }), (functions) => {
        const encode = (order: readonly SeenFunction[]) =>
          encodeIndex([{ version: '6.1', functions: order }]).toString('hex');
        expect(encode([...functions].reverse())).toBe(encode(functions));
      }),
    );
  });
});
