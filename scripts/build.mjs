/**
 * Bundles src/main.ts into dist/stsx.js, with what a command loads only when it needs it in chunks beside it, and builds
 * the C run-time library where there is a compiler. Tapset and C sources are read from where they are: `dist/` and `src/`
 * are at the same depth, so src/package-root.ts finds them from both.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const runtime = `${root}targets/libbpf/runtime`;

// Built aside and moved, so that a failed build, or one beside a running stsx, leaves no half of a bundle.
const outdir = `build/dist-${process.pid}`;
await build({
  absWorkingDir: root,
  entryPoints: { stsx: 'src/main.ts' },
  outdir,
  chunkNames: 'chunk-[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'linked',
  logLevel: 'warning',
  // Commander and cross-spawn are CommonJS and call require() for Node's own modules.
  banner: {
    js: "import { createRequire as stsxRequire } from 'node:module'; const require = stsxRequire(import.meta.url);",
  },
});

rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(`${root}${outdir}`, `${root}dist`);

if (
  existsSync(`${runtime}/Makefile`) &&
  spawnSync('clang', ['--version'], { stdio: 'ignore' }).status === 0
) {
  const made = spawnSync('make', ['-s', '-C', runtime], { stdio: ['ignore', 2, 2] });
  // Not fatal: the reference target works without it, and a run that needs it says what is missing.
  if (made.status !== 0)
    console.error(
      'stsx build: the C run-time library could not be built; `stsx doctor` says what is missing',
    );
}
