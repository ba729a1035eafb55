/** Text of the kernel half: filled into buffers whose size is the largest length it can have, zero behind it. */
import type * as ir from '../../../src/ir/ir.ts';
import { isEventRead } from '../../../src/5-split/event-reads.ts';
import { stringLength } from '../../../src/5-split/string-lengths.ts';
import { textSize } from '../fed-layout.ts';
import { kernelIntrinsic } from '../intrinsics.ts';
import { cString } from '../text/literal.ts';
import { emitExpression } from './emit-expression.ts';
import { emitRecordedText } from './emit-recorded.ts';
import { emitSharedText } from './emit-shared.ts';
import { passedIndex, type KernelFrame } from './frame.ts';

export interface Text {
  readonly text: string;
  /** Of the buffer. */
  readonly size: number;
}

/** Fills `buffer` of `size` bytes. A fault leaves it zeroed. */
export function emitText(node: ir.Expression, buffer: string, size: number, frame: KernelFrame): void {
  if (frame.recorded && isEventRead(node)) {
    const { text, size: from } = emitRecordedText(node, frame);
    frame.line(`stsx_text_copy(${buffer}, ${size}, ${text}, ${Math.min(from, size)});`);
    return;
  }
  switch (node.kind) {
    case 'intrinsic':
      emitTextIntrinsic(node, buffer, size, frame);
      return;
    case 'conditional':
      emitTextChoice(node, buffer, size, frame);
      return;
    case 'concat':
    case 'format':
      emitBuiltText(node, buffer, size, frame);
      return;
    default:
      break;
  }
  if (node.kind === 'string' && node.value === '') {
    frame.line(`stsx_text_clear(${buffer}, ${size});`);
    return;
  }
  const { text, size: from } = emitTextOperand(node, frame);
  frame.line(`stsx_text_copy(${buffer}, ${size}, ${text}, ${Math.min(from, size)});`);
}

function emitTextChoice(node: ir.Conditional, buffer: string, size: number, frame: KernelFrame): void {
  const condition = emitExpression(node.condition, frame);
  const arm = (value: ir.Expression) => {
    frame.writer.indented(() => {
      emitText(value, buffer, size, frame);
    });
  };
  frame.line(`if (${condition.text}) {`);
  arm(node.then);
  frame.line('} else {');
  arm(node.otherwise);
  frame.line('}');
}

/** `a . b` and sprintf(): part by part in a buffer of its own. */
function emitBuiltText(node: ir.Concat | ir.Format, buffer: string, size: number, frame: KernelFrame): void {
  const limit = Math.min(size - 1, lengthOf(node, frame));
  buildText(buffer, size, limit, frame, (built) => {
    for (const part of partsOf(node)) emitPart(part, built, frame);
  });
}

/** A text while it is built; `put` writes a part behind it. */
interface BuiltText {
  put(what: 'text' | 'decimal' | 'unsigned' | 'hexadecimal', ...values: readonly (string | number)[]): void;
}

function buildText(
  buffer: string,
  size: number,
  limit: number,
  frame: KernelFrame,
  write: (built: BuiltText) => void,
): void {
  const at = frame.textPosition();
  const name = frame.fresh('built_');
  const scratch = `frame->${name}`;
  let longest = longestNumber;
  frame.line(`stsx_text_clear(${scratch}, ${size});`);
  frame.line(`${at} = 0;`);
  write({
    put: (what, ...values) => {
      const [, from] = values;
      if (typeof from === 'number') longest = Math.max(longest, from);
      const given = [scratch, `sizeof(${scratch}) - 1`, limit, `&${at}`, ...values];
      frame.line(`stsx_put_${what}(${given.join(', ')});`);
    },
  });
  // Room for a part behind the longest text.
  const room = 2 ** Math.ceil(Math.log2(size + longest));
  frame.member(`char ${name}[${room}]`, room);
  frame.line(`stsx_take_built(${buffer}, ${size}, ${scratch}, ${limit});`);
}

/** Bytes that a number writes, leading zeroes included. */
const longestNumber = 24;

/** `.=`, the text in a variable's or an element's own buffer; `limit` is the most bytes that it may have. */
export function appendText(
  buffer: string,
  size: number,
  limit: number,
  { text, size: from }: Text,
  frame: KernelFrame,
): void {
  buildText(buffer, size, limit, frame, (built) => {
    built.put('text', buffer, size);
    built.put('text', text, from);
  });
}

type Part = { readonly conversion: ir.FormatConversion['conversion']; readonly value: ir.Expression };

function partsOf(node: ir.Expression): readonly Part[] {
  if (node.kind === 'concat') return [...partsOf(node.left), ...partsOf(node.right)];
  if (node.kind !== 'format') return [{ conversion: 's', value: node }];
  return node.parts.flatMap((part): readonly Part[] => {
    if (part.kind === 'text') {
      return [{ conversion: 's', value: { kind: 'string', type: 'string', value: part.text } }];
    }
    return part.kind === 'conversion' ? [{ conversion: part.conversion, value: part.argument }] : [];
  });
}

function emitPart(part: Part, built: BuiltText, frame: KernelFrame): void {
  switch (part.conversion) {
    case 's': {
      const { text, size } = emitTextOperand(part.value, frame);
      built.put('text', text, size);
      return;
    }
    case 'd':
      built.put('decimal', emitExpression(part.value, frame).text);
      return;
    case 'u':
      built.put('unsigned', emitExpression(part.value, frame).text);
      return;
    case 'x':
      built.put('hexadecimal', emitExpression(part.value, frame).text);
      return;
    default:
      throw new Error(`the kernel half does not format %${part.conversion}`);
  }
}

function lengthOf(node: ir.Expression, frame: KernelFrame): number {
  return stringLength(node, (local) => frame.local(local).maxLength, frame.unit.plan.lengths);
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
  if (node.kind === 'captured' || node.kind === 'captured-turn') {
    return { text: frame.capturedText(node), size: frame.capturedField(node).size };
  }
  if (frame.recorded && isEventRead(node)) return emitRecordedText(node, frame);
  if (node.kind === 'read' && node.place.kind !== 'local') return emitSharedText(node.place, frame);
  switch (node.kind) {
    case 'intrinsic':
    case 'conditional':
    case 'concat':
    case 'format': {
      const size = textSize(lengthOf(node, frame));
      const buffer = frame.textBuffer(size);
      emitText(node, buffer, size, frame);
      return { text: buffer, size };
    }
    default:
      throw new Error(`the kernel half cannot make the text of ${node.kind}`);
  }
}

function emitTextIntrinsic(node: ir.Intrinsic, buffer: string, size: number, frame: KernelFrame): void {
  const row = kernelIntrinsic(node.name);
  if (row?.kind === 'stack') {
    frame.usedArguments.add(passedIndex.context);
    const { point } = frame.probe;
    const isEntry = row.knowsEntry && point.kind === 'user-function' && point.at === 'entry';
    const scratch = frame.scratch(row.scratch.type, row.scratch.size);
    frame.line(`${row.call}${isEntry ? '_at_entry' : ''}(${buffer}, ${size}, &${scratch}, ctx);`);
    return;
  }
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
