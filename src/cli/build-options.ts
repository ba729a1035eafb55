/** Where building finds its tools and sources on this machine. */
import { cacheFolder } from '../6-run/cache-folder.ts';
import type { BuildOptions } from '../6-run/build.ts';
import { installCommand } from '../6-run/install-command.ts';
import { runtimeSources } from '../6-run/runtime-sources.ts';
import { packageRoot } from '../package-root.ts';

export function buildOptions(program: BuildOptions['program']): BuildOptions {
  return {
    program,
    sources: runtimeSources(packageRoot),
    cacheFolder: cacheFolder((name) => process.env[name]),
    searchPath: process.env['PATH'] ?? '/usr/bin:/bin',
    install: installCommand(),
  };
}
