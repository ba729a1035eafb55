/** Reads of what the kernel half captured: a member of the event's record, or a call that raises the fault it met. */
import type * as ir from '../../../src/ir/ir.ts';
import { moreFaultBit } from '../record-layout.ts';
import { emitApart } from './emit-conditional.ts';
import { emitExpression } from './emit-expression.ts';
import type { Frame } from './frame.ts';
import { atom, cType, operand, type Value } from '../text/value.ts';

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

/** The place of the turn that the loop is in; where that was not captured, the read is done now, and counted. */
export function emitCapturedTurn(node: ir.CapturedTurn, frame: Frame): Value {
  const field = frame.kind.record?.fields[node.field];
  if (!field) throw new Error(`no captured field ${node.field}`);
  const turn = emitExpression(node.turn, frame);
  const late = emitApart(node.late, frame);
  const result = frame.temporaryName();
  frame.line(`${cType(node.type)}${result};`);
  frame.writer.braces(
    `if (stsx_turn_seen(event->${field.name}.seen, ${turn.text}))`,
    () => {
      frame.line(`${result} = event->${field.name}.turn[${operand(turn)} - 1];`);
    },
    '} else {',
  );
  frame.writer.indented(() => {
    frame.line('stsx_note_late(c);');
    frame.writer.put(late.lines);
    frame.line(`${result} = ${late.value.text};`);
  });
  frame.line('}');
  return atom(result, true);
}
