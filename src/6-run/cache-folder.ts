/** Where built programs are kept: `$XDG_CACHE_HOME/stsx`, or `~/.cache/stsx`; STSX_CACHE overrides both. */
import { homedir } from 'node:os';

export function cacheFolder(environment: (name: string) => string | undefined): string {
  const own = environment('STSX_CACHE');
  if (own !== undefined && own !== '') return own;
  const cache = environment('XDG_CACHE_HOME');
  return cache !== undefined && cache.startsWith('/')
    ? `${cache}/stsx`
    : `${environment('HOME') ?? homedir()}/.cache/stsx`;
}
