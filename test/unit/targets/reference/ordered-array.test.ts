import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedArray, type Element } from '../../../../targets/reference/ordered-array.ts';
import { sortArray } from '../../../../targets/reference/sort-array.ts';

function filled(
  entries: readonly (readonly [number, number])[],
  capacity = 100,
  wrap = false,
): OrderedArray<number> {
  const array = new OrderedArray<number>(capacity, wrap);
  for (const [key, value] of entries) put(array, key, value);
  return array;
}

function put(array: OrderedArray<number>, key: number, value: number): boolean {
  const element = array.findOrInsert([BigInt(key)], () => value);
  if (element) element.content = value;
  return element !== undefined;
}

const keysOf = (array: OrderedArray<number>) =>
  [...array.inOrder()].map((element) => Number(element.keys[0]));
const ascending = (left: Element<number>, right: Element<number>) => left.content - right.content;
const descending = (left: Element<number>, right: Element<number>) => right.content - left.content;
const cyclic = (count: number) => Array.from({ length: count }, (_, i) => [i, i % 3] as const);

describe('order', () => {
  it('is that of insertion; updating keeps the place, deleting and inserting again does not', () => {
    const array = filled([
      [3, 1],
      [1, 2],
      [2, 3],
    ]);
    put(array, 3, 9);
    expect(keysOf(array)).toEqual([3, 1, 2]);
    const one = array.find([1n]);
    if (one) array.remove(one);
    put(array, 1, 5);
    expect(keysOf(array)).toEqual([3, 2, 1]);
  });

  it('keeps several keys apart', () => {
    const array = new OrderedArray<number>(10, false);
    array.findOrInsert(['a', 'bc'], () => 1);
    array.findOrInsert(['ab', 'c'], () => 2);
    expect(array.size).toBe(2);
    expect(array.find(['ab', 'c'])?.content).toBe(2);
  });
});

describe('capacity', () => {
  it('refuses the element too much', () => {
    const array = filled(
      [
        [1, 1],
        [2, 2],
      ],
      2,
    );
    expect(put(array, 3, 3)).toBe(false);
    expect(put(array, 2, 9)).toBe(true);
  });

  it('lets the first in the present order go where the array wraps', () => {
    const array = filled(
      [
        [1, 30],
        [2, 10],
        [3, 20],
      ],
      3,
      true,
    );
    sortArray(array, descending, undefined);
    put(array, 4, 5);
    expect(keysOf(array)).toEqual([3, 2, 4]);
  });
});

describe('sorting', () => {
  it('stays: later loops see it, new elements go last', () => {
    const array = filled([
      [3, 30],
      [1, 50],
      [2, 10],
      [5, 20],
      [4, 40],
    ]);
    sortArray(array, ascending, undefined);
    expect(keysOf(array)).toEqual([2, 5, 3, 4, 1]);
    put(array, 9, 1);
    expect(keysOf(array)).toEqual([2, 5, 3, 4, 1, 9]);
  });

  it('brings only the front into order under a limit, and pushes the displaced behind it', () => {
    const down = filled(cyclic(12));
    sortArray(down, descending, 5n);
    expect(keysOf(down)).toEqual([2, 5, 8, 11, 1, 4, 7, 0, 3, 6, 9, 10]);
    const up = filled(cyclic(12));
    sortArray(up, ascending, 5n);
    expect(keysOf(up)).toEqual([0, 3, 6, 9, 1, 4, 2, 5, 7, 8, 10, 11]);
  });

  it('sorts all under a limit of 0 or beyond 30', () => {
    for (const limit of [0n, -1n, 31n]) {
      const array = filled([
        [1, 3],
        [2, 2],
        [3, 1],
      ]);
      sortArray(array, ascending, limit);
      expect(keysOf(array)).toEqual([3, 2, 1]);
    }
  });

  it('is stable, and a limited sort agrees with a full one on the front', () => {
    const values = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 30 }), (list, limit) => {
        const entries = list.map((value, key) => [key, value] as const);
        const all = filled(entries);
        const front = filled(entries);
        sortArray(all, descending, undefined);
        sortArray(front, descending, BigInt(limit));
        expect(keysOf(front).slice(0, limit)).toEqual(keysOf(all).slice(0, limit));
        expect(keysOf(front).sort()).toEqual(keysOf(all).sort());
      }),
    );
  });
});
