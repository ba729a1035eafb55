/** Reads of what the kernel half captured: a member of the event's record, or a call that raises the fault it met. */
import type * as ir from '../../../src/ir/ir.ts';
import type { Frame } from './frame.ts';
import { atom, type Value } from '../text/value.ts';

export function emitCaptured(node: ir.Captured, frame: Frame): Value {
  const layout = frame.kind.record;
  const field = layout?.fields[node.field];
  if (!layout || !field) throw new Error(`no captured field ${node.field}`);
  if (!field.canFail) return atom(`event->${field.name}`, true);
  const place = `offsetof(struct ${layout.name}, ${field.name})`;
  const call = node.type === 'long' ? 'stsx_captured_long' : 'stsx_captured_string';
  const value = frame.temporary(
    node.type,
    `${call}(c, record, ${node.field}, ${place}, ${frame.site(node.site)})`,
  );
  frame.checkError();
  return value;
}
