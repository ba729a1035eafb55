/**
 * The body of a function that the planner put in the place of its call. Errors inside name the call, so it stands in the call chain
 * as a call does, and counts against MAXNESTING.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { emitBlock } from './emit-statement.ts';
import type { Frame } from './frame.ts';

export function emitScope(node: ir.Scope, frame: Frame): void {
  const label = frame.freshLabel('leave');
  const outer = { leave: frame.leaveLabel, continue: frame.continueLabel };
  frame.line(`/* ${node.name}() */`);
  frame.failIf(`!stsx_enter(c, ${frame.site(node.site)})`);
  frame.leaveLabel = label;
  frame.writer.braces('', () => {
    emitBlock(node.body, frame);
  });
  frame.leaveLabel = outer.leave;
  frame.continueLabel = outer.continue;
  if (frame.isJumpedTo(label)) frame.writer.label(label);
  frame.line('stsx_leave(c);');
}
