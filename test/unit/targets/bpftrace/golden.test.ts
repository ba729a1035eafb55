/**
 * Scripts and the bpftrace text that stsx writes of them, in a dialect of each kind. `npx vitest run --project unit test/unit/targets/bpftrace -u`
 * writes what is expected; read it before you commit it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../../src/package-root.ts';
import { dialectOf } from '../../../../targets/bpftrace/dialects.ts';
import { emitBpftrace } from '../../../../targets/bpftrace/emit.ts';
import { compileText, optionsOf } from '../../../support/compile-text.ts';
import { fakeKernel } from '../../../support/fake-kernel.ts';

const golden = fileURLToPath(new URL('golden', import.meta.url));
const network = `${packageRoot}scripts-stp/network`;
export const versions = ['0.17', '0.21', '0.23', '0.27'];

const scripts = [network, golden].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.stp'))
    .sort()
    .map((file) => ({ name: file.replace(/\.stp$/, ''), path: `${folder}/${file}` })),
);

const kernel = fakeKernel({
  hasSourceFiles: true,
  features: { kprobe: true },
  config: { CONFIG_HZ: '250', CONFIG_X86_64: 'y' },
});

function emit(name: string, path: string, version: string) {
  const { program, report } = compileText(
    name,
    readFileSync(path, 'latin1'),
    optionsOf([], []),
    'types',
    kernel,
  );
  expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return emitBpftrace(program!, name, dialectOf(version)!, { target: '0' });
}

describe.each(scripts)('$name', ({ name, path }) => {
  it.each(versions)('for bpftrace %s', async (version) => {
    const emitted = emit(name, path, version);
    const refusals = emitted.problems.map(
      ({ obstacle, site }) => `// refused at line ${site.line}: ${obstacle}\n`,
    );
    const text = emitted.problems.length > 0 ? refusals.join('') : emitted.text;
    await expect(text).toMatchFileSnapshot(`${golden}/${name}-${version}.bt`);
  });

  it('is the same each time', () => {
    expect(emit(name, path, '0.27').text).toBe(emit(name, path, '0.27').text);
  });
});
