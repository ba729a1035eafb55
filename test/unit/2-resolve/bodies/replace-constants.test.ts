import { describe, expect, it } from 'vitest';

import { visit } from '../../../../src/ast/visit.ts';
import { resolveGood, type Settings } from '../../../support/resolve-script.ts';

/** The numbers, and the constants left, in `probe begin { println(EXPRESSION) }`. */
function valuesOf(expression: string, settings: Settings = {}): (bigint | string)[] {
  const values: (bigint | string)[] = [];
  for (const { body } of resolveGood(`probe begin { println(${expression}) }`, { guru: true, ...settings })
    .probes) {
    visit(body, {
      NumberLiteral: ({ value }) => void values.push(value),
      OperatorCall: ({ operator }) => {
        values.push(operator);
        return false;
      },
    });
  }
  return values;
}

describe('replaceConstants', () => {
  it('knows the limits of the run', () => {
    expect(valuesOf('@MAXSTRINGLEN')).toEqual([512n]);
    expect(valuesOf('@MAXSTRINGLEN', { defines: { MAXSTRINGLEN: '0x40' } })).toEqual([64n]);
    expect(valuesOf('@const("MAXERRORS")')).toEqual([0n]);
  });

  it('knows the enumerators of the kernel', () => {
    expect(valuesOf('@const("IPPROTO_TCP"), @enum("IPPROTO_TCP")')).toEqual([6n, 6n]);
  });

  it('leaves other names', () => {
    expect(valuesOf('@const("PAGE_SIZE")')).toEqual(['const']);
  });
});
