import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { displayLine, displayText, displayWidth } from '../../../src/diagnostics/display-text.ts';

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('displayText', () => {
  it('decodes UTF-8', () => {
    expect(displayText(bytes('Größe → 日本 😀'))).toBe('Größe → 日本 😀');
  });

  it.each([
    ['a lone continuation byte', '\x80', '\ufffd'],
    ['a byte of latin1', 'caf\xe9', 'caf\ufffd'],
    ['an overlong slash', '\xc0\xaf', '\ufffd\ufffd'],
    ['a surrogate', '\xed\xa0\x80', '\ufffd\ufffd\ufffd'],
    ['a cut-off character', '\xe2\x86', '\ufffd\ufffd'],
    ['past the last code point', '\xf4\x90\x80\x80', '\ufffd\ufffd\ufffd\ufffd'],
  ])('shows %s as replacement characters', (_name, input, shown) => {
    expect(displayText(input)).toBe(shown);
  });

  it('keeps a script from steering the terminal', () => {
    expect(displayText('\x1b[31m\x00\x07\x7f\r')).toBe('␛[31m␀␇␡␍');
    expect(displayText(bytes('\u009b31m'))).toBe('\ufffd31m');
  });

  it('agrees with the platform on every valid text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const printable = text.replace(/[\x00-\x1f\x7f-\x9f]/g, '');
        expect(displayText(bytes(printable))).toBe(Buffer.from(printable, 'utf8').toString('utf8'));
      }),
    );
  });
});

describe('displayLine', () => {
  it('gives each byte the column its character starts at', () => {
    expect(displayLine(bytes('aß日b'))).toEqual({ text: 'aß日b', columns: [0, 1, 1, 2, 2, 2, 4, 5] });
  });

  it('expands tabs to stops of four', () => {
    expect(displayLine('a\tb\t\tc')).toEqual({ text: 'a   b       c', columns: [0, 1, 4, 5, 8, 12, 13] });
  });
});

describe('displayWidth', () => {
  it.each([
    ['a', 1],
    ['é', 1],
    ['日', 2],
    ['😀', 2],
    ['\u0301', 0],
    ['\u200d', 0],
  ])('%s', (character, width) => {
    expect(displayWidth(character)).toBe(width);
  });
});
