/**
 * Finds the guard of a streamed handler. In: its body; out: the tests at its head that reject an event before a record is taken, and
 * what is left to run on the record.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { canFail, kernelObstacle } from './event-reads.ts';

export interface Guarded {
  readonly guard: ir.Block;
  readonly rest: ir.Block;
}

/**
 * The statements at the head of a handler that nobody sees: assignments to locals, and tests that reject the event. A test that
 * cannot fail is dropped from the rest, since only events that pass it are recorded.
 */
export function takeGuard(body: ir.Block, capabilities: KernelCapabilities): Guarded {
  const guard: ir.Statement[] = [];
  const rest: ir.Statement[] = [];
  const statements = flatten(body);
  const sees = (node: ir.Expression) => kernelObstacle(node, () => true, capabilities) === undefined;
  let index = 0;
  for (; index < statements.length; index++) {
    const statement = statements[index];
    if (statement === undefined) break;
    if (statement.kind === 'charge') {
      rest.push(statement);
      continue;
    }
    if (isLocalAssignment(statement) && sees(statement.expression.value)) {
      guard.push(statement);
      rest.push(statement);
      continue;
    }
    if (statement.kind !== 'if' || !sees(statement.condition)) break;
    const rejecting = rejects(statement);
    if (rejecting) {
      guard.push({ ...statement, then: rejecting });
      if (canFail(statement.condition)) rest.push(statement);
      continue;
    }
    const isLast = statements.slice(index + 1).every((later) => later.kind === 'charge');
    if (statement.otherwise !== undefined || !isLast) break;
    const next: ir.Next = { kind: 'next', site: siteOf(statement) };
    guard.push({
      kind: 'if',
      condition: { kind: 'unary', type: 'long', operator: '!', operand: statement.condition },
      then: { kind: 'block', statements: [next] },
      otherwise: undefined,
    });
    if (canFail(statement.condition)) break;
    return {
      guard: { kind: 'block', statements: guard },
      rest: { kind: 'block', statements: [...rest, ...statement.then.statements] },
    };
  }
  return {
    guard: { kind: 'block', statements: guard },
    rest: { kind: 'block', statements: [...rest, ...statements.slice(index)] },
  };
}

function flatten(block: ir.Block): readonly ir.Statement[] {
  return block.statements.flatMap((statement) =>
    statement.kind === 'block' ? flatten(statement) : [statement],
  );
}

/** The `next` of `if (…) next`, without what else is in the block. */
function rejects(statement: ir.If): ir.Block | undefined {
  if (statement.otherwise !== undefined) return undefined;
  const then = flatten(statement.then).filter((inner) => inner.kind !== 'charge');
  return then.length === 1 && then[0]?.kind === 'next' ? { kind: 'block', statements: then } : undefined;
}

function siteOf(statement: ir.If): ir.Site {
  let site: ir.Site = { file: '', line: 0, column: 0, tokenKind: 'keyword', token: 'if' };
  walk(statement, {
    expression(node) {
      if ('site' in node && site.line === 0) site = node.site;
    },
  });
  return site;
}

export type LocalAssignment = ir.Evaluate & {
  readonly expression: ir.Assign & { readonly target: ir.LocalPlace };
};

export function isLocalAssignment(statement: ir.Statement): statement is LocalAssignment {
  if (statement.kind !== 'evaluate') return false;
  const { expression } = statement;
  return (
    expression.kind === 'assign' &&
    expression.target.kind === 'local' &&
    (expression.type === 'long' ? expression.operator !== 'concat' : expression.operator === undefined)
  );
}
