/** Compiles a program of test/support/live/ that makes events; static, since the dynamic loader would make some of its own. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Gives the program's path in the folder. */
export function compileWorkload(name: string, folder: string): string {
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
  const program = join(folder, name);
  execFileSync('cc', ['-static', '-pthread', '-O2', '-Wall', '-Wextra', '-Werror', '-o', program, source], {
    stdio: 'inherit',
  });
  return program;
}
