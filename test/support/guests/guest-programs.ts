/**
 * The static programs that a guest runs, made once on this machine for all of them: scripts by `stsx compile`, the workload by the C
 * compiler. Or why they cannot be made here.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stsx } from '../live/running-script.ts';

export interface GuestPrograms {
  /** Path in the guest to path here. */
  readonly files: ReadonlyMap<string, string>;
  /** What stsx said where it refused a script. */
  readonly refused: ReadonlyMap<string, string>;
  remove(): void;
}

/** A script's file, or its text. */
export type GuestScript = { readonly file: string } | { readonly text: string };

export function buildGuestPrograms(scripts: ReadonlyMap<string, GuestScript>): GuestPrograms {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-guest-programs-'));
  const workload = join(folder, 'workload');
  const source = fileURLToPath(new URL('workload.c', import.meta.url));
  execFileSync('cc', ['-O2', '-static', '-Wall', '-Wextra', '-Werror', '-o', workload, source], {
    stdio: 'pipe',
  });
  const files = new Map([
    ['bin/busybox', '/bin/busybox'],
    ['bin/workload', workload],
  ]);
  const refused = new Map<string, string>();
  for (const [name, script] of scripts) {
    const output = join(folder, name);
    const compiled = spawnSync(
      process.execPath,
      [stsx, 'compile', scriptFile(folder, name, script), '-o', output],
      {
        encoding: 'latin1',
      },
    );
    if (compiled.status === 0) files.set(`bin/${name}`, output);
    else refused.set(name, compiled.stderr);
  }
  return {
    files,
    refused,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function scriptFile(folder: string, name: string, script: GuestScript): string {
  if ('file' in script) return script.file;
  const file = join(folder, `${name}.stp`);
  writeFileSync(file, script.text, 'latin1');
  return file;
}

interface Need {
  readonly program: string;
  readonly package: string;
}

const needs: readonly Need[] = [
  { program: '/usr/bin/qemu-system-x86_64', package: 'qemu-system-x86' },
  { program: '/bin/busybox', package: 'busybox-static' },
];

/** Installs what is missing, where that can be done. Undefined: guests can be run here. */
export function whyNoGuests(): string | undefined {
  if (process.arch !== 'x64') return 'the guests are x86-64, this machine is not';
  if (process.geteuid?.() !== 0) return 'fetching kernels takes root';
  if (!existsSync(stsx)) return 'stsx is not built (npm run build)';
  for (const need of needs) {
    if (!existsSync(need.program) && !install(need.package)) return `${need.package} cannot be installed`;
  }
  return undefined;
}

function install(name: string): boolean {
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  const words = ['install', '-y', '-q', '--no-install-recommends', name];
  if (spawnSync('apt-get', words, options).status === 0) return true;
  spawnSync('apt-get', ['update', '-q'], options);
  return spawnSync('apt-get', words, options).status === 0;
}
