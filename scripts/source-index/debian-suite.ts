/**
 * Packages of another Debian release than this machine's, from the server that the machine itself uses: apt with lists, state and
 * cache of its own in `folder`, so that the machine's stay as they are. Signatures are checked; dates are not, since the lists of
 * a release may be past theirs.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';

export interface DebianSuite {
  /** The package that a package without content of its own stands for, and its version. */
  dependency(name: string, matches: RegExp): { readonly name: string; readonly version: string };
  /** Downloads a package; its path. */
  download(name: string): string;
}

export function debianSuite(suite: string, folder: string): DebianSuite {
  for (const part of ['etc/parts', 'state/lists/partial', 'cache/archives/partial', 'packages']) {
    mkdirSync(`${folder}/${part}`, { recursive: true });
  }
  writeFileSync(`${folder}/etc/sources.list`, `deb ${serverOfThisMachine()} ${suite} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${folder}/etc/sources.list`,
    `Dir::Etc::sourceparts=${folder}/etc/parts`,
    `Dir::State=${folder}/state`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${folder}/cache`,
    'Acquire::Check-Valid-Until=false',
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  run('apt-get', [...options, '-q', 'update']);

  return {
    dependency(name, matches) {
      const show = run('apt-cache', [...options, '--no-all-versions', 'show', name]);
      const depends = /^Depends: (.*)$/m.exec(show)?.[1] ?? '';
      const [found] = depends.split(', ').filter((entry) => matches.test(entry));
      const [, dependency, version] = /^(\S+) \(= (.*)\)$/.exec(found ?? '') ?? [];
      if (dependency === undefined || version === undefined) {
        throw new Error(`${suite}: ${name} depends on nothing like ${matches.source}`);
      }
      return { name: dependency, version };
    },
    download(name) {
      run('apt-get', [...options, '-q', 'download', name], `${folder}/packages`);
      const [file] = readdirSync(`${folder}/packages`).filter((entry) => entry.startsWith(`${name}_`));
      if (file === undefined) throw new Error(`${suite}: ${name} was not downloaded`);
      return `${folder}/packages/${file}`;
    },
  };
}

function serverOfThisMachine(): string {
  const format = ['indextargets', '--format', '$(ORIGIN) $(LABEL) $(REPO_URI)', 'Created-By: Packages'];
  const [, server] = /^Debian Debian (\S+)$/m.exec(run('apt-get', format)) ?? [];
  if (server === undefined) throw new Error('apt has no Debian archive among its sources');
  return server;
}

function run(command: string, args: readonly string[], cwd = '/'): string {
  return execFileSync(command, args, { encoding: 'utf8', cwd, stdio: ['ignore', 'pipe', 'inherit'] });
}
