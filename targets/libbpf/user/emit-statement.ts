/** Statements of the user half. A statement that makes strings stands in braces that give their memory back. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitDelete, emitDeleteMatching } from './emit-delete.ts';
import { emitDiscarded, emitExpression } from './emit-expression.ts';
import { emitForeach, emitForeachBucket } from './emit-foreach.ts';
import { emitPrint } from './emit-format.ts';
import { emitLoop } from './emit-loop.ts';
import { emitScope } from './emit-scope.ts';
import { emitStatAdd } from './emit-stat.ts';
import { emitTry } from './emit-try.ts';
import type { Frame } from './frame.ts';
import { zeroOf } from '../text/value.ts';

export function emitBlock(block: ir.Block, frame: Frame): void {
  for (const statement of block.statements) emitStatement(statement, frame);
}

export function emitStatement(node: ir.Statement, frame: Frame): void {
  switch (node.kind) {
    case 'block':
      emitBlock(node, frame);
      return;
    case 'charge':
      frame.line(`if (!stsx_charge(c, ${node.actions}, ${frame.site(node.site)}))`);
      frame.writer.indented(() => {
        // Nothing catches it, so it goes past every catch.
        frame.line(frame.goto('out'));
      });
      return;
    case 'evaluate':
      frame.releasing(() => {
        emitDiscarded(node.expression, frame);
      });
      return;
    case 'print':
      frame.releasing(() => {
        emitPrint(node, frame);
      });
      return;
    case 'if':
      emitIf(node, frame);
      return;
    case 'loop':
      emitLoop(node, frame);
      return;
    case 'foreach':
      emitForeach(node, frame);
      return;
    case 'foreach-bucket':
      emitForeachBucket(node, frame);
      return;
    case 'try':
      emitTry(node, frame);
      return;
    case 'return':
      emitReturn(node, frame);
      return;
    case 'next':
      frame.kind.next(frame, node.site);
      return;
    case 'break':
      frame.line('break;');
      return;
    case 'continue':
      frame.line(frame.continueLabel === undefined ? 'continue;' : frame.goto(frame.continueLabel));
      return;
    case 'stat-add':
      frame.releasing(() => {
        emitStatAdd(node, frame);
      });
      return;
    case 'delete':
      frame.releasing(() => {
        emitDelete(node, frame);
      });
      return;
    case 'delete-matching':
      frame.releasing(() => {
        emitDeleteMatching(node, frame);
      });
      return;
    case 'scope':
      emitScope(node, frame);
      return;
    case 'leave':
      frame.line(frame.goto(frame.leaveLabel));
      return;
    case 'capture':
      throw new Error('the user half does not capture');
  }
}

function emitIf(node: ir.If, frame: Frame): void {
  const condition = emitCondition(node.condition, frame);
  frame.writer.braces(
    `if (${condition})`,
    () => {
      emitBlock(node.then, frame);
    },
    node.otherwise ? '} else {' : '}',
  );
  if (!node.otherwise) return;
  const { otherwise } = node;
  frame.writer.indented(() => {
    emitBlock(otherwise, frame);
  });
  frame.line('}');
}

/** A condition as text; the strings it made are given back before anything depends on it. */
export function emitCondition(node: ir.Expression, frame: Frame): string {
  let text = '';
  const { lines, madeStrings } = frame.gather(() => {
    text = emitExpression(node, frame).text;
  });
  if (!madeStrings) {
    frame.writer.put(lines);
    return text;
  }
  const result = frame.temporaryName();
  const mark = frame.freshLabel('mark');
  frame.line(`size_t ${mark} = stsx_mark(c);`);
  frame.writer.put(lines);
  frame.line(`int64_t ${result} = ${text};`);
  frame.line(`stsx_release(c, ${mark});`);
  return result;
}

function emitReturn(node: ir.Return, frame: Frame): void {
  const { value } = node;
  if (value) {
    frame.releasing(() => {
      const result = emitExpression(value, frame);
      if (frame.kind.result === 'string') frame.line(`stsx_string_set(c, result, ${result.text});`);
      else if (frame.kind.result === 'long') frame.line(`result = ${result.text};`);
    });
  } else if (frame.kind.result === 'long') {
    frame.line(`result = ${zeroOf('long')};`);
  }
  frame.line(frame.goto('out'));
}
