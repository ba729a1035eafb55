/**
 * What `stap -p1` of SystemTap 4.8 says of short programs, each a construct of the grammar or a near miss of one: whether
 * it accepts them. The verdicts are data in `verdicts/`; where stap is installed, a sample is asked again
 * (`STSX_ORACLE=full` for all).
 */
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { parseText } from './support/parse-text.ts';
import { inPairs, missingOracle, StapOracle } from './support/stap-oracle.ts';

const given = ['one', '2', 'a b'];
const folder = new URL('verdicts/', import.meta.url);
const verdicts = readdirSync(folder).flatMap((name) =>
  Object.entries(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, boolean>),
);

/** Programs that are judged otherwise here, and why. */
const differences = new Map([
  ['global a% = 1', 'stap refuses it in pass 2, as it does every scalar that wraps'],
  ['global g, h probe begin { printf("%l", 1) }', 'a conversion without its letter'],
  ['global g, h probe begin { printf("%.", 1) }', 'a conversion without its letter'],
  ['global g, h probe begin { x = @hist_log(g)[1,2] }', 'a histogram has one index'],
  ['global g, h probe begin { x = @enum("X") }', 'newer than SystemTap 4.8'],
  ['global g, h probe begin { x = @enumname(1) }', 'newer than SystemTap 4.8'],
  ['global g, h probe begin { x = $a$ $ }', 'a lone $ is taken for a second pretty-printing mark'],
  ['probe begin { %( 0x10 == 16 %? x = 1 %: x = 2 %) }', 'numbers in conditions are read as elsewhere'],
  ['probe begin { %( 08 == 8 %? x = 1 %: x = 2 %) }', 'numbers in conditions are read as elsewhere'],
  ['probe begin { x = "a\0b" }', 'a NUL byte of a string is kept'],
  ['probe begin { } \0', 'a NUL byte between tokens is no end of file'],
]);

test('are agreed with', () => {
  const wrong = verdicts.filter(([program, accepted]) => {
    const { file } = parseText(program, { arguments: given });
    return (file !== undefined) === accepted ? differences.has(program) : !differences.has(program);
  });
  expect(verdicts.length).toBeGreaterThan(1000);
  expect(wrong).toEqual([]);
});

const missing = missingOracle();
describe.skipIf(missing !== undefined)(
  `against stap -p1 ${missing === undefined ? '' : `(skipped: ${missing})`}`,
  () => {
    const oracle = missing === undefined ? new StapOracle() : undefined;
    afterAll(() => oracle?.close());

    test('are those of stap', { timeout: 900_000 }, async () => {
      const isFull = process.env['STSX_ORACLE'] === 'full';
      const asked = verdicts.filter((_, place) => isFull || place % 40 === 0);
      const wrong: string[] = [];
      await inPairs(asked, async ([program, accepted]) => {
        const verdict = await oracle?.parse(program, { arguments: given });
        if (verdict?.accepted !== accepted) wrong.push(program);
      });
      expect(wrong).toEqual([]);
    });
  },
);
