/**
 * Bad input and all that stsx says of it: cases/STSXnnnn-what.stp with the standard error of `stsx check` beside it. `npm run test:errors -- -u` writes
 * what is expected. Kernel facts come from the described kernel of test/support, so the text is the same everywhere.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { messages } from '../../src/diagnostics/messages.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { compileText, optionsOf } from '../support/compile-text.ts';
import { codesWithoutCase } from './codes-without-case.ts';

const folder = fileURLToPath(new URL('cases', import.meta.url));

const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.stp'))
  .sort()
  .map((file) => ({ file, code: file.slice(0, 'STSX0000'.length) }));

/** `// FLAGS: -g`, `// ARGS: 1 2` */
function directive(text: string, name: string): readonly string[] {
  return new RegExp(`^// ${name}: *(.+)$`, 'm').exec(text)?.[1]?.trim().split(/\s+/) ?? [];
}

describe('bad input', () => {
  it.each(cases)('$file', async ({ file, code }) => {
    const text = readFileSync(`${folder}/${file}`, 'latin1');
    const { report } = compileText(file, text, optionsOf(directive(text, 'FLAGS'), directive(text, 'ARGS')));
    expect(report.diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    const rendered = renderDiagnostics(report.diagnostics, { color: false, all: false });
    await expect(rendered).toMatchFileSnapshot(`${folder}/${file.replace(/\.stp$/, '.stderr')}`);
  });

  it('has a case for every message that a script can cause', () => {
    const seen = new Set(cases.map(({ code }) => code));
    const missing = Object.keys(messages).filter((code) => /^STSX[1-5]/.test(code) && !seen.has(code));
    expect(missing).toEqual(Object.keys(codesWithoutCase).sort());
  });
});
