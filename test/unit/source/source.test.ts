import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { lineColumn, lineText, placeText, sourceFile } from '../../../src/source/source.ts';

describe('lineColumn', () => {
  const file = sourceFile('x.stp', 'ab\n\ncd');

  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [4, 3, 1],
    [6, 3, 3],
  ])('offset %i is line %i, column %i', (offset, line, column) => {
    expect(lineColumn(file, offset)).toEqual({ line, column });
  });

  it('counts newlines before the offset', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n')), fc.nat(40), (parts, at) => {
        const text = parts.join('');
        const offset = Math.min(at, text.length);
        const before = text.slice(0, offset).split('\n');
        expect(lineColumn(sourceFile('x', text), offset)).toEqual({
          line: before.length,
          column: (before.at(-1)?.length ?? 0) + 1,
        });
      }),
    );
  });
});

describe('lineText', () => {
  it('has neither newline nor carriage return', () => {
    const file = sourceFile('x.stp', 'ab\r\ncd\n');
    expect([1, 2, 3].map((line) => lineText(file, line))).toEqual(['ab', 'cd', '']);
  });
});

describe('placeText', () => {
  it('is FILE:LINE:COLUMN', () => {
    expect(placeText({ file: sourceFile('a/b.stp', 'x\n  y'), start: 4, end: 5 })).toBe('a/b.stp:2:3');
  });
});
