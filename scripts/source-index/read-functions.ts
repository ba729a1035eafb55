/**
 * The functions of a kernel and its modules, from a package with their debuginfo. Only what is read is unpacked, into `folder`,
 * which may be deleted afterwards. Paths are relative to the top of the source tree, without `.` and `..`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import type { SeenFunction } from './encode-index.ts';

const wanted = ['*/vmlinux*', '*.ko'];

/** Images for one run of the reader: its output has to fit in memory. */
const batch = 200;

export function* readFunctions(reader: string, packagePath: string, folder: string): Generator<SeenFunction> {
  mkdirSync(folder, { recursive: true });
  const unpack = 'dpkg-deb --fsys-tarfile "$0" | tar -x -C "$1" --wildcards "${@:2}"';
  execFileSync('bash', ['-o', 'pipefail', '-c', unpack, packagePath, folder, ...wanted], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const images = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
  for (let start = 0; start < images.length; start += batch) {
    const text = execFileSync(reader, images.slice(start, start + batch), {
      encoding: 'latin1',
      maxBuffer: 2 ** 30,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for (const line of text.split('\n')) {
      const [name, file, image] = line.split('\t');
      if (name === undefined || file === undefined || image === undefined) continue;
      yield { name, file: posix.normalize(file), module: moduleOf(image) };
    }
  }
}

function moduleOf(image: string): string | undefined {
  const [, name] = /([^/]+)\.ko$/.exec(image) ?? [];
  return name?.replaceAll('-', '_');
}
