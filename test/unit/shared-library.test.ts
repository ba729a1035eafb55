import { describe, expect, it } from 'vitest';
import { Report } from '../../src/diagnostics/report.ts';
import { sharedLibrary } from '../../src/shared-library.ts';
import { sourceFile } from '../../src/source/source.ts';
import { fakeKernel } from '../support/fake-kernel.ts';

const good = sourceFile('good.stp', 'function first() { return $1 }', 'tapset');
const broken = sourceFile('broken.stp', 'function second( { }', 'tapset');

describe('sharedLibrary', () => {
  const shared = sharedLibrary([good, broken], fakeKernel(), { arguments: ['7'], guru: false });
  const listen = () => {
    const report = new Report();
    const used: number[] = [];
    return { report, used, library: shared.library({ report, argumentUsed: (place) => used.push(place) }) };
  };

  it('parses a file once for all scripts', () => {
    expect(listen().library.parse(good)).toBe(listen().library.parse(good));
  });

  it('tells each script, once, what is wrong in a file and which arguments it uses', () => {
    for (const script of [listen(), listen()]) {
      for (const file of [good, broken, good, broken]) script.library.parse(file);
      expect(script.used).toEqual([0]);
      expect(script.report.hasErrors).toBe(true);
      expect(script.report.diagnostics).toEqual([...new Set(script.report.diagnostics)]);
    }
  });
});
