/**
 * Bundles src/main.ts into dist/stsx-main.js, which dist/stsx.js starts with V8's code cache, and builds the C run-time library where
 * there is a compiler. Tapset and C sources are read from where they are: `dist/` and `src/` are at the same depth, so
 * src/package-root.ts finds them from both.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const runtime = `${root}targets/libbpf/runtime`;
// Built aside and moved, so that a failed build, or one beside a running stsx, leaves no half of a bundle.
const outdir = `${root}build/dist-${process.pid}`;

await build({
  absWorkingDir: root,
  entryPoints: { 'stsx-main': 'src/main.ts' },
  outdir,
  bundle: true,
  // One CommonJS file: Node's loader of modules takes longer than all of it, and only a script can have a code cache.
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'linked',
  logLevel: 'warning',
});
copyFileSync(`${root}scripts/start.cjs`, `${outdir}/stsx.js`);
// The project's files are modules unless they say otherwise; these are scripts.
writeFileSync(`${outdir}/package.json`, '{ "type": "commonjs" }\n');

rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(outdir, `${root}dist`);
rememberCode();
if (existsSync(`${runtime}/Makefile`)) buildRuntime();

/** A run of everything up to placement leaves the code that it needed, compiled, for the next. */
function rememberCode() {
  const environment = { ...process.env, STSX_WRITE_CODE_CACHE: '1' };
  const words = [`${root}dist/stsx.js`, 'check', `${root}scripts-stp/network/nettop.stp`];
  spawnSync(process.execPath, words, { env: environment, stdio: 'ignore' });
}

/** Not fatal: the reference target works without it, and a run that needs it says what is missing. */
function buildRuntime() {
  if (spawnSync('cc', ['--version'], { stdio: 'ignore' }).status !== 0) return;
  const { status } = spawnSync('make', ['-s', '-C', runtime], { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error(
      'stsx build: the C run-time library could not be built; `stsx doctor` says what is missing',
    );
  }
}
