/** One test a row of docs/deviations.md that concerns the reference. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as ir from '../../../../src/ir/ir.ts';
import { compilePattern } from '../../../../targets/reference/match-pattern.ts';
import { array, exit, intrinsic, local, num, println, program, read, run, site, text } from './ir-builder.ts';

describe('deviations', () => {
  it('arrays of aggregates keep the order of insertion, sorted or not', async () => {
    const stat: ir.StatShape = { operators: ['count'], shift: 0, histogram: undefined };
    const add = (key: number): ir.Statement => ({
      kind: 'stat-add',
      stat: { kind: 'stat-element', global: 0, keys: [num(key)], site },
      value: num(1),
      site,
    });
    const loop = (order: ir.SortOrder | undefined): ir.Statement => ({
      kind: 'foreach',
      global: 0,
      keys: [local(0)],
      value: undefined,
      order,
      limit: undefined,
      slice: undefined,
      body: { kind: 'block', statements: [println(read(local(0)))] },
      site,
    });
    const byCount: ir.SortOrder = { by: { kind: 'value' }, direction: 'descending' };
    const statements = [add(7), add(3), add(5), loop(undefined), loop(byCount), exit];
    const { out } = await run(program([array(0, { value: 'stat', stat })], [['begin', ...statements]]));
    expect(out).toBe('7\n3\n5\n7\n3\n5\n');
  });

  it('groups are divided as a reader from the left would', () => {
    expect(compilePattern('(a*)(ab)*(b*)').match('ab')).toEqual([0, 2, 0, 1, -1, -1, 1, 2]);
    expect(compilePattern('((ab)|(a)|(b))+').match('ab')).toEqual([0, 2, 0, 2, 0, 2, -1, -1, -1, -1]);
  });

  it("execname() outside of events is the program's own", async () => {
    const { out } = await run(
      program([], [['begin', println(intrinsic('execname', 'string'), text('')), exit]]),
    );
    expect(out).toBe('stsx\n');
  });

  it('are all held by tests that exist', () => {
    const root = new URL('../../../../', import.meta.url);
    const page = readFileSync(new URL('docs/deviations.md', root), 'latin1');
    const tests = Array.from(page.matchAll(/`(test\/[^`]+)`/g), ([, path = '']) => path);
    expect(tests.length).toBeGreaterThan(3);
    for (const path of tests) expect(readFileSync(new URL(path, root)).length).toBeGreaterThan(0);
  });
});
