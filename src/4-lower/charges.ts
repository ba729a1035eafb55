/**
 * What counts against MAXACTION, and where: every statement is one action, each turn of a loop one more, charged together before the
 * first statement of a straight run; an empty loop turn costs one as well. With a limit of 100, `while (1) n++` reaches 50
 * and `for (;;i++) { n++; n += 2 }` runs 33 times.
 */
import type * as ast from '../ast/ast.ts';
import { firstToken } from '../ast/first-token.ts';
import type * as ir from '../ir/ir.ts';
import { siteOf } from './scope.ts';

/** The actions of a run of statements, without what loops, branches and handlers inside it charge themselves. */
export function actionsOf(statement: ast.Statement): number {
  switch (statement.kind) {
    case 'Block':
      return statement.statements.reduce((total, inner) => total + actionsOf(inner), 0);
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'ReturnStatement':
    case 'DeleteStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'NextStatement':
      return 1;
    case 'EmptyStatement':
    case 'WhileStatement':
    case 'ForStatement':
    case 'ForeachStatement':
    case 'TryStatement':
      return 0;
  }
}

/** `more` actions belong to what the statement is the body of: a loop's turn. */
export function chargeFor(statement: ast.Statement, more: number): ir.Charge[] {
  const actions = actionsOf(statement) + more;
  if (actions === 0) return [];
  const only =
    statement.kind === 'Block' && statement.statements.length === 1 ? statement.statements[0] : undefined;
  return [{ kind: 'charge', actions, site: siteOf(firstToken(only ?? statement)) }];
}
