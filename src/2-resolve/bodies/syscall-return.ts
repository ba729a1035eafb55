/**
 * Return probes of system calls stand on the tracepoint sys_exit, not on a function. Comes in: the bound body of such a probe; goes
 * out: what its entry probe on sys_enter must test, so that only the same call's values are kept there.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import { visit } from '../../ast/visit.ts';
import type { AttachPoint, TracepointPoint } from '../../program/attach-point.ts';
import type { Kernel } from '../../kernel/kernel.ts';

/** Where the call behind a sys_exit came in. */
export function syscallEntry(point: AttachPoint, kernel: Pick<Kernel, 'types'>): TracepointPoint | undefined {
  if (point.kind !== 'tracepoint' || point.name !== 'sys_exit') return undefined;
  const parameters = kernel.types?.tracepoint('sys_enter');
  return parameters && { kind: 'tracepoint', name: 'sys_enter', parameters };
}

/** `$return`, as return probes of functions have it, is $ret of the tracepoint. */
export function nameSyscallResult<Node extends ast.Node>(body: Node): Node {
  const rename = (node: ast.Node): ast.Node =>
    node.kind === 'TargetVariable' && node.name === '$return'
      ? { ...mapChildren(node, rename), name: '$ret' }
      : mapChildren(node, rename);
  return rename(body) as Node;
}

/**
 * The tests at the head of the body that reject an event and can be made at the entry as well: they read nothing but what both events
 * have.
 */
export function testsForEntry(body: ast.Block, entry: TracepointPoint): readonly ast.Statement[] {
  const tests: ast.Statement[] = [];
  for (const statement of body.statements) {
    if (statement.kind !== 'IfStatement' || statement.otherwise !== undefined) break;
    if (!isNext(statement.then) || !isKnownAtEntry(statement.condition, entry)) break;
    tests.push(statement);
  }
  return tests;
}

function isNext(statement: ast.Statement): boolean {
  if (statement.kind !== 'Block') return statement.kind === 'NextStatement';
  const [only, ...more] = statement.statements;
  return only !== undefined && more.length === 0 && isNext(only);
}

function isKnownAtEntry(condition: ast.Expression, entry: TracepointPoint): boolean {
  let known = true;
  const unknown = () => {
    known = false;
  };
  visit(condition, {
    TargetVariable: ({ name }) => {
      if (!entry.parameters.some((parameter) => `$${parameter.name}` === name)) known = false;
    },
    Identifier: unknown,
    Index: unknown,
    Entry: unknown,
    Assignment: unknown,
    Step: unknown,
  });
  return known;
}
