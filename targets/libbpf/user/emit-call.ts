/** Calls of script functions and of the library's intrinsics (`stsx_fn_NAME`). */
import type * as ir from '../../../src/ir/ir.ts';
import { isInfallible, isInline } from '../intrinsics.ts';
import { cIdentifier } from '../text/literal.ts';
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
  if (node.type !== 'void' && used && isInline(node.name)) {
    if (node.type === 'string') frame.madeStrings = true;
    return atom(call);
  }
  return emitResult(node.type, call, frame, used, !isInfallible(node.name));
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
