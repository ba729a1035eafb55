/** Calls of library functions that the target defines. What belongs to an event's context is asked of the event first. */
import type * as ir from '../../src/ir/ir.ts';
import { isOutside } from '../../src/ir/is-outside.ts';
import { ReadFault } from './event.ts';
import type { Evaluator } from './evaluator.ts';
import { intrinsics } from './intrinsics.ts';
import { Invocation, type IntrinsicDefinition } from './intrinsics/intrinsic.ts';
import { raise, type Frame, type ValueCode } from './machine.ts';
import { cut, type Value } from './values.ts';

export function evaluateIntrinsic(node: ir.Intrinsic, evaluator: Evaluator): ValueCode {
  const { machine } = evaluator;
  const { maxStringLength } = machine.limits;
  const operands = node.arguments.map((argument) => evaluator.value(argument));
  const definition = Object.hasOwn(intrinsics, node.name) ? intrinsics[node.name] : undefined;
  const outside = isOutside(node);
  return (frame) => {
    const recorded = node.effects.context ? askRecording(node, frame) : undefined;
    if (recorded !== undefined) return recorded;
    const values = operands.map((operand) => operand(frame));
    const value =
      askEvent(node, values, frame) ??
      (outside && machine.answers
        ? machine.answers.take(node.name, node.type === 'string' ? 'string' : 'long', node.site)
        : undefined) ??
      runDefinition(definition, node, new Invocation(machine, node.site, values));
    return typeof value === 'string' ? cut(value, maxStringLength) : value;
  };
}

function askRecording(node: ir.Intrinsic, frame: Frame): Value | undefined {
  try {
    return frame.event?.recorded?.(node);
  } catch (fault) {
    if (fault instanceof ReadFault) raise(fault.messageIn(node.name), node.site);
    throw fault;
  }
}

function askEvent(node: ir.Intrinsic, values: readonly Value[], frame: Frame): Value | undefined {
  if (!node.effects.context || !frame.event) return undefined;
  try {
    return frame.event.intrinsic(node.name, values);
  } catch (fault) {
    if (fault instanceof ReadFault) raise(fault.messageIn(node.name), node.site);
    throw fault;
  }
}

function runDefinition(
  definition: IntrinsicDefinition | undefined,
  node: ir.Intrinsic,
  call: Invocation,
): Value {
  if (!definition)
    return raise(`${node.name}() needs the kernel, which the reference does not reach`, node.site);
  const value = definition.run(call);
  return value ?? 0n;
}
