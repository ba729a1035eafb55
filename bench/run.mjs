/**
 * `npm run bench -- [--no-build] [NAME…]`: builds stsx (or takes the one that is built) and the measurements, and runs them. A name picks
 * the rows whose name contains it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// One folder below the root, as the bundle of stsx is, so that it finds the root's files in the same way.
const bundle = `${root}build/bench-${process.pid}.mjs`;

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--no-build');
const isBuilt =
  words.includes('--no-build') ||
  spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' }).status === 0;
if (!isBuilt) process.exit(1);

mkdirSync(`${root}build`, { recursive: true });
try {
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/bench.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['esbuild'],
    logLevel: 'warning',
    define: { STSX_ROOT: JSON.stringify(root) },
  });
  const { status } = spawnSync(process.execPath, [bundle, ...names], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(bundle, { force: true });
}
