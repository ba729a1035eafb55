/**
 * Globals that both halves work on, in a handler that holds their lock: reads and changes of scalars and of array elements. Elements are
 * found anew at each place that uses them; what is read is kept in a temporary, since something later may change it.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { SharedGlobal } from '../shared-layout.ts';
import { cIdentifier } from '../text/literal.ts';
import { atom, operand, truth, type Value } from '../text/value.ts';
import { applyBinary, emitExpression } from './emit-expression.ts';
import { appendText, emitText, emitTextOperand, type Text } from './emit-text.ts';
import type { KernelFrame } from './frame.ts';

type GlobalTarget = ir.GlobalPlace | ir.ElementPlace;

export function isShared(global: number, frame: KernelFrame): boolean {
  return frame.unit.shared.has(global);
}

export function sharedGlobal(global: number, frame: KernelFrame): SharedGlobal {
  const shared = frame.unit.shared.get(global);
  if (!shared) throw new Error(`global ${global} is not shared`);
  return shared;
}

/** The number that a global or an element holds. */
export function emitSharedRead(place: GlobalTarget, frame: KernelFrame): Value {
  const shared = sharedGlobal(place.global, frame);
  if (place.kind === 'global') return frame.temporary(`stsx_shared.${shared.name}`);
  const element = emitFind(shared, place.keys, frame);
  return frame.temporary(`${element} ? ${element}->value : 0`);
}

/** The text that a global or an element holds, an element's in a buffer of its own. */
export function emitSharedText(place: GlobalTarget, frame: KernelFrame): Text {
  const shared = sharedGlobal(place.global, frame);
  const size = shared.textSize;
  if (place.kind === 'global') return { text: `stsx_shared.${shared.name}`, size };
  const element = emitFind(shared, place.keys, frame);
  const buffer = frame.textBuffer(size);
  frame.line(`if (${element})`);
  frame.writer.indented(() => {
    frame.line(`stsx_text_copy(${buffer}, ${size}, ${element}->value, ${size});`);
  });
  frame.line('else');
  frame.writer.indented(() => {
    frame.line(`stsx_text_clear(${buffer}, ${size});`);
  });
  return { text: buffer, size };
}

export function emitMember(node: ir.Member, frame: KernelFrame): Value {
  const keys = node.keys.map((key) => {
    if (!key) throw new Error('the kernel half finds elements by whole keys');
    return key;
  });
  const element = emitFind(sharedGlobal(node.global, frame), keys, frame);
  return truth(`${element} != 0`);
}

/** `used`: the new value is taken. */
export function emitSharedAssign(node: ir.Assign, target: GlobalTarget, frame: KernelFrame): Value {
  const shared = sharedGlobal(target.global, frame);
  const key = target.kind === 'element' ? emitKey(shared, target.keys, frame) : undefined;
  if (node.type === 'string') {
    assignText(node, target, shared, key, frame);
    return atom('0', true);
  }
  const value = frame.temporary(emitExpression(node.value, frame).text);
  const { operator } = node;
  if (operator === undefined || operator === 'concat') {
    frame.line(`${emitNumber(target, shared, key, frame)} = ${value.text};`);
    return value;
  }
  if (operator !== '/' && operator !== '%') {
    const place = emitNumber(target, shared, key, frame);
    const result = applyBinary(operator, atom(place), value, node.value, node.site, frame);
    frame.line(`${place} = ${result.text};`);
    return frame.temporary(place);
  }
  // A division by zero leaves the place as it was, and makes no element.
  if (node.value.kind !== 'long' || node.value.value === 0n) {
    frame.failIf(`${operand(value)} == 0`, 'STSX_KERNEL_DIVISION', node.site, '0');
  }
  const place = emitNumber(target, shared, key, frame);
  const call = operator === '/' ? 'stsx_quotient' : 'stsx_remainder';
  frame.line(`${place} = ${call}(${place}, ${value.text});`);
  return frame.temporary(place);
}

export function emitSharedStep(
  node: ir.Step,
  target: GlobalTarget,
  used: boolean,
  frame: KernelFrame,
): Value {
  const shared = sharedGlobal(target.global, frame);
  const key = target.kind === 'element' ? emitKey(shared, target.keys, frame) : undefined;
  const place = emitNumber(target, shared, key, frame);
  const step = `${place}${node.delta === 1 ? '++' : '--'};`;
  if (!used) {
    frame.line(step);
    return atom('0', true);
  }
  if (node.result === 'new') frame.line(step);
  const value = frame.temporary(place);
  if (node.result === 'old') frame.line(step);
  return value;
}

function assignText(
  node: ir.Assign,
  target: GlobalTarget,
  shared: SharedGlobal,
  key: Key | undefined,
  frame: KernelFrame,
): void {
  const size = shared.textSize;
  const value = emitTextOperand(node.value, frame);
  const element = target.kind === 'element' && key ? emitObtain(shared, key, target.site, frame) : undefined;
  const place = element === undefined ? `stsx_shared.${shared.name}` : `${element}->value`;
  if (node.operator === undefined) {
    frame.line(`stsx_text_copy(${place}, ${size}, ${value.text}, ${Math.min(size, value.size)});`);
    return;
  }
  appendText(place, size, frame.unit.plan.lengths.globals[target.global]?.value ?? 0, value, frame);
}

/** C place of a number; an element is made if it is missing. */
function emitNumber(
  target: GlobalTarget,
  shared: SharedGlobal,
  key: Key | undefined,
  frame: KernelFrame,
): string {
  if (target.kind === 'global' || !key) return `stsx_shared.${shared.name}`;
  return `${emitObtain(shared, key, target.site, frame)}->value`;
}

export function emitSharedDelete(node: ir.Delete, frame: KernelFrame): void {
  const { target } = node;
  if (target.kind === 'local' || target.kind === 'array') throw new Error('a shared place is deleted');
  const shared = sharedGlobal(target.global, frame);
  switch (target.kind) {
    case 'global':
      frame.line(
        target.type === 'long'
          ? `stsx_shared.${shared.name} = 0;`
          : `stsx_text_clear(stsx_shared.${shared.name}, ${shared.textSize});`,
      );
      return;
    case 'stat-global':
      frame.line(`stsx_stat_clear((void *)stsx_shared.${shared.name}, sizeof(stsx_shared.${shared.name}));`);
      return;
    case 'element':
    case 'stat-element': {
      const element = emitFind(shared, target.keys, frame);
      frame.line(`if (${element})`);
      frame.writer.indented(() => {
        frame.line(`stsx_remove(&${shared.name}, ${capacity(shared)}, &${element}->links);`);
      });
    }
  }
}

/** A key in the frame. */
export interface Key {
  readonly name: string;
}

export function emitKey(shared: SharedGlobal, keys: readonly ir.Expression[], frame: KernelFrame): Key {
  const name = frame.fresh('key_');
  const size = shared.keySizes.reduce((sum, part) => sum + part, 0);
  frame.member(`struct key_${cIdentifier(shared.planned.global.name)} ${name}`, size);
  keys.forEach((key, index) => {
    const part = `frame->${name}.key_${index}`;
    if (key.type === 'string') emitText(key, part, shared.keySizes[index] ?? 8, frame);
    else frame.line(`${part} = ${emitExpression(key, frame).text};`);
  });
  return { name: `frame->${name}` };
}

/** A pointer to the element, NULL where it is missing. */
export function emitFind(shared: SharedGlobal, keys: readonly ir.Expression[], frame: KernelFrame): string {
  const key = emitKey(shared, keys, frame);
  const element = frame.fresh('element_');
  const call = `stsx_find(&${shared.name}, ${capacity(shared)}, &${key.name}, sizeof(${key.name}))`;
  frame.line(`struct ${elementName(shared)} *${element} = ${call};`);
  return element;
}

/** A pointer to the element, which is made if it is missing. */
export function emitObtain(shared: SharedGlobal, key: Key, site: ir.Site, frame: KernelFrame): string {
  const { global } = shared.planned;
  if (global.kind !== 'array') throw new Error(`${global.name} is no array`);
  const element = frame.fresh('element_');
  const type = `struct ${elementName(shared)}`;
  const call =
    `stsx_obtain(&${shared.name}, ${global.capacity}, ${global.wrap}, ` +
    `&${key.name}, sizeof(${key.name}), sizeof(${element}->value))`;
  frame.line(`${type} *${element} = ${call};`);
  frame.failIf(`!${element}`, 'STSX_KERNEL_OVERFLOW', site, String(global.id));
  return element;
}

export function capacity({ planned: { global } }: SharedGlobal): number {
  return global.kind === 'array' ? global.capacity : 0;
}

export function elementName(shared: SharedGlobal): string {
  return `element_${cIdentifier(shared.planned.global.name)}`;
}
