/**
 * All that decides which program a run is: the script's bytes, the options, stsx itself and the kernel as it was booted, with its modules.
 * In: an origin and the options. Out: texts to be hashed; undefined where a run cannot be told from another by a look at files
 * (standard input, folders of -I).
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { release, version as kernelBuild } from 'node:os';
import { runtimeSources, sourcesIdentity } from '../6-run/runtime-sources.ts';
import { packageRoot } from '../package-root.ts';
import type { SessionOptions } from '../session-options.ts';
import { fromBytes } from './bytes.ts';
import type { ScriptOrigin } from './read-script.ts';

export function runIdentity(origin: ScriptOrigin, options: SessionOptions): readonly string[] | undefined {
  if (options.libraryFolders.length > 0) return undefined;
  try {
    const script = scriptText(origin);
    if (script === undefined) return undefined;
    return [
      script,
      origin.kind === 'path' ? origin.path : '',
      optionsText(options),
      fileIdentity(`${packageRoot}dist/stsx-main.js`),
      ...readdirSync(`${packageRoot}src/tapset`).map((name) =>
        fileIdentity(`${packageRoot}src/tapset/${name}`),
      ),
      sourcesIdentity(runtimeSources(packageRoot)),
      release(),
      kernelBuild(),
      readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'),
      moduleNames(),
    ];
  } catch {
    return undefined;
  }
}

function scriptText(origin: ScriptOrigin): string | undefined {
  if (origin.kind === 'text') return origin.text;
  const path = fromBytes(origin.path);
  return origin.path !== '-' && statSync(path).isFile() ? readFileSync(path, 'latin1') : undefined;
}

function optionsText(options: SessionOptions): string {
  return JSON.stringify(options, (_name, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** A kernel without loadable modules has no list of them. */
function moduleNames(): string {
  const list = '/proc/modules';
  return existsSync(list) ? readFileSync(list, 'latin1').replaceAll(/ .*$/gm, '') : '';
}

function fileIdentity(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}
