/**
 * What is assigned, deleted or measured is something that can be; printf has an argument for each conversion. Before types
 * are inferred, in code that was not removed.
 */
import type * as ast from '../ast/ast.ts';
import { visit } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Body } from './body.ts';
import { tokenText } from './token-text.ts';
import { formatArguments } from './types/infer-print.ts';
import { isTargetAccess } from './uses.ts';

export function checkAssignmentTargets(bodies: readonly Body[], report: Report): void {
  for (const body of bodies) {
    visit(body.block, {
      Assignment(node) {
        if (isPlace(node.target) || isTargetAccess(node.target)) return;
        report.add('STSX3012', node.token.span, { token: tokenText(node.token) });
      },
    });
  }
}

export function checkOperands(bodies: readonly Body[], report: Report): void {
  for (const body of bodies) {
    visit(body.block, {
      DeleteStatement({ target }) {
        if (!isPlace(target)) report.add('STSX3209', target.token.span, { token: tokenText(target.token) });
      },
      Print(node) {
        if (!node.format || formatArguments(node.format).length === node.arguments.length) return;
        report.add('STSX3010', node.token.span, { token: tokenText(node.token) });
      },
    });
  }
}

export function isPlace(node: ast.Expression): node is ast.Identifier | ast.Index {
  return node.kind === 'Identifier' || node.kind === 'Index';
}
