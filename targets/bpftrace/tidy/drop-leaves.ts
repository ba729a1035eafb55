/**
 * bpftrace has no goto: an early return out of a function that was put in the place of its call becomes an else. In: a body with scopes.
 * Out: one without, where that can be; undefined where a `leave` stands in a loop.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';

class LeavesFromLoop extends Error {}

export function dropLeaves(body: ir.Block): ir.Block | undefined {
  try {
    return { kind: 'block', statements: rewrite(body.statements) };
  } catch (reason) {
    if (reason instanceof LeavesFromLoop) return undefined;
    throw reason;
  }
}

function rewrite(statements: readonly ir.Statement[]): readonly ir.Statement[] {
  return statements.flatMap((statement): readonly ir.Statement[] => {
    switch (statement.kind) {
      case 'block':
        return rewrite(statement.statements);
      case 'scope':
        return rewrite(scopeBody(statement.body.statements));
      case 'if': {
        const otherwise = statement.otherwise && block(rewrite(statement.otherwise.statements));
        return [{ ...statement, then: block(rewrite(statement.then.statements)), otherwise }];
      }
      case 'loop':
        return [
          {
            ...statement,
            body: block(rewrite(statement.body.statements)),
            step: statement.step && block(rewrite(statement.step.statements)),
          },
        ];
      case 'foreach':
      case 'foreach-bucket':
        return [{ ...statement, body: block(rewrite(statement.body.statements)) }];
      case 'try':
        return [
          {
            ...statement,
            body: block(rewrite(statement.body.statements)),
            handler: block(rewrite(statement.handler.statements)),
          },
        ];
      default:
        return [statement];
    }
  });
}

/** The same statements without `leave`: what follows a test that may leave goes into its branches. */
function scopeBody(statements: readonly ir.Statement[]): readonly ir.Statement[] {
  const kept: ir.Statement[] = [];
  for (const [index, statement] of statements.entries()) {
    if (statement.kind === 'leave') return kept;
    if (!leaves(statement)) {
      kept.push(statement);
      continue;
    }
    const rest = statements.slice(index + 1);
    if (statement.kind === 'block') return [...kept, ...scopeBody([...statement.statements, ...rest])];
    if (statement.kind !== 'if') throw new LeavesFromLoop();
    const then = scopeBody([...statement.then.statements, ...rest]);
    const otherwise = scopeBody([...(statement.otherwise?.statements ?? []), ...rest]);
    return [
      ...kept,
      { ...statement, then: block(then), otherwise: otherwise.length > 0 ? block(otherwise) : undefined },
    ];
  }
  return kept;
}

/** A `leave` of this scope is inside, not of a scope inside it. */
function leaves(statement: ir.Statement): boolean {
  let found = false;
  walk(statement, {
    statement(node) {
      if (node.kind === 'leave') found = true;
      return node.kind !== 'scope';
    },
    expression: () => false,
  });
  return found;
}

function block(statements: readonly ir.Statement[]): ir.Block {
  return { kind: 'block', statements };
}
