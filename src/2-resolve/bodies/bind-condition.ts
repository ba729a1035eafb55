/**
 * Binds the `if (…)` of a probe point, which may read globals and nothing else (stapprobes(3stap), SYNTAX). Several conditions, from
 * the aliases on the way, are and-ed. Goes out: one expression, or nothing where there is no condition.
 */
import type * as ast from '../../ast/ast.ts';
import { visit } from '../../ast/visit.ts';
import { findGlobal } from '../find-name.ts';
import type { Derivation, Piece } from '../points/derivation.ts';
import type { Session } from '../session.ts';
import { bindNames } from './bind-names.ts';

export function bindConditions(
  session: Session,
  conditions: Derivation['conditions'],
): ast.Expression | undefined {
  return conditions
    .map((condition) => bindCondition(session, condition))
    .reduce<ast.Expression | undefined>(
      (left, right) =>
        left === undefined
          ? right
          : { kind: 'Logical', operator: '&&', left, right, span: right.span, token: right.token },
      undefined,
    );
}

function bindCondition(session: Session, { node, unit }: Piece<ast.Expression>): ast.Expression {
  if (!isAllowed(session, { node, unit })) return node;
  return bindNames(session, node, {
    unit,
    hidesScript: false,
    parameters: new Set(),
    locals: new Set(),
    onCall: () => undefined,
  });
}

/** One alias condition stands behind many points: each problem is reported once. */
function isAllowed(session: Session, { node, unit }: Piece<ast.Expression>): boolean {
  let allowed = true;
  const refuse = (at: ast.Node & { readonly span: ast.Expression['span'] }, report: () => void): void => {
    allowed = false;
    const key = `condition ${at.span.file.name} ${at.span.start}`;
    if (session.reportedOnce.has(key)) return;
    session.reportedOnce.add(key);
    report();
  };
  const refuseWrite = (written: ast.Assignment | ast.Step): void => {
    refuse(written, () => {
      session.report.add('STSX2105', written.token.span, {});
    });
  };
  const refuseTarget = (target: ast.TargetVariable | ast.Cast | ast.AtVar | ast.Autocast): void => {
    refuse(target, () => {
      session.report.add('STSX2106', target.span, { name: target.token.text });
    });
  };
  visit(node, {
    Identifier: (identifier) => {
      if (findGlobal(session, unit, identifier.name) !== undefined) return;
      refuse(identifier, () => {
        session.report.add('STSX2103', identifier.span, { name: identifier.name });
      });
    },
    Call: (call) => {
      refuse(call, () => {
        session.report.add('STSX2104', call.token.span, { name: call.name });
      });
      return false;
    },
    Assignment: refuseWrite,
    Step: refuseWrite,
    TargetVariable: refuseTarget,
    Cast: refuseTarget,
    AtVar: refuseTarget,
    Autocast: refuseTarget,
  });
  return allowed;
}
