/** Reads of what the kernel half captured: a member of the event's record, or a call that raises the fault it met. */
import type * as ir from '../../../src/ir/ir.ts';
import { moreFaultBit } from '../record-layout.ts';
import type { Frame } from './frame.ts';
import { atom, type Value } from '../text/value.ts';

export function emitCaptured(node: ir.Captured, frame: Frame): Value {
  const layout = frame.kind.record;
  const field = layout?.fields[node.field];
  if (!layout || !field) throw new Error(`no captured field ${node.field}`);
  if (!field.canFail) return atom(`event->${field.name}`, true);
  const more = moreFaultBit(node.field);
  if (more) {
    const value = frame.temporary(node.type, `event->${field.name}`);
    const address = `*(const uint64_t *)${node.type === 'long' ? '&' : ''}event->${field.name}`;
    frame.writer.braces(`if (event->more_faults[${more.word}] >> ${more.bit} & 1)`, () => {
      frame.line(`stsx_raise_fault(c, ${address}, ${frame.site(node.site)});`);
      frame.line(frame.goto(frame.failLabel));
    });
    return value;
  }
  const place = `offsetof(struct ${layout.name}, ${field.name})`;
  const call = node.type === 'long' ? 'stsx_captured_long' : 'stsx_captured_string';
  const value = frame.temporary(
    node.type,
    `${call}(c, record, ${node.field}, ${place}, ${frame.site(node.site)})`,
  );
  frame.checkError();
  return value;
}
