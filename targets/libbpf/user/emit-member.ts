/**
 * Reads of structure members and of plain memory by handlers that no event runs: the run-time library asks the kernel's types where a
 * member lies. A path is cut at an index that is computed: the address so far, plus the index times the element's size.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { CType } from '../../../src/program/c-type.ts';
import { cutOf, pathText, structText } from '../text/member-path.ts';
import { atom, operand, wide, type Value } from '../text/value.ts';
import { answer } from './emit-call.ts';
import { emitExpression } from './emit-expression.ts';
import { keep } from './emit-operands.ts';
import type { Frame } from './frame.ts';
import { useMember } from './unit.ts';

export function emitField(node: ir.Field, frame: Frame): Value {
  const base = emitExpression(node.base, frame);
  if (frame.unit.events === 'replayed') {
    for (const step of node.path) if (step.kind === 'index') emitExpression(step.index, frame);
    return answer('long', 'read', node.site, frame);
  }
  const indexes = node.path.some((step) => step.kind === 'index' && step.index.kind !== 'long');
  return noted(
    emitPath(node, indexes ? keep(node.base, base, frame) : base, node.struct, node.path, frame),
    frame,
  );
}

export function emitLoad(node: ir.Load, frame: Frame): Value {
  if (frame.unit.events === 'replayed') {
    emitExpression(node.address, frame);
    return answer('long', 'read', node.site, frame);
  }
  return noted(readNumber(node.ctype, node, emitExpression(node.address, frame), frame), frame);
}

/** For a recording: what the read gave. That it failed is noted where that shows. */
function noted(value: Value, frame: Frame): Value {
  if (frame.unit.events === 'recorded') frame.line(`stsx_note_long(c, "read", ${value.text});`);
  return value;
}

function emitPath(
  node: ir.Field,
  base: Value,
  struct: ir.Field['struct'],
  path: readonly ir.FieldStep[],
  frame: Frame,
): Value {
  const cut = cutOf(path);
  if (cut >= 0) return emitComputedIndex(node, base, struct, path, cut, frame);
  if (path.length === 0) return base;
  const member = useMember(frame.unit, structText(struct), pathText(path));
  if (node.result === 'address') {
    return checked(`stsx_member_address(c, ${member}, ${base.text}, ${frame.site(node.site)})`, frame);
  }
  return checked(
    `stsx_member_read(c, ${member}, ${base.text}, ${spaceName(node)}, ${frame.site(node.site)})`,
    frame,
  );
}

function emitComputedIndex(
  node: ir.Field,
  base: Value,
  struct: ir.Field['struct'],
  path: readonly ir.FieldStep[],
  cut: number,
  frame: Frame,
): Value {
  const step = path[cut];
  const after = path.slice(cut + 1);
  if (step?.kind !== 'index') throw new Error('the path is cut at an index');
  const start = emitPath({ ...node, result: 'address' }, base, struct, path.slice(0, cut), frame);
  const index = emitExpression(step.index, frame);
  const size = sizeText(step.ctype, node.site, frame);
  const element = frame.temporary('long', `${operand(start)} + ${wide(index)} * ${size}`);
  if (after.length > 0) {
    // Of an array of arrays: further indexes count from the element's address.
    return step.ctype.kind === 'struct'
      ? emitPath(node, element, step.ctype, after, frame)
      : emitComputedIndex(node, element, struct, after, 0, frame);
  }
  return node.result === 'address' ? element : readNumber(step.ctype, node, element, frame);
}

function readNumber(ctype: CType, node: ir.Field | ir.Load, address: Value, frame: Frame): Value {
  if (ctype.kind === 'struct' || ctype.kind === 'array') return address;
  const isNumber = ctype.kind === 'integer' || ctype.kind === 'enum';
  const size = isNumber ? Math.min(ctype.size, 8) : 8;
  const signed = isNumber && ctype.signed;
  return checked(
    `stsx_number_read(c, ${address.text}, ${size}, ${signed}, ${spaceName(node)}, ${frame.site(node.site)})`,
    frame,
  );
}

function sizeText(ctype: CType, site: ir.Site, frame: Frame): string {
  switch (ctype.kind) {
    case 'integer':
    case 'enum':
      return String(ctype.size);
    case 'pointer':
      return '8';
    case 'struct': {
      const whole = useMember(frame.unit, structText(ctype), '');
      return checked(`stsx_member_size(c, ${whole}, ${frame.site(site)})`, frame).text;
    }
    case 'array':
      return `${sizeText(ctype.element, site, frame)} * ${ctype.length}`;
    case 'void':
    case 'function':
      return '1';
  }
}

function checked(call: string, frame: Frame): Value {
  const value = frame.temporary('long', call);
  if (frame.unit.events === 'recorded') frame.line('stsx_note_failure(c, "read");');
  frame.checkError();
  return atom(value.text, true);
}

function spaceName({ space }: ir.Field | ir.Load): string {
  return space === 'user' ? 'STSX_USER_SPACE' : 'STSX_KERNEL_SPACE';
}
