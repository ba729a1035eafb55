/** The files that a path with wildcards names: `*`, `?` and `[…]` stay inside a folder's name, as in a shell. */
import type { Host } from '../host.ts';

export function filesMatching(host: Host, pattern: string): readonly string[] {
  let folders = [pattern.startsWith('/') ? '/' : '.'];
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    const matches = fileNameMatcher(part);
    folders = folders.flatMap((folder) => {
      const join = (name: string): string => (folder === '/' ? `/${name}` : `${folder}/${name}`);
      if (!/[*?[]/.test(part)) return [join(part)];
      return host
        .list(folder)
        .filter((name) => (part.startsWith('.') || !name.startsWith('.')) && matches(name))
        .sort()
        .map(join);
    });
  }
  const paths = folders.map((path) => host.filePath(path)).filter((path) => path !== undefined);
  return [...new Set(paths)];
}

export function fileNameMatcher(pattern: string): (name: string) => boolean {
  const source = pattern.replaceAll(/\[!?[^\]]+\]|[*?]|[^\w]/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.length > 1 ? part.replace(/^\[!/, '[^') : `\\${part}`;
  });
  const expression = new RegExp(`^${source}$`, 's');
  return (name) => expression.test(name);
}
