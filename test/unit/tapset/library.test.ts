import { describe, expect, it } from 'vitest';

import type * as ast from '../../../src/ast/ast.ts';
import { sourceFile } from '../../../src/source/source.ts';
import { createLibrary } from '../../../src/tapset/library.ts';

function libraryOf(files: Readonly<Record<string, string>>) {
  const sources = Object.entries(files).map(([name, text]) => sourceFile(name, text, 'tapset'));
  const parsed: string[] = [];
  const library = createLibrary(sources, (source): ast.File => {
    parsed.push(source.name);
    return { kind: 'File', source, items: [], comments: [] };
  });
  return { library, parsed };
}

const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

describe('createLibrary', () => {
  it('finds functions, globals and aliases by name', () => {
    const { library } = libraryOf({
      'a.stp': 'function one:long (x) { return 1 }\nprobe net.a = begin { y = 1 }',
      'b.stp':
        'global counts, limit%[10] = 3,\n  last = "}"\nprivate global hidden\nprobe net.b = net.c += end { }',
    });
    expect(names(library.filesWithFunction('one'))).toEqual(['a.stp']);
    expect(library.filesWithFunction('two')).toEqual([]);
    for (const name of ['counts', 'limit', 'last', 'hidden'])
      expect(names(library.filesWithGlobal(name))).toEqual(['b.stp']);
    expect(library.aliases.map(({ name }) => name)).toEqual(['net.a', 'net.b', 'net.c']);
  });

  it('takes no word of a comment for a part of a name', () => {
    const { library } = libraryOf({
      'a.stp': '// In the return probe it is open.\nprobe net . a = begin { }',
    });
    expect(library.aliases.map(({ name }) => name)).toEqual(['net.a']);
  });

  it('takes no comparison or assignment in a body for an alias', () => {
    const { library } = libraryOf({
      'a.stp': 'probe begin { x = 1 }\nprobe timer.s(1) { if (a == 2) b = 3 }',
    });
    expect(library.aliases).toEqual([]);
  });

  it('parses a file when it is asked for, and once', () => {
    const { library, parsed } = libraryOf({ 'a.stp': '', 'b.stp': '' });
    const [first] = library.files;
    if (first === undefined) throw new Error('no file');
    expect(parsed).toEqual([]);
    expect(library.parse(first)).toBe(library.parse(first));
    expect(parsed).toEqual(['a.stp']);
  });

  it('leaves macro files alone', () => {
    const { library } = libraryOf({ 'm.stpm': '@define f %( function x() { } %)' });
    expect(library.filesWithFunction('x')).toEqual([]);
  });
});
