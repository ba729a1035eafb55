/** The patterns of `=~` and `!~` are well-formed extended regular expressions (stap(1), section REGULAR EXPRESSIONS). */
import { visit } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import { validatePattern } from '../regex/validate-pattern.ts';
import type { Body } from './body.ts';
import { tokenText } from './token-text.ts';

export function checkRegex(bodies: readonly Body[], report: Report): void {
  for (const body of bodies) {
    visit(body.block, {
      RegexMatch({ pattern }) {
        const problem = validatePattern(pattern.value);
        if (problem === undefined) return;
        report.add('STSX3211', pattern.token.span, { problem, token: tokenText(pattern.token) });
      },
    });
  }
}
