import { describe, expect, it } from 'vitest';
import { registerOf } from '../../../../src/program/attach-point.ts';
import { Btf } from '../../../../src/kernel/btf/btf.ts';
import { typesOf, type Image } from '../../../../src/kernel/btf/types-of.ts';
import type { KernelTypes } from '../../../../src/kernel/kernel.ts';
import { BtfBuilder } from '../../../support/kernel/btf-builder.ts';

function typesFrom(
  build: (builder: BtfBuilder) => void,
  modules: () => readonly Image[] = () => [],
): KernelTypes {
  const builder = new BtfBuilder();
  build(builder);
  return typesOf(new Btf(builder.bytes()), 8, modules);
}

const int = { kind: 'integer', size: 4, signed: true, name: 'int' };

describe('members', () => {
  it('counts those of anonymous structures and unions as the outer one’s, at their place in it', () => {
    const types = typesFrom((build) => {
      const number = build.int('int', 4, { signed: true });
      const inner = build.struct('', 8, [
        { name: 'c', type: number, at: 0 },
        { name: 'd', type: number, at: 32 },
      ]);
      const union = build.struct(
        '',
        8,
        [
          { name: 'b', type: number, at: 0 },
          { name: '', type: inner, at: 0 },
        ],
        true,
      );
      build.struct('outer', 16, [
        { name: 'a', type: number, at: 0 },
        { name: '', type: build.const(union), at: 64 },
      ]);
    });
    expect(types.members({ keyword: 'struct', name: 'outer' })).toEqual([
      { name: 'a', type: int, bitOffset: 0, bitSize: 0 },
      { name: 'b', type: int, bitOffset: 64, bitSize: 0 },
      { name: 'c', type: int, bitOffset: 64, bitSize: 0 },
      { name: 'd', type: int, bitOffset: 96, bitSize: 0 },
    ]);
  });

  it('tells bit fields, with the kind flag and in the older way', () => {
    const types = typesFrom((build) => {
      const number = build.int('unsigned int', 4);
      build.struct('flagged', 4, [
        { name: 'a', type: number, at: 0, width: 3 },
        { name: '', type: number, at: 3, width: 2 },
        { name: 'b', type: number, at: 5, width: 27 },
      ]);
      const three = build.int('unsigned int', 4, { bits: 3 });
      build.struct('older', 8, [
        { name: 'a', type: three, at: 6 },
        { name: 'b', type: number, at: 32 },
      ]);
    });
    const fields = (name: string): unknown =>
      types
        .members({ keyword: 'struct', name })
        ?.map((member) => [member.name, member.bitOffset, member.bitSize]);
    expect(fields('flagged')).toEqual([
      ['a', 0, 3],
      ['b', 5, 27],
    ]);
    expect(fields('older')).toEqual([
      ['a', 6, 3],
      ['b', 32, 0],
    ]);
  });

  it('reaches the structure behind a typedef and the one that has no name at all', () => {
    const types = typesFrom((build) => {
      const number = build.int('int', 4, { signed: true });
      const counter = build.struct('', 4, [{ name: 'counter', type: number, at: 0 }]);
      const atomic = build.typedef('atomic_t', counter);
      const nameless = build.struct('', 4, [{ name: 'deep', type: number, at: 0 }]);
      build.struct('outer', 8, [
        { name: 'count', type: build.typedef('my_count', atomic), at: 0 },
        { name: 'inside', type: nameless, at: 32 },
      ]);
    });
    const [count, inside] = types.members({ keyword: 'struct', name: 'outer' }) ?? [];
    expect(count?.type).toEqual({ kind: 'struct', keyword: 'typedef', name: 'atomic_t' });
    expect(types.members({ keyword: 'typedef', name: 'atomic_t' })).toHaveLength(1);
    if (inside?.type.kind !== 'struct') throw new Error('not a structure');
    expect(inside.type.name).toMatch(/^anonymous_\d+$/);
    expect(types.members(inside.type)).toEqual([{ name: 'deep', type: int, bitOffset: 0, bitSize: 0 }]);
    expect(types.sizeOf(inside.type)).toBe(4);
  });

  it('answers undefined for what is only declared, is no structure, or is not there', () => {
    const types = typesFrom((build) => {
      build.forward('hidden');
      build.typedef('number_t', build.int('int', 4));
    });
    for (const struct of [
      { keyword: 'struct', name: 'hidden' },
      { keyword: 'typedef', name: 'number_t' },
      { keyword: 'union', name: 'absent' },
      { keyword: 'struct', name: 'anonymous_1' },
      { keyword: 'struct', name: 'anonymous_99' },
    ] as const)
      expect(types.members(struct)).toBeUndefined();
  });
});

describe('tracepoints', () => {
  const build = (builder: BtfBuilder, named: readonly string[]): void => {
    const data = builder.pointer(0);
    const skb = builder.pointer(builder.struct('sk_buff', 8, []));
    const unnamed = builder.prototype(0, [
      ['', data],
      ['', skb],
    ]);
    const withNames = builder.prototype(builder.int('int', 4, { signed: true }), [
      ['__data', data],
      ['skb', skb],
    ]);
    for (const name of ['netif_rx', 'kfree_skb'])
      builder.typedef(`btf_trace_${name}`, builder.pointer(unnamed));
    for (const name of named) builder.function(name, withNames);
  };
  const skb = { kind: 'pointer', to: { kind: 'struct', keyword: 'struct', name: 'sk_buff' } };

  it.each(['__traceiter_', '__probestub_'])('takes the names of arguments from %s', (prefix) => {
    const types = typesFrom((builder) => {
      build(builder, [`${prefix}kfree_skb`]);
    });
    expect(types.tracepoint('kfree_skb')).toEqual([{ name: 'skb', type: skb }]);
  });

  it('numbers the arguments where the kernel does not name them', () => {
    const types = typesFrom((builder) => {
      build(builder, []);
    });
    expect(types.tracepoint('kfree_skb')).toEqual([{ name: 'arg1', type: skb }]);
  });

  it('are those that eBPF can attach to, sorted', () => {
    const types = typesFrom((builder) => {
      build(builder, ['__traceiter_bare_one']);
    });
    expect(types.tracepointNames()).toEqual(['kfree_skb', 'netif_rx']);
    expect(types.tracepoint('bare_one')).toBeUndefined();
    expect(types.tracepoint('absent')).toBeUndefined();
  });
});

describe('functions', () => {
  it('have parameters and a result, and no parameter for "..."', () => {
    const types = typesFrom((build) => {
      const number = build.int('int', 4, { signed: true });
      const text = build.pointer(build.const(build.int('char', 1, { signed: true })));
      build.function(
        '_printk',
        build.prototype(number, [
          ['fmt', text],
          ['', 0],
        ]),
      );
    });
    expect(types.function('_printk')).toEqual({
      parameters: [
        {
          name: 'fmt',
          type: { kind: 'pointer', to: { kind: 'integer', size: 1, signed: true, name: 'char' } },
        },
      ],
      result: int,
    });
    expect(types.function('printk')).toBeUndefined();
  });

  it('tell how many registers a structure takes that is passed by value', () => {
    const types = typesFrom((build) => {
      const number = build.int('int', 4, { signed: true });
      const sized = (size: number) => build.struct(`of_${size}`, size, []);
      build.function(
        'take',
        build.prototype(number, [
          ['small', sized(8)],
          ['pair', build.typedef('pair_t', sized(16))],
          ['large', sized(24)],
          ['last', number],
        ]),
      );
    });
    const parameters = types.function('take')?.parameters ?? [];
    expect(parameters.map(({ name, registers }) => [name, registers])).toEqual([
      ['small', undefined],
      ['pair', 2],
      ['large', 0],
      ['last', undefined],
    ]);
    expect(registerOf(parameters, 3)).toBe(3);
    expect(registerOf(parameters, 4)).toBe(4);
  });
});

describe('enumerators', () => {
  it('keep their sign and their 64 bits', () => {
    const types = typesFrom((build) => {
      build.enum('signed', { minus: -1, plus: 1 }, true);
      build.enum('flags', { high: 0x80000000 });
      build.enum64('wide', { huge: 0xffff_ffff_ffff_fff0n });
      build.enum64('deep', { low: -5n }, true);
    });
    expect(['minus', 'plus', 'high', 'huge', 'low', 'absent'].map((name) => types.enumerator(name))).toEqual([
      -1n,
      1n,
      0x80000000n,
      0xffff_ffff_ffff_fff0n,
      -5n,
      undefined,
    ]);
  });

  it('are signed 32-bit numbers in images that never tell', () => {
    const types = typesFrom((build) => {
      build.enum('errors', { minus: -1, plus: 1 });
      build.enum('plain', { some: 3 });
    });
    expect(types.enumerator('minus')).toBe(-1n);
    expect(types.named('enum errors')).toEqual({ kind: 'enum', size: 4, signed: true, name: 'errors' });
    expect(types.named('enum plain')).toEqual({ kind: 'enum', size: 4, signed: false, name: 'plain' });
  });
});

describe('named', () => {
  const types = typesFrom((build) => {
    const word = build.int('long unsigned int', 8);
    const task = build.struct('task_struct', 8, [{ name: 'state', type: word, at: 0 }]);
    build.struct('value', 8, [{ name: 'word', type: word, at: 0 }], true);
    build.typedef('ulong_t', build.typedef('inner_t', build.volatile(word)));
    build.typedef('task_t', task);
    build.enum('state', { running: 0 });
    build.float('double', 8);
  });
  const word = { kind: 'integer', size: 8, signed: false, name: 'unsigned long' };
  const task = { kind: 'struct', keyword: 'struct', name: 'task_struct' };

  it.each([
    ['struct task_struct', task],
    ['task_struct', task],
    ['task_t', task],
    ['  struct   task_struct  ', task],
    ['const struct task_struct *', { kind: 'pointer', to: task }],
    ['task_struct**', { kind: 'pointer', to: { kind: 'pointer', to: task } }],
    ['struct task_struct * const', { kind: 'pointer', to: task }],
    ['union value', { kind: 'struct', keyword: 'union', name: 'value' }],
    ['enum state', { kind: 'enum', size: 4, signed: false, name: 'state' }],
    ['ulong_t', word],
    ['unsigned long', word],
    ['long unsigned int', word],
    ['unsigned', { kind: 'integer', size: 4, signed: false, name: 'unsigned int' }],
    ['char', { kind: 'integer', size: 1, signed: true, name: 'char' }],
    ['unsigned long long int', { kind: 'integer', size: 8, signed: false, name: 'unsigned long long' }],
    ['bool', { kind: 'integer', size: 1, signed: false, name: '_Bool' }],
    ['void *', { kind: 'pointer', to: { kind: 'void' } }],
    [
      'char[16]',
      { kind: 'array', element: { kind: 'integer', size: 1, signed: true, name: 'char' }, length: 16 },
    ],
  ])('%s', (text, type) => {
    expect(types.named(text)).toEqual(type);
  });

  it.each([
    '',
    '*',
    'struct',
    'struct absent',
    'union task_struct',
    'long char',
    'unsigned task_struct',
    'short long',
    'a b c',
    'int)',
  ])('nothing for "%s"', (text) => {
    expect(types.named(text)).toBeUndefined();
  });
});

describe('sizeOf', () => {
  it('multiplies arrays and knows pointers', () => {
    const types = typesFrom((build) => {
      build.struct('pair', 16, []);
    });
    const pair = { kind: 'struct', keyword: 'struct', name: 'pair' } as const;
    expect(
      types.sizeOf({ kind: 'array', length: 3, element: { kind: 'array', length: 2, element: pair } }),
    ).toBe(96);
    expect(types.sizeOf({ kind: 'pointer', to: pair })).toBe(8);
    expect(types.sizeOf({ kind: 'void' })).toBe(0);
  });
});

describe('modules', () => {
  const kernel = new BtfBuilder();
  kernel.int('int', 4, { signed: true });
  const base = new Btf(kernel.bytes());
  const split = new BtfBuilder(kernel.end());
  const nameless = split.struct('', 4, [{ name: 'x', type: 1, at: 0 }]);
  split.struct('in_module', 4, [{ name: 'n', type: nameless, at: 0 }]);
  const image = { name: 'nf_nat', btf: new Btf(split.bytes(), base) };

  it('are read for what the kernel does not have, once', () => {
    let reads = 0;
    const types = typesOf(base, 8, () => {
      reads++;
      return [image];
    });
    expect(types.named('int')).toEqual(int);
    expect(reads).toBe(0);
    const [member] = types.members({ keyword: 'struct', name: 'in_module' }) ?? [];
    if (member?.type.kind !== 'struct') throw new Error('not a structure');
    expect(types.members(member.type)?.[0]?.name).toBe('x');
    expect(types.members({ keyword: 'struct', name: 'absent' })).toBeUndefined();
    expect(reads).toBe(1);
  });
});

describe('broken images', () => {
  it('end in an error, not in a circle', () => {
    const types = typesFrom((build) => {
      build.typedef('endless', 1);
    });
    expect(() => types.named('endless')).toThrow(/refers to itself/);
  });
});
