/**
 * What SystemTap refuses only when it translates: break and continue outside a loop, `++` on what cannot be written, an
 * aggregate used as a value. Looks at what is left after removal of dead code, functions first.
 */
import type * as ast from '../ast/ast.ts';
import { hasNodeOf, nodesOf } from '../ast/nodes-of.ts';
import { forEachChild } from '../ast/visit.ts';
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
    if (hasNodeOf(body.block, ['BreakStatement', 'ContinueStatement'])) checkJumps(body.block, false, report);
    checkSteps(body.block, report);
    checkValues(body.block, types, report);
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
  forEachChild(node, (child) => {
    checkJumps(child, inLoop || isLoop, report);
  });
}

function checkSteps(root: ast.Block, report: Report): void {
  for (const { operand } of nodesOf(root, 'Step')) {
    if (isPlace(operand) || isTargetAccess(operand)) continue;
    report.add('STSX3206', operand.token.span, { token: tokenText(operand.token) });
  }
}

function checkValues(root: ast.Block, types: ReadonlyMap<ast.Expression, ValueType>, report: Report): void {
  const isStat = (node: ast.Expression) => types.get(node) === 'stat';
  const values = [
    ...nodesOf(root, 'Conditional').filter(isStat),
    ...nodesOf(root, 'Index').filter(isStat),
    ...nodesOf(root, 'Identifier').filter(isStat),
  ];
  if (values.length === 0) return;
  const allowed = aggregatePlaces(root);
  const printed = new Set(nodesOf(root, 'Print').flatMap((print) => print.arguments));
  for (const node of values) {
    if (allowed.has(node)) continue;
    const code = printed.has(node) ? 'STSX3207' : 'STSX3208';
    report.add(code, node.token.span, { token: tokenText(node.token) });
    // One mistake is enough to say.
    if (node.kind === 'Conditional') allowed.add(node.then).add(node.otherwise);
  }
}

/** Where an aggregate may stand, or an array of them. */
function aggregatePlaces(root: ast.Block): Set<ast.Node> {
  const places = new Set<ast.Node>();
  for (const { stat } of nodesOf(root, 'StatExtract')) places.add(stat);
  for (const { stat } of nodesOf(root, 'Histogram')) places.add(stat);
  for (const { target, operator } of nodesOf(root, 'Assignment')) if (operator === '<<<') places.add(target);
  for (const { target } of nodesOf(root, 'DeleteStatement')) places.add(target);
  for (const kind of ['ForeachStatement', 'Membership', 'Index'] as const) {
    for (const { base } of nodesOf(root, kind)) places.add(base);
  }
  return places;
}
