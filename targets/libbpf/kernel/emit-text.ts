/** Text of the kernel half: filled into buffers whose size is the largest length it can have, zero behind it. */
import type * as ir from '../../../src/ir/ir.ts';
import { stringLength } from '../../../src/5-split/string-lengths.ts';
import { textSize } from '../fed-layout.ts';
import { kernelIntrinsic } from '../intrinsics.ts';
import { cString } from '../text/literal.ts';
import { emitExpression } from './emit-expression.ts';
import type { KernelFrame } from './frame.ts';

export interface Text {
  readonly text: string;
  /** Of the buffer. */
  readonly size: number;
}

/** Fills `buffer` of `size` bytes. A fault leaves it zeroed. */
export function emitText(node: ir.Expression, buffer: string, size: number, frame: KernelFrame): void {
  if (node.kind === 'intrinsic') {
    emitTextIntrinsic(node, buffer, size, frame);
    return;
  }
  if (node.kind === 'string' && node.value === '') {
    frame.line(`stsx_text_clear(${buffer}, ${size});`);
    return;
  }
  const { text, size: from } = emitTextOperand(node, frame);
  frame.line(`stsx_text_copy(${buffer}, ${size}, ${text}, ${Math.min(from, size)});`);
}

/** Text to be read: a variable's own buffer, a literal, else a buffer made for it. */
export function emitTextOperand(node: ir.Expression, frame: KernelFrame): Text {
  if (node.kind === 'string') {
    const size = textSize(node.value.length);
    const padding = '\0'.repeat(size - node.value.length - 1);
    return { text: cString(node.value + padding), size };
  }
  if (node.kind === 'read' && node.place.kind === 'local') {
    return { text: frame.localText(node.place.local), size: frame.localSize(node.place.local) };
  }
  if (node.kind === 'captured') {
    const field = frame.event?.fields[node.field];
    if (field) return { text: `event->${field.name}`, size: field.size };
  }
  if (node.kind === 'intrinsic') {
    const size = textSize(
      stringLength(node, (local) => frame.local(local).maxLength, frame.unit.plan.program.limits),
    );
    const buffer = frame.textBuffer(size);
    emitTextIntrinsic(node, buffer, size, frame);
    return { text: buffer, size };
  }
  throw new Error(`the kernel half cannot make the text of ${node.kind}`);
}

function emitTextIntrinsic(node: ir.Intrinsic, buffer: string, size: number, frame: KernelFrame): void {
  const row = kernelIntrinsic(node.name);
  if (row?.kind !== 'text' && row?.kind !== 'fallible-text') {
    throw new Error(`the kernel half has no text ${node.name}()`);
  }
  const values = node.arguments.map((argument) => {
    if (argument.type !== 'string') return emitExpression(argument, frame).text;
    const text = emitTextOperand(argument, frame);
    return `${text.text}, ${text.size}`;
  });
  const scratch = row.scratch ? [`&${frame.scratch(row.scratch.type, row.scratch.size)}`] : [];
  const call = `${row.call}(${[buffer, size, ...scratch, ...values].join(', ')})`;
  if (row.kind === 'text') frame.line(`${call};`);
  else frame.failIf(call, 'STSX_KERNEL_FAULT', node.site, values[0] ?? '0');
}
