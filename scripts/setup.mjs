/**
 * Makes a clone ready to run: the system packages of the libbpf target (Debian and Ubuntu, as root), npm packages, the build. `./stsx` calls it
 * when dist/stsx.js is missing, `npm test` before the tests. Says on standard error what it does; what is done already is not done again, but
 * the build. Uses only what Node has, since nothing is installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function say(text) {
  process.stderr.write(`stsx setup: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

/** Its output goes to standard error: standard output is the script's. True: it succeeded. */
function run(command, options = {}) {
  const { status } = spawnSync(command, { shell: true, cwd: root, stdio: ['ignore', 2, 2], ...options });
  return status === 0;
}

function works(command, input = '') {
  return spawnSync(command, { shell: true, input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node.js 20.19 or newer is needed; this is ${process.version}`);
}

function canBuildPrograms() {
  const headers = '#include <stdio.h>\n#include <bpf/libbpf.h>\n#include <gelf.h>\n#include <zlib.h>\n';
  return works('make --version') && works('clang -fsyntax-only -x c -', headers);
}

function installCommand() {
  const packages = JSON.parse(readFileSync(`${root}src/6-run/system-packages.json`, 'utf8'));
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const ids = [...osRelease.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)/gm)].flatMap((match) =>
    match[1].split(' '),
  );
  return (
    packages.families.find((family) => family.ids.some((id) => ids.includes(id)))?.command ??
    packages.otherwise
  );
}

/** Not fatal: scripts that need no kernel run without. */
function installSystemPackages() {
  if (canBuildPrograms()) return;
  const command = installCommand();
  const automatic = command.startsWith('apt-get') && process.getuid() === 0;
  if (!automatic) {
    say(`scripts that probe the kernel need a compiler. As root: ${command}`);
    return;
  }
  say(command);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = `${command.replace('install', 'install -q --no-install-recommends')} >/dev/null`;
  // A fresh machine has no package lists yet.
  if (run(quiet, { env, stdio: 'ignore' })) return;
  run('apt-get update -q >/dev/null', { env });
  if (!run(quiet, { env })) say('that failed: only scripts that need no kernel will run');
}

/** npm leaves this file behind a finished installation; a lock file newer than it asks for another. */
function installNpmPackages() {
  const marker = `${root}node_modules/.package-lock.json`;
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return;
  say('npm ci');
  if (!run('npm ci --no-audit --no-fund --no-update-notifier --loglevel=error'))
    fail('npm ci failed; is the npm registry reachable?');
}

checkNode();
installSystemPackages();
installNpmPackages();
say('building dist/stsx.js');
if (!run(`"${process.execPath}" scripts/build.mjs`)) fail('the build failed');
