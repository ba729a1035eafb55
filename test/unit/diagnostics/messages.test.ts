import { describe, expect, it } from 'vitest';
import { fillHoles, messages, type Message } from '../../../src/diagnostics/messages.ts';

const rows: [string, Message][] = Object.entries(messages);

describe('the message tables', () => {
  it.each(rows)(
    '%s has a code of four digits, text without a full stop, and no empty hint',
    (code, message) => {
      expect(code).toMatch(/^STSX[1-9]\d{3}$/);
      expect(message.text).toMatch(/\S/);
      expect(message.text).not.toMatch(/[.\s]$/);
      expect(message.hint).not.toBe('');
    },
  );

  it('has each text with its hint once, so that a code says which it was', () => {
    const texts = rows.map(([, { text, hint }]) => `${text} (${hint ?? ''})`);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});

describe('fillHoles', () => {
  it('fills each hole, and leaves what is no hole', () => {
    expect(fillHoles('{a} and {a} not {b}, { c }', { a: 1 })).toBe('1 and 1 not {b}, { c }');
  });

  it('does not read the values as holes', () => {
    expect(fillHoles('{a}{b}', { a: '{b}', b: 'x' })).toBe('{b}x');
  });
});
