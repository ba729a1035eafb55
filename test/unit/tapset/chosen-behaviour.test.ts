/** What docs/deviations.md lists as chosen, since neither SystemTap's manual pages nor the corpus say it. */
import { describe, expect, it } from 'vitest';
import { checkScript } from '../../support/check-script.ts';
import { runProgramOnReference } from '../../support/engines/run-on-reference.ts';
import { optionsOf } from '../../support/compile-text.ts';

async function output(statements: string): Promise<string> {
  const { program, diagnostics } = checkScript(`probe begin { ${statements} exit() }`);
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return (await runProgramOnReference(program, optionsOf([], []), 1)).output;
}

describe('chosen behaviour', () => {
  it('a width of a million and more fills what one print call gives', async () => {
    expect((await output('printf("%*d|", 0x7fffffffffffffff, 1)')).length).toBe(8192);
    expect((await output('printf("%.*d|", 0x7fffffffffffffff, 1)')).length).toBe(8192);
  });

  it.each([
    ['0.125', 2, '0.12'],
    ['0.375', 2, '0.38'],
    ['2.5', 0, '2'],
    ['-1.005', 2, '-1.00'],
  ])(
    'fp_to_string of %s with %d digits rounds to the nearest, halves to the even digit',
    async (text, digits, shown) => {
      expect(await output(`println(fp_to_string(string_to_fp("${text}"), ${digits}))`)).toBe(`${shown}\n`);
    },
  );

  it('qsq_print names each figure', async () => {
    expect(await output('qs_wait("q") qs_run("q") qs_done("q") qsq_start("q") qsq_print("q")')).toMatch(
      /^q: \d+\.\d{3} ops\/s, \d+\.\d{3} qlen, \d+ await, \d+ svctm, \d+% wait, \d+% utilized\n$/,
    );
  });
});
