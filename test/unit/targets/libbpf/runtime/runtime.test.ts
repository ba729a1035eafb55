/**
 * The run-time library's own tests are C programs beside this file. Each is built twice, plain and with sanitizers, and run; what
 * fails is in its output.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, buildRuntime, runtimeBuilds } from './build-runtime-tests.ts';

const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'stsx-runtime-'));
const sources = readdirSync(here).filter((name) => name.endsWith('.c'));

/** Standard output and error: what a failed test printed is worth more than an exception. */
function runTest(program: string): string {
  try {
    return execFileSync(program, { encoding: 'latin1', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout ?? ''}${stderr ?? ''}\n${String(error)}`;
  }
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(runtimeBuilds)('run-time library, $name', (build) => {
  const place = join(folder, build.name);

  beforeAll(() => {
    buildRuntime(build, place);
  }, 300_000);

  test.each(sources)(
    '%s',
    (source) => {
      expect(runTest(buildProgram(build, place, join(here, source)))).toBe('');
    },
    120_000,
  );
});
