/** try and catch: errors inside go to the catch label; what nothing catches goes on from there. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitStore } from './emit-place.ts';
import { emitBlock } from './emit-statement.ts';
import type { Frame } from './frame.ts';

export function emitTry(node: ir.Try, frame: Frame): void {
  const caught = frame.freshLabel('catch');
  const outer = frame.failLabel;
  frame.failLabel = caught;
  const body = frame.apart(() => {
    emitBlock(node.body, frame);
  });
  frame.failLabel = outer;
  if (!frame.isJumpedTo(caught)) {
    frame.writer.braces('', () => {
      frame.writer.put(body);
    });
    return;
  }
  const done = frame.freshLabel('done');
  const mark = frame.freshLabel('mark');
  const depth = frame.freshLabel('depth');
  frame.writer.braces('/* try */', () => {
    frame.line(`size_t ${mark} = stsx_mark(c);`);
    frame.line(`uint32_t ${depth} = c->depth;`);
    frame.writer.blank();
    frame.writer.put(body);
    frame.line(frame.goto(done));
    frame.writer.label(caught);
    frame.line(`stsx_release(c, ${mark});`);
    frame.line(`c->depth = ${depth};`);
    frame.failIf('!stsx_catch(c)');
    const { message } = node;
    if (message) {
      frame.releasing(() => {
        emitStore(message, 'stsx_caught_message(c)', frame);
      });
    }
    emitBlock(node.handler, frame);
  });
  frame.writer.label(done);
  frame.line(';');
}
