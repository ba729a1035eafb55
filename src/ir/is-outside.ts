/**
 * Which library functions tell of the world: their value is not decided by the program and what it was given, so a recording holds it.
 * Whatever is not named here counts as outside, so that a new function is recorded before somebody thinks of it.
 */
import type * as ir from './ir.ts';

/** Functions of their arguments, of the program's text, or of what the session's handlers did before. */
const decided: ReadonlySet<string> = new Set([
  'strlen',
  'substr',
  'stringat',
  'strpos',
  'str_replace',
  'strtol',
  'text_strn',
  'tokenize',
  'matched',
  'ngroups',
  '__file_answer',
  '__answer_file',
  '__append_to_answer',
  'htonll',
  'pp',
  'pn',
  // A recording's header holds it.
  'target',
]);

export function isOutside(node: ir.Intrinsic): boolean {
  return (
    node.type !== 'void' && !decided.has(node.name) && !/^(fp\d*_|long_to_fp$|string_to_fp$)/.test(node.name)
  );
}
