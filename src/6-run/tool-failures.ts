/**
 * What a compiler's or linker's failure means for the person. In: its output. Out: a diagnostic that names what is missing, or one with
 * the output's first lines, which is a bug of stsx.
 */
import type { Report } from '../diagnostics/report.ts';

interface Missing {
  readonly pattern: RegExp;
  readonly what: string;
}

const missing: readonly Missing[] = [
  {
    pattern: /bpf\/(bpf_helpers|bpf_core_read|bpf_tracing|libbpf|bpf)\.h.*(not found|No such file)/,
    what: 'the headers of libbpf',
  },
  { pattern: /(libelf|gelf)\.h.*(not found|No such file)/, what: 'the headers of libelf' },
  { pattern: /(linux|asm)\/[\w/-]+\.h.*(not found|No such file)/, what: "the kernel's user-space headers" },
  {
    pattern: /(stdint|stdio|string|stdlib|errno)\.h.*(not found|No such file)/,
    what: 'the headers of the C library',
  },
  {
    pattern: /(cannot find|unable to find library) -lbpf\b/,
    what: 'the static library of libbpf (libbpf.a)',
  },
  {
    pattern: /(cannot find|unable to find library) -lelf\b/,
    what: 'the static library of libelf (libelf.a)',
  },
  { pattern: /(cannot find|unable to find library) -lz\b/, what: 'the static library of zlib (libz.a)' },
  {
    pattern: /(cannot find|unable to find library) -l(c|m|pthread)\b/,
    what: 'the static C library (libc.a)',
  },
  { pattern: /No space left on device/, what: 'room on the disk' },
];

const longestExcerpt = 12;

export function reportToolFailure(tool: string, output: string, install: string, report: Report): void {
  const found = missing.find(({ pattern }) => pattern.test(output));
  if (found) {
    report.add('STSX6012', undefined, { what: found.what, install });
    return;
  }
  const lines = output.trimEnd().split('\n');
  const excerpt = lines.slice(0, longestExcerpt).join('\n');
  report.add('STSX6013', undefined, { tool, output: excerpt });
}
