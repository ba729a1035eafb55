/** Runs scripts/tapset/main.ts: bundled beside the sources' own depth, so that package-root.ts finds the root. */
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${root}build/tapset.mjs`;
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/tapset/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
rmSync(outfile);
