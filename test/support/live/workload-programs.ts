/** Compiles the C programs of this folder, once a test run, into a folder of its own under the system's temporary one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface WorkloadPrograms {
  readonly folder: string;
  readonly sender: string;
  readonly receiver: string;
  remove(): void;
}

export function buildWorkloadPrograms(): WorkloadPrograms {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-live-'));
  const build = (name: string): string => {
    const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
    const program = join(folder, name);
    execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', program, source], { stdio: 'inherit' });
    return program;
  };
  return {
    folder,
    sender: build('udp-sender'),
    receiver: build('udp-receiver'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
