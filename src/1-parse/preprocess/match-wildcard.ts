/**
 * fnmatch(3) without flags: `*`, `?`, `[a-z]`, `[!a]`, backslash escapes. Goes back to the last star only, so it is
 * quadratic at worst.
 */
export function matchWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let starText = 0;
  while (t < text.length || p < pattern.length) {
    if (pattern[p] === '*') {
      star = p++;
      starText = t;
      continue;
    }
    const next = t < text.length ? matchOne(pattern, p, text[t] ?? '') : undefined;
    if (next !== undefined) {
      p = next;
      t++;
    } else if (star >= 0 && starText < text.length) {
      p = star + 1;
      t = ++starText;
    } else return false;
  }
  return true;
}

/** The place in the pattern behind what matches the byte. */
function matchOne(pattern: string, place: number, byte: string): number | undefined {
  const first = pattern[place];
  if (first === undefined) return undefined;
  if (first === '?') return place + 1;
  if (first === '[') {
    const set = matchSet(pattern, place, byte);
    if (set !== 'no set') return set;
  }
  const escaped = first === '\\' && place + 1 < pattern.length;
  const wanted = escaped ? pattern[place + 1] : first;
  return wanted === byte ? place + (escaped ? 2 : 1) : undefined;
}

/** A `[` without its `]` is a plain character. */
function matchSet(pattern: string, place: number, byte: string): number | undefined | 'no set' {
  let p = place + 1;
  const negated = pattern[p] === '!' || pattern[p] === '^';
  if (negated) p++;
  const start = p;
  let found = false;
  for (; p < pattern.length; p++) {
    if (pattern[p] === ']' && p > start) return found === negated ? undefined : p + 1;
    if (pattern[p] === '\\' && p + 1 < pattern.length) p++;
    const low = pattern[p] ?? '';
    const isRange = pattern[p + 1] === '-' && p + 2 < pattern.length && pattern[p + 2] !== ']';
    if (isRange) p += 2;
    const high = isRange ? (pattern[p] ?? '') : low;
    if (low <= byte && byte <= high) found = true;
  }
  return 'no set';
}
