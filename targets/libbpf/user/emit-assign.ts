/**
 * Assignments and steps. The keys of the place come first, then the value; a compound assignment reads the place after that. With
 * `used` false nobody takes the value.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { applyBinary } from './emit-arithmetic.ts';
import { emitExpression } from './emit-expression.ts';
import { readsState } from './effects.ts';
import { emitKeys, keep } from './emit-operands.ts';
import { emitElementAddress, storeElement, variableName } from './emit-place.ts';
import type { Frame } from './frame.ts';
import { globalName } from './unit.ts';
import { atom, type Value } from '../text/value.ts';

export function emitAssign(node: ir.Assign, frame: Frame, used: boolean): Value {
  const { target } = node;
  return target.kind === 'element'
    ? assignElement(node, target, frame, used)
    : assignVariable(node, target, frame);
}

function assignVariable(node: ir.Assign, target: ir.LocalPlace | ir.GlobalPlace, frame: Frame): Value {
  const name = variableName(target, frame);
  const value = emitExpression(node.value, frame);
  if (node.type === 'string') {
    const call = node.operator === 'concat' ? 'stsx_string_append' : 'stsx_string_set';
    frame.line(`${call}(c, ${name}, ${value.text});`);
  } else if (node.operator === undefined || node.operator === 'concat') {
    frame.line(`${name} = ${value.text};`);
  } else if (isCompound(node.operator)) {
    frame.line(`${name} ${node.operator}= ${value.text};`);
  } else {
    const result = applyBinary(node.operator, atom(name), value, literal(node), node.site, frame);
    frame.line(`${name} = ${result.text};`);
  }
  return atom(name);
}

function assignElement(node: ir.Assign, target: ir.ElementPlace, frame: Frame, used: boolean): Value {
  const keys = emitKeys(target.keys, [node.value], frame);
  const [text] = keys.following;
  if (!text) throw new Error('an assignment has a value');
  const value = beforePlace(node.value, text, frame);
  const array = globalName(frame.unit, target.global);
  if (node.type === 'string') {
    storeElement(target, keys.text, value.text, node.operator === 'concat' ? '.=' : '=', frame);
    if (!used) return value;
    frame.madeStrings = true;
    return frame.temporary('string', `stsx_array_string(c, ${array}, ${keys.text})`);
  }
  if (node.operator === undefined || node.operator === 'concat' || isCompound(node.operator)) {
    const at = emitElementAddress(target, keys.text, frame);
    frame.line(`*${at} ${node.operator ?? ''}= ${value.text};`);
    return used ? frame.temporary('long', `*${at}`) : value;
  }
  const old = frame.temporary('long', `stsx_array_long(${array}, ${keys.text})`);
  const result = applyBinary(node.operator, old, value, literal(node), node.site, frame);
  const at = emitElementAddress(target, keys.text, frame);
  frame.line(`*${at} = ${result.text};`);
  return used ? frame.temporary('long', `*${at}`) : value;
}

/** A value that is known before the element is made: making it may change what the value reads. */
export function beforePlace(node: ir.Expression, value: Value, frame: Frame): Value {
  return node.type === 'long' && readsState(node) ? keep(node, value, frame) : value;
}

function isCompound(operator: ir.BinaryOperator): boolean {
  return ['+', '-', '*', '&', '|', '^'].includes(operator);
}

function literal(node: ir.Assign): bigint | undefined {
  return node.value.kind === 'long' ? node.value.value : undefined;
}

export function emitStep(node: ir.Step, frame: Frame, used: boolean): Value {
  const { target, delta } = node;
  const operator = delta === 1 ? '++' : '--';
  if (target.kind !== 'element') {
    const name = variableName(target, frame);
    const old = used && node.result === 'old' ? frame.temporary('long', name) : undefined;
    frame.line(`${name}${operator};`);
    return old ?? atom(name);
  }
  const keys = emitKeys(target.keys, [], frame);
  const at = emitElementAddress(target, keys.text, frame);
  if (!used) {
    frame.line(`(*${at})${operator};`);
    return atom('0', true);
  }
  return frame.temporary('long', node.result === 'old' ? `(*${at})${operator}` : `${operator}*${at}`);
}
