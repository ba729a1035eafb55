import { describe, expect, it } from 'vitest';
import { cComment, cIdentifier, cLong, cString } from '../../../../targets/libbpf/text/literal.ts';
import { NameTable } from '../../../../targets/libbpf/text/name-table.ts';

describe('cString', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b\\c\n\t', '"a\\"b\\\\c\\n\\t"'],
    ['\x01' + '2', '"\\0012"'],
    ['\0', '"\\000"'],
    ['\xe4', '"\\344"'],
    ['??/', '"?\\?/"'],
  ])('%j', (bytes, text) => {
    expect(cString(bytes)).toBe(text);
  });
});

describe('cLong', () => {
  it.each([
    [5n, '5'],
    [-5n, '-5'],
    [2147483647n, '2147483647'],
    [2147483648n, 'INT64_C(2147483648)'],
    [-2147483648n, '-INT64_C(2147483648)'],
    [-(1n << 63n), 'INT64_MIN'],
  ])('%s', (value, text) => {
    expect(cLong(value)).toBe(text);
  });
});

describe('cComment', () => {
  it('keeps a script from ending the comment', () => {
    expect(cComment('a /* b */ c')).toEqual(['/* a / * b * / c */']);
  });
  it('writes several lines in a frame', () => {
    expect(cComment('probe begin {\n}\n')).toEqual(['/*', ' * probe begin {', ' * }', ' */']);
  });
});

describe('NameTable', () => {
  it('leaves a name alone unless C, the generated code or another name has it', () => {
    const names = new NameTable();
    expect(['n', 'n', 'int', 'c', 't1', 'a$b', 'stsx_x', 'linux'].map((name) => names.unique(name))).toEqual([
      'n',
      'n_2',
      'int_',
      'c_',
      't1_',
      'a_b',
      'stsx_x_',
      'linux_',
    ]);
  });
});

describe('cIdentifier', () => {
  it('never starts with a digit', () => {
    expect(cIdentifier('1$x')).toBe('_1_x');
  });
});
