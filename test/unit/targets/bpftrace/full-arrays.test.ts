/** Which scripts have no deviation in the newest dialect, and what of arrays remains one. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../../src/package-root.ts';
import { dialectOf, newestVersion } from '../../../../targets/bpftrace/dialects.ts';
import { emitBpftrace } from '../../../../targets/bpftrace/emit.ts';
import { compileText, optionsOf } from '../../../support/compile-text.ts';
import { fakeKernel } from '../../../support/fake-kernel.ts';

const kernel = fakeKernel({ features: { kprobe: true }, config: { CONFIG_HZ: '250', CONFIG_X86_64: 'y' } });

function emitted(text: string, flags: readonly string[] = [], version = newestVersion) {
  const { program, report } = compileText('x.stp', text, optionsOf(flags, []), 'types', kernel);
  expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return emitBpftrace(program!, 'x', dialectOf(version)!, { target: '0' });
}

function numbers(text: string, flags: readonly string[] = [], version = newestVersion) {
  return emitted(text, flags, version).deviations.map(({ number }) => number);
}

describe('scripts without a deviation', () => {
  it.each(['nettop', 'dropwatch'])('%s', (name) => {
    expect(numbers(readFileSync(`${packageRoot}scripts-stp/network/${name}.stp`, 'latin1'))).toEqual([]);
  });

  it('one that counts', () => {
    expect(
      numbers(
        'global a probe kernel.trace("kfree_skb") { a[pid()]++ } probe end { foreach (p+ in a) println(p, a[p]) }',
      ),
    ).toEqual([]);
  });
});

describe('an array that can be full', () => {
  const fills = 'global a probe kernel.trace("kfree_skb") { a[pid()]++ }';

  it('is no deviation where its insertion is looked after', () => {
    expect(numbers(fills)).not.toContain(1);
  });

  it('is named where maps have no size of their own', () => {
    expect(numbers(fills, [], '0.24')).toContain(1);
  });

  it('is named where errors do not end the script', () => {
    expect(numbers(fills, ['-D', 'MAXERRORS=3'])).toContain(1);
  });

  it('is named where its error is caught', () => {
    expect(numbers('global a probe begin { try { a[1] = 2 } catch { println("full") } }')).toContain(1);
  });

  it('is named where it wraps', () => {
    expect(numbers('global a% probe kernel.trace("kfree_skb") { a[pid()] = 2 }')).toContain(23);
  });

  it('ends the script, with the error probes behind it', () => {
    const { text } = emitted(
      `global a[7] probe begin { a[1] = 2 } probe end { println("end") } probe error { println("error") }`,
    );
    expect(text).toContain('let @a = hash(7);');
    expect(text).toContain('if (!has_key(@a, 1) && len(@a) >= 7) {');
    expect(text).toMatch(/END\n\/@failed == 0\/\n\{\n    printf\("end/);
    expect(text).toMatch(/END\n\/@failed == 1\/\n\{\n    printf\("error/);
  });

  it('ends a loop first, for a loop cannot hold exit()', () => {
    const { text } = emitted('global a, c probe begin { a[1] = 2 foreach (k in a-) c[k] = 3 }');
    expect(text).toMatch(/\$fails = 1;\n\s+break;/);
    expect(text).toMatch(/if \(\$stop == 1\) \{\n\s+break;/);
    expect(text).toMatch(/if \(\$fails == 1\) \{\n\s+exit\(1\);/);
  });
});

describe('the order of elements', () => {
  it('is named where the script sets it', () => {
    expect(numbers('global a probe begin { a[2] = 1; a[1] = 1 foreach (k in a) println(k) }')).toEqual([4]);
  });

  it('is not there for what an unsorted walk through aggregates fills', () => {
    const script = (sort: string) =>
      `global s, a probe kernel.trace("kfree_skb") { s[pid()] <<< 1 }
       probe end { foreach (k in s${sort}) a[k] = @count(s[k]) foreach (k in a) println(k) }`;
    expect(numbers(script(''))).toEqual([]);
    expect(numbers(script('-'))).toEqual([4]);
  });
});
