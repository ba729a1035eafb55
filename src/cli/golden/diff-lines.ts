/**
 * The difference of two texts for people: the lines that differ, marked `-` (expected) and `+` (found), with a few lines around them. Bytes
 * that a terminal does not show are written as escapes.
 */
const around = 2;
/** Texts with more lines than this between their first and last difference are not matched line by line. */
const mostMatched = 2000;
const mostShown = 60;

export function diffLines(expected: string, found: string): readonly string[] {
  const before = expected.split('\n');
  const after = found.split('\n');
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const removed = before.slice(head, before.length - tail);
  const added = after.slice(head, after.length - tail);
  const middle =
    removed.length + added.length > mostMatched ? wholesale(removed, added) : matched(removed, added);
  const lines = [
    `@@ line ${head + 1} @@`,
    ...before.slice(Math.max(0, head - around), head).map((line) => `  ${shown(line)}`),
    ...middle,
    ...before.slice(before.length - tail, before.length - tail + around).map((line) => `  ${shown(line)}`),
  ];
  if (lines.length <= mostShown) return lines;
  return [...lines.slice(0, mostShown), `… and ${lines.length - mostShown} more lines`];
}

function wholesale(removed: readonly string[], added: readonly string[]): readonly string[] {
  return [...removed.map((line) => `- ${shown(line)}`), ...added.map((line) => `+ ${shown(line)}`)];
}

/** By the longest common subsequence. */
function matched(removed: readonly string[], added: readonly string[]): readonly string[] {
  const width = added.length + 1;
  const lengths = new Uint32Array((removed.length + 1) * width);
  for (let i = removed.length - 1; i >= 0; i--) {
    for (let j = added.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        removed[i] === added[j]
          ? 1 + (lengths[(i + 1) * width + j + 1] ?? 0)
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < removed.length || j < added.length) {
    const [old, young] = [removed[i], added[j]];
    if (old !== undefined && old === young) {
      lines.push(`  ${shown(old)}`);
      i++;
      j++;
    } else if (
      old !== undefined &&
      (young === undefined || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      lines.push(`- ${shown(old)}`);
      i++;
    } else {
      lines.push(`+ ${shown(young ?? '')}`);
      j++;
    }
  }
  return lines;
}

function shown(line: string): string {
  return line.replace(
    /[\x00-\x08\x0b-\x1f\x7f-\xff]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
