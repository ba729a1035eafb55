/**
 * The patterns of `=~` and `!~` are well-formed extended regular expressions (stap(1), section REGULAR EXPRESSIONS). Only the form is checked
 * here; what a pattern matches is the targets' business.
 */
import { visit } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Body } from './body.ts';
import { regexProblem } from './regex-problem.ts';
import { tokenText } from './token-text.ts';

export function checkRegex(bodies: readonly Body[], report: Report): void {
  for (const body of bodies) {
    visit(body.block, {
      RegexMatch({ pattern }) {
        const problem = regexProblem(pattern.value);
        if (problem === undefined) return;
        const where = problem.position === undefined ? '' : ` (at position ${problem.position})`;
        const token = tokenText(pattern.token);
        report.add('STSX3211', pattern.token.span, { where, problem: problem.text, token });
      },
    });
  }
}
