/**
 * Leaves out probes of functions that only other kernels have where they read what is not known of them: nobody can say what their
 * parameters are. Only optional points and alternatives are left out; any other is refused. Comes in: bodies without what has no
 * effect, so a variable that is never used does not count.
 */
import type * as ast from '../ast/ast.ts';
import { someNode } from '../ast/visit.ts';
import type { DerivedProbe, Program } from '../program/program.ts';
import type { Body } from './body.ts';

export function leaveOutUnknown(program: Program, bodies: readonly Body[]): readonly Body[] {
  const out = new Set<string>();
  for (const body of bodies) {
    if (body.kind !== 'probe' || !isDispensable(body.probe)) continue;
    const isUnknown = (node: ast.Node) => program.unresolvedAccesses.has(node as ast.Expression);
    if (someNode(body.block, isUnknown)) out.add(keyOf(body.probe));
  }
  return out.size === 0
    ? bodies
    : bodies.filter(
        (body) => body.kind !== 'probe' || !isDispensable(body.probe) || !out.has(keyOf(body.probe)),
      );
}

function isDispensable({ point }: DerivedProbe): boolean {
  if (point.kind !== 'function' || point.elsewhere !== true) return false;
  return point.optional === true || point.rungs !== undefined;
}

/** The entry and the return of one function for one probe of the script go together. */
function keyOf({ point, declaration }: DerivedProbe): string {
  const { file, start } = declaration.span;
  return `${file.name} ${start} ${point.kind === 'function' ? point.name : ''}`;
}
