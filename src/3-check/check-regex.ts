/** The patterns of `=~` and `!~` are well-formed extended regular expressions (stap(1), section REGULAR EXPRESSIONS). */
import { nodesOf } from '../ast/nodes-of.ts';
import type { Report } from '../diagnostics/report.ts';
import { validatePattern } from '../regex/validate-pattern.ts';
import type { Body } from './body.ts';
import { tokenText } from './token-text.ts';

export function checkRegex(bodies: readonly Body[], report: Report): void {
  for (const body of bodies) {
    for (const { pattern } of nodesOf(body.block, 'RegexMatch')) {
      const problem = validatePattern(pattern.value);
      if (problem === undefined) continue;
      report.add('STSX3211', pattern.token.span, { problem, token: tokenText(pattern.token) });
    }
  }
}
