import { describe, expect, it } from 'vitest';
import { symbolTable } from '../../../../src/6-run/reference/symbol-table.ts';

const kallsyms = [
  'ffffffff81000000 T startup_64',
  'ffffffff81000000 T _stext',
  'ffffffff81000100 t helper',
  'ffffffff82000000 D some_data',
  'ffffffffc0000000 t module_function\t[veth]',
  'ffffffffc0000040 t last\t[veth]',
  '',
].join('\n');

describe('names of addresses', () => {
  const find = symbolTable(() => kallsyms);

  it('come with offset, size and module', () => {
    expect(find(0xffffffff81000110n)).toEqual({
      name: 'helper',
      offset: 0x10n,
      size: 0x3effff00n,
      module: 'kernel',
    });
    expect(find(0xffffffffc0000000n)).toEqual({
      name: 'module_function',
      offset: 0n,
      size: 0x40n,
      module: 'veth',
    });
  });

  it('take the first of several at one address', () => {
    expect(find(0xffffffff81000001n)?.name).toBe('startup_64');
  });

  it('end where the table ends, or where addresses are hidden', () => {
    expect(find(0x1000n)).toBeUndefined();
    expect(find(0xffffffffffffffffn)).toBeUndefined();
    expect(symbolTable(() => '0000000000000000 T a\n0000000000000000 T b\n')(0n)).toBeUndefined();
  });
});
