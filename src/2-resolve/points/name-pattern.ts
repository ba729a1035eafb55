/** Shell patterns of probe points: `*`, `?` and `[…]` in the strings of points, `*` in component names. */

export function hasWildcard(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** Whether the whole of `text` matches, as fnmatch(3) without flags has it: `*` crosses slashes. */
export function patternMatcher(pattern: string): (text: string) => boolean {
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  const source = pattern.replaceAll(
    /\[(!?)(\]?[^\]]*)\]|[*]+|[?]|[^\w]/g,
    (part, negated: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${negated === '!' ? '^' : ''}${set.replaceAll(/[\\\]^[]/g, '\\$&')}]`;
      if (part.startsWith('*')) return '.*';
      return part === '?' ? '.' : `\\${part}`;
    },
  );
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}
