import { describe, expect, test } from 'vitest';
import { countFormatArguments, readFormat } from '../../../src/1-parse/format.ts';
import { printFormat } from '../../../src/ast/print-format.ts';

/** Each conversion as it prints again, or what is wrong. */
function formats(text: string): string {
  const result = readFormat(text);
  return result.ok ? printFormat(result.parts) : `wrong: ${result.conversion}`;
}

describe('formats', () => {
  const cases: readonly (readonly [text: string, result: string])[] = [
    ['%d%i%u', '"%d%d%u"'],
    ['a%%b', '"a%%b"'],
    ['%5.3ld', '"%5.3d"'],
    ['%-05d', '"%-5d"'],
    ['%05d', '"%05d"'],
    ['%+06d', '"%+6d"'],
    ['%0*d', '"%0*d"'],
    ['%*.*s', '"%*.*s"'],
    ['%5.d', '"%5.0d"'],
    ['%#c% d%#X%p%m%M%b%o', '"%#c% d%#X%p%m%M%b%o"'],
    ['\\045d', '"%%d"'],
    ['%-+d', 'wrong: %-+d'],
    ['%+-5d', 'wrong: %+-5d'],
    ['%-#x', 'wrong: %-#x'],
    ['%0-5d', 'wrong: %0-5d'],
    ['%lld', 'wrong: %lld'],
    ['%hd', 'wrong: %hd'],
    ['%5%', 'wrong: %5%'],
    ['%*5d', 'wrong: %*5d'],
    ['%.-5d', 'wrong: %.-5d'],
    ['%y', 'wrong: %y'],
    ['a%', 'wrong: %'],
    ['%1$d', 'wrong: %1$d'],
  ];
  test.each(cases)('%s', (text, result) => {
    expect(formats(text)).toBe(result);
  });
});

test('each conversion takes a value, and each star one more', () => {
  const result = readFormat('%d %%%*.*s');
  expect(result.ok && countFormatArguments(result.parts)).toBe(4);
});
