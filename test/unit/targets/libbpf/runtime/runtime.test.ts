/**
 * The run-time library's own tests are C programs beside this file. Each is built twice, as programs are built and with checks of
 * memory and arithmetic (AddressSanitizer, UndefinedBehaviorSanitizer), and run; what fails is in its output.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const here = import.meta.dirname;
const runtime = join(here, '../../../../../targets/libbpf/runtime');
const folder = mkdtempSync(join(tmpdir(), 'stsx-runtime-'));
const programs = readdirSync(here).filter((name) => name.endsWith('.c'));

const builds = [
  { name: 'plain', make: [], compile: ['-O1'] },
  {
    name: 'sanitized',
    make: ['SANITIZE=1', 'CFLAGS=-O1'],
    compile: ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  },
] as const;

function run(command: string, arguments_: readonly string[]): string {
  return execFileSync(command, arguments_, { encoding: 'latin1', stdio: 'pipe' });
}

/** Standard output, and the exit status: what a failed test printed is worth more than an exception. */
function runTest(program: string): string {
  try {
    return run(program, []);
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout ?? ''}${stderr ?? ''}\n${String(error)}`;
  }
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(builds)('run-time library, $name', ({ name, make, compile }) => {
  const build = join(folder, name);

  beforeAll(() => {
    run('make', ['-s', '-j2', '-C', runtime, `BUILD=${build}`, ...make]);
  }, 300_000);

  test.each(programs)(
    '%s',
    (source) => {
      const program = join(build, basename(source, '.c'));
      const warnings = ['-Wall', '-Wextra', '-Werror'];
      run('gcc', [
        ...['-std=gnu11', '-D_GNU_SOURCE', ...warnings, ...compile, `-I${runtime}`, join(here, source)],
        ...[join(build, 'libstsx.a'), '-lbpf', '-lelf', '-lz', '-lm', '-o', program],
      ]);
      expect(runTest(program)).toBe('');
    },
    60_000,
  );
});
