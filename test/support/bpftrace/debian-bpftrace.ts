/**
 * bpftrace as another Debian release has it, in a root folder of its own in the cache, with a command that runs it there on this kernel.
 * In: a release, or `native` for this machine's own. Out: a folder for $PATH with that command, or why there is none.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../../src/6-run/cache-folder.ts';
import { aptOf } from '../guests/debian-kernel.ts';

export interface DebianBpftrace {
  /** For $PATH. */
  readonly folder: string;
  readonly command: string;
  /** `0.23` */
  readonly version: string;
}

export function debianBpftrace(suite: string): DebianBpftrace | string {
  if (process.geteuid?.() !== 0) return 'running bpftrace takes root';
  const folder = join(
    cacheFolder((name) => process.env[name]),
    'bpftrace',
    suite,
  );
  try {
    const root = join(folder, 'root');
    if (suite !== 'native' && !existsSync(join(root, 'usr/bin/bpftrace'))) fetch(suite, folder, root);
    return installed(suite, folder, root);
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    return `the bpftrace of Debian's ${suite} cannot be had: ${lines.at(-1) ?? ''}`;
  }
}

function fetch(suite: string, folder: string, root: string): void {
  const apt = aptOf(suite, join(folder, 'apt'));
  apt.run('apt-get', 'update', '-q');
  apt.run('apt-get', 'install', '-y', '-q', '--no-install-recommends', '--download-only', 'bpftrace');
  const archives = join(apt.folder, 'cache/archives');
  const unpacked = `${root}.${process.pid}`;
  mkdirSync(unpacked, { recursive: true });
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    execFileSync('dpkg-deb', ['-x', join(archives, file), unpacked], { stdio: 'pipe' });
  }
  for (const link of ['bin', 'sbin', 'lib', 'lib64']) {
    if (!existsSync(join(unpacked, link))) symlinkSync(`usr/${link}`, join(unpacked, link));
  }
  for (const mount of ['proc', 'sys', 'dev', 'tmp']) mkdirSync(join(unpacked, mount), { recursive: true });
  execFileSync('mv', ['-T', unpacked, root]);
  rmSync(archives, { recursive: true, force: true });
}

/** What is mounted is seen by the command alone, and gone with it. */
function installed(suite: string, folder: string, root: string): DebianBpftrace {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const command = join(bin, 'bpftrace');
  const mounts =
    'mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null; mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null';
  const enter =
    suite === 'native'
      ? 'exec /usr/bin/bpftrace "$@"'
      : `for d in proc sys dev tmp; do mount --rbind /$d ${root}/$d; done; exec chroot ${root} /usr/bin/bpftrace "$@"`;
  writeFileSync(
    command,
    `#!/bin/sh\n[ -n "$IN_OWN_MOUNTS" ] || IN_OWN_MOUNTS=1 exec unshare --mount "$0" "$@"\n${mounts}\n${enter}\n`,
    {
      mode: 0o755,
    },
  );
  const said = spawnSync(command, ['--version'], { encoding: 'latin1' }).stdout;
  const version = /v(\d+\.\d+)/.exec(said)?.[1];
  if (version === undefined) throw new Error('it does not say its version');
  return { folder: bin, command, version };
}
