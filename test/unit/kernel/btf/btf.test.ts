import { describe, expect, it } from 'vitest';
import { kind } from '../../../../src/kernel/btf/btf-kinds.ts';
import { Btf, MalformedBtf } from '../../../../src/kernel/btf/btf.ts';
import { BtfBuilder } from '../../../support/kernel/btf-builder.ts';

describe('Btf', () => {
  it('walks over every kind of record', () => {
    const build = new BtfBuilder();
    const int = build.int('int', 4, { signed: true });
    const ids = [
      int,
      build.pointer(int),
      build.array(int, 3),
      build.struct('s', 8, [
        { name: 'a', type: int, at: 0 },
        { name: 'b', type: int, at: 32 },
      ]),
      build.struct('u', 4, [{ name: 'a', type: int, at: 0 }], true),
      build.enum('e', { one: 1, two: 2 }),
      build.forward('f'),
      build.typedef('t', int),
      build.volatile(int),
      build.const(int),
      build.restrict(int),
    ];
    const prototype = build.prototype(int, [['x', int]]);
    const variable = build.variable('v', int);
    build.function('fn', prototype);
    build.dataSection('.data', [variable]);
    build.float('double', 8);
    build.declarationTag('tag', ids[3] ?? 0);
    build.typeTag('user', int);
    build.enum64('e64', { big: 1n << 40n });
    const last = build.int('last', 2);

    const btf = new Btf(build.bytes());
    expect(btf.endId).toBe(last + 1);
    expect(btf.name(last)).toBe('last');
    expect(btf.size(last)).toBe(2);
    expect(ids.map((id) => btf.kind(id))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(btf.find(kind.enum64, 'e64')).toBe(last - 1);
  });

  it('finds every record of a name and none of a name it only contains', () => {
    const build = new BtfBuilder();
    const int = build.int('int', 4);
    const struct = build.struct('sock', 4, [{ name: 'only_a_member', type: int, at: 0 }]);
    const typedef = build.typedef('sock', struct);
    const btf = new Btf(build.bytes());
    expect(btf.named('sock')).toEqual([struct, typedef]);
    expect(btf.find(kind.typedef, 'sock')).toBe(typedef);
    for (const absent of ['soc', 'ock', '', 'only_a_member', 'sock\0', 'nothing'])
      expect(btf.named(absent)).toEqual([]);
  });

  it('finds the same names after many searches as in the first', () => {
    const build = new BtfBuilder();
    const names = Array.from({ length: 300 }, (_, index) => `type_${(index * 7919) % 1000}`);
    const ids = new Map(names.map((name) => [name, build.int(name, 4)]));
    const btf = new Btf(build.bytes());
    for (const [name, id] of ids) expect(btf.named(name)).toEqual([id]);
    expect(btf.named('type_')).toEqual([]);
    expect(btf.named('absent')).toEqual([]);
  });

  it('goes on where its base ends', () => {
    const base = new BtfBuilder();
    const int = base.int('int', 4);
    const kernel = new Btf(base.bytes());
    const split = new BtfBuilder(base.end());
    const own = split.struct('in_module', 4, [{ name: 'x', type: int, at: 0 }]);
    const btf = new Btf(split.bytes(), kernel);
    expect(btf.firstId).toBe(kernel.endId);
    expect(btf.find(kind.struct, 'in_module')).toBe(own);
    expect(btf.name(btf.detail(own, 1))).toBe('int');
    expect(btf.string(btf.detail(own, 0))).toBe('x');
    expect(btf.find(kind.int, 'int')).toBeUndefined();
  });

  it('finds a record of a module whose name stands in the kernel’s strings', () => {
    const base = new BtfBuilder();
    const int = base.int('shared', 4);
    const kernel = new Btf(base.bytes());
    const { types, names } = base.end();
    // Name offset 1 is the base's first name.
    const split = new BtfBuilder({ types, names });
    split.int('other', 8);
    const bytes = Buffer.from(split.bytes());
    bytes.writeUInt32LE(1, 24);
    const btf = new Btf(bytes, kernel);
    expect(btf.named('shared')).toEqual([int + 1]);
  });

  describe('refuses', () => {
    const good = (): Buffer => {
      const build = new BtfBuilder();
      build.int('int', 4);
      return Buffer.from(build.bytes());
    };
    const broken: readonly (readonly [why: string, bytes: () => Buffer, message: RegExp])[] = [
      ['what is no BTF', () => Buffer.from('#!/bin/sh\necho what is this\n'), /no BTF/],
      ['an empty file', () => Buffer.alloc(0), /header/],
      [
        'the other byte order',
        () => {
          const bytes = good();
          bytes.writeUInt16BE(0xeb9f, 0);
          return bytes;
        },
        /byte order/,
      ],
      ['an image cut short', () => good().subarray(0, 32), /cut short/],
      [
        'a record cut short',
        () => {
          const bytes = good();
          // An int's record becomes a struct's with two members that are not there.
          bytes.writeUInt32LE((4 << 24) | 2, 28);
          return bytes;
        },
        /cut short/,
      ],
      [
        'a kind that it does not know',
        () => {
          const build = new BtfBuilder();
          build.record(30, 'x', 0);
          return Buffer.from(build.bytes());
        },
        /kind 30/,
      ],
    ];
    it.each(broken)('%s', (_, bytes, message) => {
      expect(() => new Btf(bytes())).toThrow(MalformedBtf);
      expect(() => new Btf(bytes())).toThrow(message);
    });
  });

  it('reads bytes that lie at an odd place', () => {
    const build = new BtfBuilder();
    build.int('int', 4);
    const shifted = new Uint8Array(build.bytes().length + 1);
    shifted.set(build.bytes(), 1);
    expect(new Btf(shifted.subarray(1)).find(kind.int, 'int')).toBe(1);
  });
});
