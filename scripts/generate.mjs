/**
 * `node scripts/generate.mjs NAME`: runs scripts/NAME/main.ts, which writes generated files. Bundled first, beside the sources' own
 * depth, so that package-root.ts finds the root.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [name] = process.argv.splice(2, 1);
const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${root}build/generate-${name}.mjs`;
await build({
  absWorkingDir: root,
  entryPoints: [`scripts/${name}/main.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
rmSync(outfile);
