import { describe, expect, it } from 'vitest';
import { reportToolFailure } from '../../../src/6-run/tool-failures.ts';
import { Report } from '../../../src/diagnostics/report.ts';

function diagnose(output: string) {
  const report = new Report();
  reportToolFailure('the linker', output, 'apt-get install all', report);
  return report.diagnostics.map(({ code, message, hint }) => ({ code, message, hint }));
}

describe('a failing tool', () => {
  it.each([
    ["x.bpf.c:3:10: fatal error: 'bpf/bpf_helpers.h' file not found", 'the headers of libbpf'],
    ['/usr/bin/ld: cannot find -lelf: No such file or directory', 'the static library of libelf (libelf.a)'],
    ['ld.lld: error: unable to find library -lbpf', 'the static library of libbpf (libbpf.a)'],
    ["fatal error: 'asm/types.h' file not found", "the kernel's user-space headers"],
    ['/usr/bin/ld: cannot find -lc: No such file or directory', 'the static C library (libc.a)'],
  ])('%s', (output, what) => {
    expect(diagnose(output)).toEqual([
      { code: 'STSX6012', message: `building the program needs ${what}`, hint: 'apt-get install all' },
    ]);
  });
  it('shows what nobody foresaw, in part', () => {
    const output = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    const [diagnostic] = diagnose(output);
    expect(diagnostic?.code).toBe('STSX6013');
    expect(diagnostic?.message.split('\n')).toHaveLength(13);
  });
});
