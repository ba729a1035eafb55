/** For the checker: what is wrong with the pattern behind =~ or !~, in SystemTap's words. */
import type { Pattern } from './pattern.ts';
import { parsePattern, PatternError } from './parse-pattern.ts';

/** States that matching one pattern may take; intervals inside intervals multiply them, as `+` inside `+` does. */
const MOST_STATES = 100_000;

/** Each state keeps where each group lies. */
const MOST_GROUPS_OF_STATES = 4_000_000;

/** Undefined: nothing. */
export function validatePattern(text: string): string | undefined {
  try {
    const { pattern, groups } = parsePattern(text);
    const states = countStates(pattern);
    return states > MOST_STATES || states * groups > MOST_GROUPS_OF_STATES
      ? 'regex compilation error: the pattern is too large'
      : undefined;
  } catch (error) {
    if (error instanceof PatternError)
      return `regex compilation error (at position ${error.position}): ${error.message}`;
    throw error;
  }
}

function countStates(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'empty':
    case 'set':
    case 'start':
    case 'end':
      return 1;
    case 'sequence':
      return pattern.items.reduce((sum, item) => sum + countStates(item), 0);
    case 'choice':
      return pattern.branches.reduce((sum, branch) => sum + countStates(branch) + 2, 0);
    case 'repeat':
      return (countStates(pattern.item) + 2) * Math.max(1, pattern.most ?? pattern.least + 1);
    case 'group':
      return countStates(pattern.item) + 2;
  }
}
