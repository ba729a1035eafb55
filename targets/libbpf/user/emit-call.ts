/** Calls of script functions and of the library's intrinsics (`stsx_fn_NAME`). */
import type * as ir from '../../../src/ir/ir.ts';
import { isOutside } from '../../../src/ir/is-outside.ts';
import { isInfallible, isInline } from '../intrinsics.ts';
import { cIdentifier, cString } from '../text/literal.ts';
import { emitOperands } from './emit-operands.ts';
import type { Frame } from './frame.ts';
import { atom, type Value } from '../text/value.ts';

export function emitCall(node: ir.Call, frame: Frame, used: boolean): Value {
  const values = emitOperands(node.arguments, frame);
  const texts = node.arguments.map((argument, index) => argumentText(argument, values[index], frame));
  const name = frame.unit.functions[node.function];
  if (name === undefined) throw new Error(`no function ${node.function}`);
  const call = `${name}(${['c', frame.site(node.site), ...texts].join(', ')})`;
  return emitResult(node.type, call, frame, used, true);
}

/** The callee may change a string global while it reads the argument, which is passed by value. */
function argumentText(argument: ir.Expression, value: Value | undefined, frame: Frame): string {
  if (!value) throw new Error('a call has all its arguments');
  const isGlobal = argument.kind === 'read' && argument.place.kind === 'global' && argument.type === 'string';
  const isAssigned =
    argument.kind === 'assign' && argument.target.kind === 'global' && argument.type === 'string';
  const isChoice = argument.kind === 'conditional' && argument.type === 'string';
  if (!isGlobal && !isAssigned && !isChoice) return value.text;
  frame.madeStrings = true;
  return `stsx_string_copy(c, ${value.text})`;
}

export function emitIntrinsic(node: ir.Intrinsic, frame: Frame, used: boolean): Value {
  const values = emitOperands(node.arguments, frame);
  const call = `stsx_fn_${cIdentifier(node.name)}(${['c', frame.site(node.site), ...values.map(({ text }) => text)].join(', ')})`;
  if (frame.unit.events === 'recorded' && isOutside(node)) return emitNoted(node, call, frame);
  if (frame.unit.events === 'replayed' && isOutside(node)) return emitAnswer(node, frame);
  if (node.type !== 'void' && used && isInline(node.name)) {
    if (node.type === 'string') frame.madeStrings = true;
    return atom(call);
  }
  return emitResult(node.type, call, frame, used, !isInfallible(node.name));
}

/** What it gives is noted for the recording, an error too. */
function emitNoted(node: ir.Intrinsic, call: string, frame: Frame): Value {
  const isText = node.type === 'string';
  if (isText) frame.madeStrings = true;
  const value = frame.temporary(isText ? 'string' : 'long', call);
  frame.line(`stsx_note_${isText ? 'string' : 'long'}(c, ${cString(node.name)}, ${value.text});`);
  if (!isInfallible(node.name)) frame.checkError();
  return value;
}

/** What it gave when it was recorded. */
function emitAnswer(node: ir.Intrinsic, frame: Frame): Value {
  const isText = node.type === 'string';
  if (isText) frame.madeStrings = true;
  return answer(isText ? 'string' : 'long', node.name, node.site, frame);
}

export function answer(type: ir.ScalarType, name: string, site: ir.Site, frame: Frame): Value {
  const value = frame.temporary(type, `stsx_answer_${type}(c, ${cString(name)}, ${frame.site(site)})`);
  frame.checkError();
  return value;
}

function emitResult(
  type: ir.ScalarType | 'void',
  call: string,
  frame: Frame,
  used: boolean,
  canFail: boolean,
): Value {
  if (type === 'string') frame.madeStrings = true;
  if (type === 'void' || !used) {
    frame.line(`${call};`);
    if (canFail) frame.checkError();
    return atom('0', true);
  }
  const value = frame.temporary(type, call);
  if (canFail) frame.checkError();
  return value;
}
