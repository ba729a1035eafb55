/**
 * What is assigned, deleted or measured is something that can be; printf has an argument for each conversion. Before types
 * are inferred, in code that was not removed.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Body } from './body.ts';
import { tokenText } from './token-text.ts';
import { formatArguments } from './types/infer-print.ts';
import { isTargetAccess } from './uses.ts';

export function checkAssignmentTargets(bodies: readonly Body[], report: Report): void {
  for (const body of bodies) {
    for (const { target, token } of nodesOf(body.block, 'Assignment')) {
      if (isPlace(target) || isTargetAccess(target)) continue;
      report.add('STSX3012', token.span, { token: tokenText(token) });
    }
  }
}

export function checkOperands(bodies: readonly Body[], report: Report): void {
  for (const body of bodies) {
    for (const { target } of nodesOf(body.block, 'DeleteStatement')) {
      if (!isPlace(target)) report.add('STSX3209', target.token.span, { token: tokenText(target.token) });
    }
    for (const { format, arguments: values, token } of nodesOf(body.block, 'Print')) {
      if (!format || formatArguments(format).length === values.length) continue;
      report.add('STSX3010', token.span, { token: tokenText(token) });
    }
  }
}

export function isPlace(node: ast.Expression): node is ast.Identifier | ast.Index {
  return node.kind === 'Identifier' || node.kind === 'Index';
}
