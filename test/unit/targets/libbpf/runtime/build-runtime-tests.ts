/** Builds of the run-time library for its tests, and of C programs against them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface RuntimeBuild {
  readonly name: string;
  readonly make: readonly string[];
  readonly compile: readonly string[];
}

const runtime = join(import.meta.dirname, '../../../../../targets/libbpf/runtime');

/** As programs are built, and with checks of memory and arithmetic (AddressSanitizer, UndefinedBehaviorSanitizer). */
export const runtimeBuilds: readonly RuntimeBuild[] = [
  { name: 'plain', make: [], compile: ['-O1'] },
  {
    name: 'sanitized',
    make: ['SANITIZE=1', 'CFLAGS=-O1'],
    compile: ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  },
];

export function buildRuntime(build: RuntimeBuild, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('make', ['-s', '-j2', '-C', runtime, `BUILD=${folder}`, ...build.make], { stdio: 'pipe' });
}

/** Gives the program's path. */
export function buildProgram(build: RuntimeBuild, folder: string, source: string): string {
  const program = join(folder, `test-${basename(source, '.c')}`);
  const warnings = ['-Wall', '-Wextra', '-Werror'];
  const includes = [`-I${runtime}`, `-I${import.meta.dirname}`];
  const libraries = [join(folder, 'libstsx.a'), '-lbpf', '-lelf', '-lz', '-lm'];
  const flags = ['-std=gnu11', '-D_GNU_SOURCE', ...warnings, ...build.compile, ...includes];
  execFileSync('gcc', [...flags, source, ...libraries, '-o', program], { stdio: 'pipe' });
  return program;
}
