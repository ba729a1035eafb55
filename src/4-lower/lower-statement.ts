/** Statements, one case a kind. Bodies of loops, branches and handlers begin with their charge. */
import type * as ast from '../ast/ast.ts';
import type * as ir from '../ir/ir.ts';
import { chargeFor } from './charges.ts';
import { lowerExpression } from './lower-expression.ts';
import { lowerForeach } from './lower-foreach.ts';
import { globalOf, isStat, lowerPattern, lowerPlace, lowerStatPlace } from './lower-place.ts';
import { lowerPrintParts } from './lower-print.ts';
import { siteOf, type Scope } from './scope.ts';

/** The body of a function, probe, loop, branch or handler. */
export function lowerBody(body: ast.Statement, scope: Scope, turns = 0): ir.Block {
  return { kind: 'block', statements: [...chargeFor(body, turns), ...lowerStatement(body, scope)] };
}

export function lowerStatement(node: ast.Statement, scope: Scope): ir.Statement[] {
  switch (node.kind) {
    case 'Block':
      return node.statements.flatMap((statement) => lowerStatement(statement, scope));
    case 'EmptyStatement':
      return [];
    case 'ExpressionStatement':
      return [lowerEffect(node.expression, scope)];
    case 'IfStatement': {
      const condition = lowerExpression(node.condition, scope);
      const then = lowerBody(node.then, scope);
      return [{ kind: 'if', condition, then, otherwise: node.otherwise && lowerBody(node.otherwise, scope) }];
    }
    case 'WhileStatement': {
      const condition = lowerExpression(node.condition, scope);
      return [{ kind: 'loop', condition, body: lowerBody(node.body, scope, 1), step: undefined }];
    }
    case 'ForStatement':
      return lowerFor(node, scope);
    case 'ForeachStatement':
      return [lowerForeach(node, scope)];
    case 'TryStatement':
      return [
        {
          kind: 'try',
          body: lowerBody(node.body, scope),
          message: node.variable && lowerPlace(node.variable, scope),
          handler: lowerBody(node.handler, scope),
        },
      ];
    case 'ReturnStatement':
      return [{ kind: 'return', value: node.value && lowerExpression(node.value, scope) }];
    case 'DeleteStatement':
      return [lowerDelete(node, scope)];
    case 'BreakStatement':
      return [{ kind: 'break' }];
    case 'ContinueStatement':
      return [{ kind: 'continue' }];
    case 'NextStatement':
      return [{ kind: 'next', site: siteOf(node.token) }];
  }
}

/** An expression whose value nobody takes. */
export function lowerEffect(node: ast.Expression, scope: Scope): ir.Statement {
  if (node.kind === 'Print' && !node.name.startsWith('s')) {
    return { kind: 'print', parts: lowerPrintParts(node, scope), site: siteOf(node.token) };
  }
  if (node.kind === 'Assignment' && node.operator === '<<<') {
    const stat = lowerStatPlace(node.target, scope);
    return { kind: 'stat-add', stat, value: lowerExpression(node.value, scope), site: siteOf(node.token) };
  }
  return { kind: 'evaluate', expression: lowerExpression(node, scope) };
}

function lowerFor(node: ast.ForStatement, scope: Scope): ir.Statement[] {
  const initial = node.initial ? [lowerEffect(node.initial, scope)] : [];
  const condition = node.condition && lowerExpression(node.condition, scope);
  const body = lowerBody(node.body, scope, 1);
  const step: ir.Block | undefined = node.step && {
    kind: 'block',
    statements: [lowerEffect(node.step, scope)],
  };
  return [...initial, { kind: 'loop', condition, body, step }];
}

function lowerDelete({ target, token }: ast.DeleteStatement, scope: Scope): ir.Statement {
  const site = siteOf(token);
  if (target.kind === 'Identifier' && !scope.locals.has(target.name)) {
    const { id, type } = globalOf(target, scope);
    if (type.kind === 'array') return { kind: 'delete', target: { kind: 'array', global: id }, site };
  }
  if (target.kind === 'Index' && target.keys.some((key) => key.kind === 'Wildcard')) {
    const keys = lowerPattern(target.keys, scope);
    return { kind: 'delete-matching', global: globalOf(target.base, scope).id, keys, site };
  }
  if (isStat(target, scope)) return { kind: 'delete', target: lowerStatPlace(target, scope), site };
  const place = lowerPlace(target, scope);
  if (place === undefined) throw new Error(`cannot delete a ${target.kind}`);
  return { kind: 'delete', target: place, site };
}
