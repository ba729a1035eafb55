/** Damaged scripts never crash the parser and never make it hang; `STSX_PROPERTY_RUNS` asks for more of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printFile } from '../../../src/ast/print.ts';
import { damagedScript } from '../../support/fuzz/damaged-script.ts';
import { parseText } from './support/parse-text.ts';

const runs = Number(process.env['STSX_PROPERTY_RUNS'] ?? 300);

function expectVerdict(text: string): void {
  const { file, report } = parseText(text, { arguments: ['one', '2', '"'] });
  expect(report.hasErrors).toBe(file === undefined);
  if (file === undefined) return;
  const printed = printFile(file);
  const again = parseText(printed);
  expect(again.problems, printed).toEqual([]);
  expect(again.file && printFile(again.file)).toBe(printed);
}

test('damaged scripts', () => {
  fc.assert(fc.property(damagedScript, expectVerdict), { numRuns: runs });
});

test('any bytes', () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 80,
  });
  fc.assert(fc.property(bytes, expectVerdict), { numRuns: runs });
});
