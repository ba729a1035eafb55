/**
 * Reads of structure members and of plain memory. Member paths with constant indexes are one CO-RE access; at an index that is computed the
 * path is cut: the address so far, plus the index times the element's size.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { CType } from '../../../src/program/c-type.ts';
import { cutOf, pathText, structText } from '../text/member-path.ts';
import { atom, compound, operand, wide, type Value } from '../text/value.ts';
import { emitExpression, numberName } from './emit-expression.ts';
import type { KernelFrame } from './frame.ts';

export function emitField(node: ir.Field, frame: KernelFrame): Value {
  const base = emitExpression(node.base, frame);
  return emitPath(node, base, node.struct, node.path, frame);
}

function emitPath(
  node: ir.Field,
  base: Value,
  struct: ir.Field['struct'],
  path: readonly ir.FieldStep[],
  frame: KernelFrame,
): Value {
  const cut = cutOf(path);
  if (cut >= 0) return emitComputedIndex(node, base, struct, path, cut, frame);
  if (path.length === 0) return base;
  frame.unit.types.use(struct, path);
  const type = structText(struct);
  const member = pathText(path);
  const address = `stsx_member_address(${type}, ${member}, ${base.text})`;
  if (node.result === 'address') return atom(address);
  const step = path.at(-1);
  const last = step?.ctype;
  // CO-RE knows bits and signs of members, not of elements.
  if (step?.kind === 'index') return readNumber(step.ctype, node.space, atom(address), node.site, frame);
  const value = frame.temporary(undefined);
  if (last?.kind === 'pointer') {
    frame.failIf(
      `stsx_read_${node.space}_u64(&${value.text}, ${address})`,
      'STSX_KERNEL_FAULT',
      node.site,
      address,
    );
    return value;
  }
  frame.failIf(
    `stsx_read_member(&${value.text}, ${node.space}, ${type}, ${member}, ${base.text})`,
    'STSX_KERNEL_FAULT',
    node.site,
    address,
  );
  return value;
}

function emitComputedIndex(
  node: ir.Field,
  base: Value,
  struct: ir.Field['struct'],
  path: readonly ir.FieldStep[],
  cut: number,
  frame: KernelFrame,
): Value {
  const before = path.slice(0, cut);
  const step = path[cut];
  const after = path.slice(cut + 1);
  if (step?.kind !== 'index') throw new Error('the path is cut at an index');
  const start = emitPath({ ...node, result: 'address' }, base, struct, before, frame);
  const index = emitExpression(step.index, frame);
  const element = compound(`${operand(start)} + ${wide(index)} * ${sizeText(step.ctype, frame)}`);
  if (after.length > 0 && step.ctype.kind === 'struct') {
    const inner = frame.temporary(element.text);
    return emitPath(node, inner, step.ctype, after, frame);
  }
  if (after.length > 0) {
    // An array of arrays: further indexes count from the element's address.
    return emitComputedIndex(node, frame.temporary(element.text), struct, after, 0, frame);
  }
  if (node.result === 'address') return element;
  return readNumber(step.ctype, node.space, frame.temporary(element.text), node.site, frame);
}

function sizeText(ctype: CType, frame: KernelFrame): string {
  switch (ctype.kind) {
    case 'integer':
    case 'enum':
      return String(ctype.size);
    case 'pointer':
      return '8';
    case 'struct':
      frame.unit.types.useWhole(ctype);
      return `(__s64)bpf_core_type_size(${structText(ctype)})`;
    case 'array':
      return `${sizeText(ctype.element, frame)} * ${ctype.length}`;
    case 'void':
    case 'function':
      return '1';
  }
}

export function emitLoad(node: ir.Load, frame: KernelFrame): Value {
  const address = emitExpression(node.address, frame);
  return readNumber(node.ctype, node.space, address, node.site, frame);
}

function readNumber(
  ctype: CType,
  space: 'kernel' | 'user',
  address: Value,
  site: ir.Site,
  frame: KernelFrame,
): Value {
  if (ctype.kind === 'struct' || ctype.kind === 'array') return address;
  const value = frame.temporary(undefined);
  const call = `stsx_read_${space}_${numberName(ctype)}(&${value.text}, ${address.text})`;
  frame.failIf(call, 'STSX_KERNEL_FAULT', site, address.text);
  return value;
}
