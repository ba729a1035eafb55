/** "Did you mean": the names nearest to a mistyped one, nearest first; the same distance as they came. */

const mostShown = 5;

/**
 * Only names that need no more changes than half the letters of the mistyped one (at least 2) are worth showing. A kernel has
 * 50,000 functions to choose from and near ones are quickly told from others, so the nearest are looked for first.
 */
export function similarNames(name: string, candidates: Iterable<string>): string[] {
  const furthest = Math.max(2, Math.floor(name.length / 2));
  const all = [...new Set(candidates)];
  for (let limit = 2; ; limit = Math.min(2 * limit, furthest)) {
    const near = namesWithin(limit, name, all);
    if (near.length >= mostShown || limit === furthest) return near.slice(0, mostShown);
  }
}

function namesWithin(limit: number, name: string, candidates: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const letters = lettersOf(wanted);
  const near: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const lower = candidate.toLowerCase();
    const others = lettersOf(lower);
    // Each letter that one has and the other lacks takes a change.
    if (bitCount(letters & ~others) > limit || bitCount(others & ~letters) > limit) continue;
    const distance = editDistance(wanted, lower, limit);
    if (distance <= limit) near.push({ candidate, distance });
  }
  return near.sort((one, other) => one.distance - other.distance).map(({ candidate }) => candidate);
}

/** Which of 32 kinds of characters a text has. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** ` (similar: a, b)`, or nothing, to be put behind a message. */
export function similarText(name: string, candidates: Iterable<string>): string {
  const names = similarNames(name, candidates);
  return names.length === 0 ? '' : ` (similar: ${names.join(', ')})`;
}

/** Levenshtein's; gives up with a number above `limit` as soon as it is sure to be above it. */
export function editDistance(from: string, to: string, limit = Infinity): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  let next = row.map(() => 0);
  for (let i = 1; i <= from.length; i++) {
    // What is further from the diagonal than the limit takes more changes than that.
    const first = Math.max(1, i - limit);
    const last = Math.min(to.length, i + limit);
    let before = first === 1 ? i : Infinity;
    next[first - 1] = before;
    let least = before;
    for (let j = first; j <= last; j++) {
      const replaced = (row[j - 1] ?? 0) + (from.charCodeAt(i - 1) === to.charCodeAt(j - 1) ? 0 : 1);
      before = Math.min(replaced, (row[j] ?? 0) + 1, before + 1);
      next[j] = before;
      least = Math.min(least, before);
    }
    if (last < to.length) next[last + 1] = Infinity;
    if (least > limit) return least;
    [row, next] = [next, row];
  }
  return row[to.length] ?? 0;
}
