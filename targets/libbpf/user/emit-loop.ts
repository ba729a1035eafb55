/** `while` and `for`. A plain condition stands in C's own head; one that needs statements is tested inside. */
import type * as ir from '../../../src/ir/ir.ts';
import type { Line } from '../text/writer.ts';
import { emitBlock, emitCondition } from './emit-statement.ts';
import type { Frame } from './frame.ts';

export function emitLoop(node: ir.Loop, frame: Frame): void {
  let condition = '1';
  const test = frame.apart(() => {
    if (node.condition) condition = emitCondition(node.condition, frame);
  });
  const isPlain = test.length === 0;
  const head = isPlain ? (node.condition ? `while (${condition})` : 'for (;;)') : 'for (;;)';
  frame.writer.braces(head, () => {
    if (!isPlain) {
      frame.writer.put(test);
      frame.line(`if (!(${condition}))`);
      frame.writer.indented(() => {
        frame.line('break;');
      });
    }
    emitLoopBody(node.body, node.step, frame);
  });
}

/** The body with what `continue` goes to behind it. */
export function emitLoopBody(body: ir.Block, step: ir.Block | undefined, frame: Frame): void {
  const outer = frame.continueLabel;
  frame.continueLabel = step && frame.freshLabel('next');
  emitBlock(body, frame);
  const label = frame.continueLabel;
  frame.continueLabel = outer;
  if (!step) return;
  const lines: readonly Line[] = frame.apart(() => {
    emitBlock(step, frame);
  });
  if (label !== undefined && frame.isJumpedTo(label)) {
    frame.writer.label(label);
    frame.line(';');
  }
  frame.writer.put(lines);
}
