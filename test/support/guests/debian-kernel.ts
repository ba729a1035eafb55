/**
 * A kernel of a Debian release, as bootable image in a cache folder. Packages come through the machine's own registry and keys, by an
 * apt configuration that lies in the cache and leaves the machine's own alone. Out: the image, or why it cannot be had.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../../src/6-run/cache-folder.ts';

export interface DebianKernel {
  /** As the kernel calls itself: `6.1.0-50-cloud-amd64`. */
  readonly release: string;
  readonly image: string;
}

/** What is downloaded serves this long before the release is asked whether it has a newer one. */
const freshDays = 7;
const metapackage = 'linux-image-cloud-amd64';

export function kernelCache(): string {
  return join(
    cacheFolder((name) => process.env[name]),
    'kernels',
  );
}

export function debianKernel(suite: string): DebianKernel | string {
  const folder = join(kernelCache(), suite);
  const cached = newestImage(folder);
  if (cached !== undefined && ageInDays(cached.image) < freshDays) return cached;
  const fetched = tryFetching(suite, folder);
  // What is there may be old; it is still that release's kernel.
  return typeof fetched === 'string' ? (cached ?? fetched) : fetched;
}

function tryFetching(suite: string, folder: string): DebianKernel | string {
  try {
    return fetchKernel(suite, folder);
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    return `the kernel of Debian's ${suite} cannot be fetched: ${lines.at(-1) ?? ''}`;
  }
}

function fetchKernel(suite: string, folder: string): DebianKernel {
  const apt = aptOf(suite, join(folder, 'apt'));
  apt.run('apt-get', 'update', '-q');
  const packages = imagePackages(apt);
  const unpacked = join(folder, 'unpacked');
  rmSync(unpacked, { recursive: true, force: true });
  for (const name of packages) {
    apt.run('apt-get', 'download', '-q', name);
    for (const file of readdirSync(apt.folder).filter((entry) => entry.endsWith('.deb'))) {
      execFileSync('dpkg-deb', ['-x', join(apt.folder, file), unpacked], { stdio: 'pipe' });
      rmSync(join(apt.folder, file));
    }
  }
  const found = findImage(unpacked);
  const release = packages[0]?.replace('linux-image-', '') ?? '';
  if (found === undefined) throw new Error(`there is no image in ${packages.join(', ')}`);
  const image = join(folder, `vmlinuz-${release}`);
  renameSync(found, image);
  rmSync(unpacked, { recursive: true, force: true });
  return { release, image };
}

export interface Apt {
  readonly folder: string;
  run(command: 'apt-get' | 'apt-cache', ...words: readonly string[]): string;
}

export function aptOf(suite: string, folder: string): Apt {
  const source = machinesSource();
  for (const made of ['etc', 'state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, made), { recursive: true });
  writeFileSync(join(folder, 'state/status'), '');
  writeFileSync(
    join(folder, 'etc/sources.list'),
    `deb [arch=amd64 signed-by=${source.key}] ${source.uri} ${suite} main\n`,
  );
  const settings = {
    'Dir::Etc': join(folder, 'etc'),
    'Dir::Etc::sourcelist': join(folder, 'etc/sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'state/status'),
    'Dir::Cache': join(folder, 'cache'),
    // The index of a release that moves may be past its date where the registry is a mirror.
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
    'APT::Architecture': 'amd64',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return {
    folder,
    run: (command, ...words) =>
      execFileSync(command, [...options, ...words], { cwd: folder, encoding: 'latin1', stdio: 'pipe' }),
  };
}

/** Where this machine has its own packages from, in either form of apt's source lists. */
function machinesSource(): { readonly uri: string; readonly key: string } {
  const folder = '/etc/apt/sources.list.d';
  const lists = [
    ...(existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []),
    '/etc/apt/sources.list',
  ].filter((path) => /\.(?:list|sources)$/.test(path) && existsSync(path));
  for (const list of lists) {
    const text = readFileSync(list, 'utf8').replaceAll(/^#.*$/gm, '');
    const uri = /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s*)?)(\S+\/debian)\/?(?=\s|$)/m.exec(text)?.[1];
    const key = /[Ss]igned-[Bb]y[:=]\s*(\/[^\s\]]+)/.exec(text)?.[1];
    if (uri !== undefined) return { uri, key: key ?? '/usr/share/keyrings/debian-archive-keyring.gpg' };
  }
  throw new Error('this machine has no source of Debian packages');
}

/** The package that the release's metapackage stands for; newer releases keep the image itself in one that it depends on. */
function imagePackages(apt: Apt): readonly string[] {
  const image = dependencies(apt, metapackage).find((name) => name.startsWith('linux-image-'));
  if (image === undefined) throw new Error(`${metapackage} stands for no package`);
  return [image, ...dependencies(apt, image).filter((name) => name.startsWith('linux-binary-'))];
}

function dependencies(apt: Apt, name: string): readonly string[] {
  const text = apt.run('apt-cache', 'depends', '--important', name);
  return [...text.matchAll(/^ *\|?Depends: (\S+)$/gm)].map(([, dependency = '']) => dependency);
}

function findImage(folder: string): string | undefined {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = files.find((file) => /\/vmlinuz[^/]*$/.test(file));
  return found === undefined ? undefined : join(folder, found);
}

function newestImage(folder: string): DebianKernel | undefined {
  if (!existsSync(folder)) return undefined;
  const images = readdirSync(folder)
    .filter((name) => name.startsWith('vmlinuz-'))
    .map((name) => ({ release: name.slice('vmlinuz-'.length), image: join(folder, name) }))
    .sort((a, b) => ageInDays(a.image) - ageInDays(b.image));
  return images[0];
}

function ageInDays(path: string): number {
  return (Date.now() - statSync(path).ctimeMs) / 86_400_000;
}
