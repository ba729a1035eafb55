/**
 * The golden .bt files, each read, checked and compiled by a real bpftrace of its version, without a warning. Nothing is attached: this kernel need not have what they
 * probe. Root is needed for the newer ones, which run in a root folder of their own.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianBpftrace } from '../support/bpftrace/debian-bpftrace.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const golden = fileURLToPath(new URL('../unit/targets/bpftrace/golden', import.meta.url));

interface Reader {
  readonly suite: string;
  /** Its own version. */
  readonly version: string;
  /** Versions whose text it reads. */
  readonly reads: readonly string[];
  /** Words that make it compile and stop; `functions` is a list of the kernel's functions. */
  readonly words: (script: string, folder: string, functions: string) => readonly string[];
}

const readers: readonly Reader[] = [
  { suite: 'native', version: '0.17', reads: ['0.17'], words: (script) => ['-d', script] },
  {
    suite: 'trixie',
    version: '0.23',
    reads: ['0.21', '0.23'],
    words: (script, folder) => ['--emit-elf', join(folder, 'object'), script],
  },
  {
    suite: 'sid',
    version: '0.27',
    reads: ['0.27'],
    words: (script, _folder, functions) => ['--mode', 'codegen', '--traceable-functions', functions, script],
  },
];

/** What bpftrace says of the machine and not of the text. */
const ofMachine = /RLIMIT_MEMLOCK|is not traceable|Could not read functions from/;

/** By version of bpftrace and script. */
const unread: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '0.17': { functions: 'asks the kernel for what fentry can probe' },
  '0.23': {
    functions: 'asks the kernel for what fentry can probe',
    tcp_connections: 'crashes on an array in a structure, as Debian 13 builds it',
    tcpdumplike: 'crashes on an array in a structure, as Debian 13 builds it',
  },
};

describeLive('golden .bt files', () => {
  let folder: string;
  let functions: string;

  beforeAll(() => {
    // All of them see /tmp.
    folder = mkdtempSync(join(tmpdir(), 'stsx-goldens-'));
    functions = join(folder, 'functions');
    const names = readFileSync('/proc/kallsyms', 'latin1')
      .split('\n')
      .flatMap((line) => line.split(/\s+/)[2] ?? []);
    writeFileSync(functions, [...new Set(names)].sort().join('\n'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(readers)('by bpftrace $version', ({ suite, version, reads, words }) => {
    const bpftrace = debianBpftrace(suite);
    if (typeof bpftrace === 'string' || bpftrace.version !== version) {
      const reason =
        typeof bpftrace === 'string' ? bpftrace : `Debian's ${suite} has ${bpftrace.version} now`;
      it.skip(reason, () => undefined);
      return;
    }
    const files = readdirSync(golden).filter((name) => reads.some((read) => name.endsWith(`-${read}.bt`)));

    it('are there', () => {
      expect(files.length).toBeGreaterThan(5);
    });

    for (const file of files) {
      const reason = unread[version]?.[file.replace(/-[\d.]+\.bt$/, '')];
      if (reason !== undefined) {
        it.skip(`${file} (bpftrace ${version} ${reason})`, () => undefined);
        continue;
      }
      it(file, () => {
        const script = join(folder, file);
        copyFileSync(join(golden, file), script);
        const { status, signal, stdout, stderr } = spawnSync(
          bpftrace.command,
          words(script, folder, functions),
          { encoding: 'latin1', timeout: 60_000 },
        );
        const errors = `${stdout}\n${stderr}`
          .split('\n')
          .filter((line) => /\b(?:ERROR|WARNING)\b/.test(line) && !ofMachine.test(line));
        expect({ status, signal, errors }).toEqual({ status: 0, signal: null, errors: [] });
      });
    }
  });
});
