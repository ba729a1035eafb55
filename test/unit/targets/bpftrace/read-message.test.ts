import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage, splitKey } from '../../../../targets/bpftrace/collector/read-message.ts';

describe('readMessage', () => {
  it('reads a record, its texts whatever is in them', () => {
    const data = 'e3 17 -5 9223372036854775807\\u001e17\\u001ea,\\"b\\u001ec\\u001e17\\u001e';
    expect(readMessage(`{"type": "printf", "data": "${data}"}`)).toEqual({
      kind: 'record',
      probe: 3,
      time: 17n,
      numbers: [-5n, 2n ** 63n - 1n],
      texts: ['a,"b\x1ec', ''],
    });
  });

  it('keeps all 64 bits of a number in a map', () => {
    expect(readMessage('{"type": "map", "data": {"@n_1_sum_a": {"1,x": 9007199254740993}}}')).toEqual({
      kind: 'map',
      name: 'n_1_sum_a',
      entries: [{ key: '1,x', value: 9007199254740993n, count: undefined }],
    });
  });

  it('reads count and sum of stats(), with keys and without', () => {
    const stats = '{"count": 2, "average": -4, "total": -9}';
    const entry = { value: -9n, count: 2n };
    expect(readMessage(`{"type": "stats", "data": {"@s_0_stats_b": ${stats}}}`)).toMatchObject({
      entries: [{ key: '', ...entry }],
    });
    expect(readMessage(`{"type": "stats", "data": {"@s_0_stats_b": {"7": ${stats}}}}`)).toMatchObject({
      entries: [{ key: '7', ...entry }],
    });
  });

  it('reads lost events, and takes no other line for a message', () => {
    expect(readMessage('{"type": "lost_events", "data": {"events": 12}}')).toEqual({
      kind: 'lost',
      events: 12,
    });
    expect(readMessage('Lost 5 events')).toBeUndefined();
    expect(readMessage('{"type": "printf", "data": "something else"}')).toBeUndefined();
    expect(readMessage('')).toBeUndefined();
  });
});

describe('splitKey', () => {
  const mark = 98765432109876n;

  it('divides a key with texts that hold commas', () => {
    const types = ['long', 'string', 'string', 'long'] as const;
    expect(splitKey(`1,a,b,${mark},c,,d,0`, types, mark)).toEqual([1n, 'a,b', 'c,,d', 0n]);
  });

  it('reads an address with its sign', () => {
    expect(splitKey('18446744071562067968', ['long'], mark)).toEqual([-2147483648n + 0n]);
  });

  it('gives back what was put together', () => {
    const part = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.string({ unit: 'binary-ascii' }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const types = parts.map((given) => (typeof given === 'string' ? 'string' : 'long'));
        const last = types.lastIndexOf('string');
        const key = parts
          .map((given, index) => (index < last && typeof given === 'string' ? `${given},${mark}` : given))
          .join(',');
        expect(splitKey(key, types, mark)).toEqual(parts);
      }),
    );
  });

  it('refuses what is no key of these types', () => {
    expect(splitKey('a,b', ['long', 'string'], mark)).toBeUndefined();
  });
});
