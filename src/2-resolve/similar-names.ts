/** "Did you mean": the names nearest to a mistyped one, nearest first; the same distance as they came. */

const mostShown = 5;

/** With more changes than this a name is another one, however long it is. */
const mostChanges = 6;

/**
 * Only names that need no more changes than half the letters of the mistyped one (at least 2) are worth showing. A kernel has
 * 50,000 functions to choose from and near ones are quickly told from others, so the nearest are looked for first.
 */
export function similarNames(name: string, candidates: Iterable<string>): string[] {
  const furthest = Math.min(Math.max(2, Math.floor(name.length / 2)), mostChanges);
  const names = Array.isArray(candidates) ? (candidates as readonly string[]) : [...candidates];
  const letters = lettersOfAll(names);
  for (let limit = 2; ; limit = Math.min(2 * limit, furthest)) {
    const near = namesWithin(limit, name, names, letters);
    if (near.length >= mostShown || limit === furthest) return near.slice(0, mostShown);
  }
}

/** Each name once. `letters` are those of the name at the same place. */
function namesWithin(limit: number, name: string, names: readonly string[], letters: Int32Array): string[] {
  const near = new Map<string, number>();
  const wanted = name.toLowerCase();
  const wantedLetters = lettersOf(name);
  const rows = [new Int32Array(128), new Int32Array(128)] as const;
  for (const [place, candidate] of names.entries()) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const has = letters[place] ?? 0;
    // Each letter that one has and the other lacks takes a change.
    if (bitCount(wantedLetters & ~has) > limit || bitCount(has & ~wantedLetters) > limit) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), limit, rows);
    if (distance <= limit) near.set(candidate, distance);
  }
  return [...near].sort(([, one], [, other]) => one - other).map(([candidate]) => candidate);
}

/** A kernel's functions are looked through for each probe that finds none. */
const known = new WeakMap<readonly string[], Int32Array>();

function lettersOfAll(names: readonly string[]): Int32Array {
  const found = known.get(names) ?? Int32Array.from(names, lettersOf);
  known.set(names, found);
  return found;
}

/** Which of 32 kinds of characters a text has; great and small letters are of the same. */
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

/**
 * Levenshtein's; gives up with a number above `limit` as soon as it is sure to be above it. `rows`: memory to work in, used where it
 * is long enough.
 */
export function editDistance(
  from: string,
  to: string,
  limit = from.length + to.length,
  rows?: readonly [Int32Array, Int32Array],
): number {
  const [one, other] =
    rows !== undefined && rows[0].length > to.length + 1
      ? rows
      : [new Int32Array(to.length + 2), new Int32Array(to.length + 2)];
  const atLeast = Math.abs(from.length - to.length);
  if (atLeast > limit) return atLeast;
  let row = one;
  let next = other;
  for (let column = 0; column <= to.length; column++) row[column] = column;
  for (let i = 1; i <= from.length; i++) {
    const letter = from.charCodeAt(i - 1);
    // What is further from the diagonal than the limit takes more changes than that.
    const first = Math.max(1, i - limit);
    const last = Math.min(to.length, i + limit);
    let before = first === 1 ? i : limit + 1;
    let least = before;
    next[first - 1] = before;
    for (let j = first; j <= last; j++) {
      const replaced = (row[j - 1] ?? 0) + (letter === to.charCodeAt(j - 1) ? 0 : 1);
      before = Math.min(replaced, (row[j] ?? 0) + 1, before + 1);
      next[j] = before;
      least = Math.min(least, before);
    }
    next[last + 1] = limit + 1;
    if (least > limit) return least;
    [row, next] = [next, row];
  }
  return row[to.length] ?? 0;
}
