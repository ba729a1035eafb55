/**
 * Calls of script functions. An overload that ends by `next` hands its arguments, as they came, to the following one. An error
 * on its way out learns the call's place.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { Evaluator } from './evaluator.ts';
import { makeFrame, raise, type Frame, type FunctionCode, type Machine, type ValueCode } from './machine.ts';
import { ScriptError } from './script-error.ts';
import { cut, type Value } from './values.ts';

export function evaluateCall(node: ir.Call, evaluator: Evaluator): ValueCode {
  const { machine } = evaluator;
  const operands = node.arguments.map((argument) => evaluator.value(argument));
  return (frame) => {
    const values = operands.map((operand) => operand(frame));
    if (machine.nesting >= machine.limits.maxNesting) raise('MAXNESTING exceeded', node.site);
    machine.nesting++;
    let result: Value | undefined;
    try {
      result = run(node, values, frame, machine);
    } catch (error) {
      if (isStackOverflow(error)) raise('MAXNESTING exceeded', node.site);
      if (error instanceof ScriptError) error.calls.push(node.site);
      throw error;
    } finally {
      machine.nesting--;
    }
    return result ?? raise('all functions exhausted', node.site);
  };
}

/** The interpreter's own stack holds some thousand calls, whatever -D MAXNESTING asks for. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith('Maximum call stack');
}

/** Undefined: the last overload ended by `next` too. */
function run(node: ir.Call, values: readonly Value[], caller: Frame, machine: Machine): Value | undefined {
  let code: FunctionCode | undefined = machine.functions[node.function];
  while (code) {
    const frame = enter(code.function, values, node, caller, machine);
    if (code.body(frame) !== 'next') return cutValue(frame.result, machine);
    const next: number | undefined = code.function.nextOverload;
    if (next === undefined) return undefined;
    code = machine.functions[next];
  }
  throw new Error(`call of function ${node.function}, which does not exist`);
}

function enter(
  called: ir.Function,
  values: readonly Value[],
  { label }: ir.Call,
  caller: Frame,
  machine: Machine,
): Frame {
  const { event } = caller;
  const frame = makeFrame(called.locals, label === undefined ? event : (event?.insideCall?.(label) ?? event));
  frame.result = called.result === 'string' ? '' : 0n;
  values.forEach((value, index) => {
    if (typeof value === 'bigint') frame.longs[index] = value;
    else frame.strings[index] = cut(value, machine.limits.maxStringLength);
  });
  return frame;
}

function cutValue(value: Value, machine: Machine): Value {
  return typeof value === 'string' ? cut(value, machine.limits.maxStringLength) : value;
}
