/**
 * Runs scripts/source-index/main.ts, which makes the index of source files: bundled beside the depth of the sources, so that
 * package-root.ts finds the root.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${root}build/source-index.mjs`;
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/source-index/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
rmSync(outfile);
