/**
 * What SystemTap refuses only when it translates: break and continue outside a loop, `++` on what cannot be written, an
 * aggregate used as a value. Looks at what is left after removal of dead code, functions first.
 */
import type * as ast from '../ast/ast.ts';
import { children } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { ValueType } from '../program/program.ts';
import type { Body } from './body.ts';
import { isPlace } from './check-targets.ts';
import { tokenText } from './token-text.ts';
import { isTargetAccess } from './uses.ts';

export function checkPlacement(
  bodies: readonly Body[],
  types: ReadonlyMap<ast.Expression, ValueType>,
  report: Report,
): void {
  const functions = bodies.filter((body) => body.kind === 'function');
  const probes = bodies.filter((body) => body.kind === 'probe');
  for (const body of [...functions, ...probes]) {
    checkJumps(body.block, false, report);
    checkValues(body.block, undefined, types, report);
  }
}

function checkJumps(node: ast.Node, inLoop: boolean, report: Report): void {
  const refuse = (statement: 'break' | 'continue', token: ast.TokenRef) => {
    if (!inLoop) report.add('STSX3205', token.span, { statement, token: tokenText(token) });
  };
  if (node.kind === 'BreakStatement') refuse('break', node.token);
  if (node.kind === 'ContinueStatement') refuse('continue', node.token);
  const isLoop =
    node.kind === 'ForStatement' || node.kind === 'WhileStatement' || node.kind === 'ForeachStatement';
  for (const child of children(node)) checkJumps(child, inLoop || isLoop, report);
}

function checkValues(
  node: ast.Node,
  parent: ast.Node | undefined,
  types: ReadonlyMap<ast.Expression, ValueType>,
  report: Report,
): void {
  if (node.kind === 'Step' && !isPlace(node.operand) && !isTargetAccess(node.operand)) {
    report.add('STSX3206', node.operand.token.span, { token: tokenText(node.operand.token) });
  }
  const isStat =
    (isPlace(node as ast.Expression) || node.kind === 'Conditional') &&
    types.get(node as ast.Expression) === 'stat';
  if (isStat && !takesStat(parent, node)) {
    const token = (node as ast.Expression).token;
    report.add(parent?.kind === 'Print' ? 'STSX3207' : 'STSX3208', token.span, { token: tokenText(token) });
    return;
  }
  for (const child of children(node)) checkValues(child, node, types, report);
}

function takesStat(parent: ast.Node | undefined, node: ast.Node): boolean {
  switch (parent?.kind) {
    case 'StatExtract':
    case 'Histogram':
      return parent.stat === node;
    case 'Assignment':
      return parent.operator === '<<<' && parent.target === node;
    case 'DeleteStatement':
      return true;
    case 'ForeachStatement':
    case 'Membership':
    case 'Index':
      return parent.base === node;
    default:
      return false;
  }
}
