/** "Did you mean": the names nearest to a mistyped one, nearest first; the same distance as they came. */

const mostShown = 5;

/** Only names that need no more changes than half the letters of the mistyped one (at least 2) are worth showing. */
export function similarNames(name: string, candidates: Iterable<string>): string[] {
  const limit = Math.max(2, Math.floor(name.length / 2));
  const near: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), limit);
    if (distance <= limit) near.push({ candidate, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostShown)
    .map(({ candidate }) => candidate);
}

/** ` (similar: a, b)`, or nothing, to be put behind a message. */
export function similarText(name: string, candidates: Iterable<string>): string {
  const names = similarNames(name, candidates);
  return names.length === 0 ? '' : ` (similar: ${names.join(', ')})`;
}

/** Levenshtein's; gives up with a number above `limit` as soon as it is sure to be above it. */
export function editDistance(from: string, to: string, limit = Infinity): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const cost = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return least;
    row = next;
  }
  return row[to.length] ?? 0;
}
