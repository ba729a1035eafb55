/**
 * Expressions: from an IR expression to code that gives its value (evaluator.ts says what code is). Operands run left to right.
 */
import type * as ir from '../../src/ir/ir.ts';
import { assignLong, assignString, stepLong } from './evaluate-assign.ts';
import { binaryOperation } from './evaluate-binary.ts';
import { evaluateCall } from './evaluate-call.ts';
import { evaluateArgument, evaluateCaptured, evaluateField, evaluateLoad } from './evaluate-event.ts';
import { evaluateParts } from './evaluate-format.ts';
import { evaluateIntrinsic } from './evaluate-intrinsic.ts';
import { evaluateMember } from './evaluate-member.ts';
import { readLong, readString } from './evaluate-place.ts';
import { evaluateRegexMatch } from './evaluate-regex.ts';
import { evaluateBucketExists, evaluateBucketRead, evaluateStatRead } from './evaluate-statistic.ts';
import type { Evaluator } from './evaluator.ts';
import type { LongCode, Machine, StringCode, ValueCode } from './machine.ts';
import { compareValues, cut, cutAtNul, truth, wrap } from './values.ts';

export function makeEvaluator(machine: Machine): Evaluator {
  const evaluator: Evaluator = {
    machine,
    long: (node) => evaluateLong(node, evaluator),
    string: (node) => evaluateString(node, evaluator),
    value: (node) => evaluateValue(node, evaluator),
    effect: (node) => evaluateEffect(node, evaluator),
    parts: (parts, site) => evaluateParts(parts, site, evaluator),
  };
  return evaluator;
}

function evaluateValue(node: ir.Expression, evaluator: Evaluator): ValueCode {
  return node.type === 'string' ? evaluateString(node, evaluator) : evaluateLong(node, evaluator);
}

function evaluateEffect(node: ir.Expression, evaluator: Evaluator): ValueCode {
  if (node.kind === 'call') return evaluateCall(node, evaluator);
  if (node.kind === 'intrinsic') return evaluateIntrinsic(node, evaluator);
  return evaluateValue(node, evaluator);
}

function evaluateLong(node: ir.Expression, evaluator: Evaluator): LongCode {
  switch (node.kind) {
    case 'long': {
      const { value } = node;
      return () => value;
    }
    case 'read':
      return readLong(node.place, evaluator);
    case 'member':
      return evaluateMember(node, evaluator);
    case 'unary':
      return evaluateUnary(node, evaluator);
    case 'binary':
      return evaluateBinary(node, evaluator);
    case 'compare':
      return evaluateCompare(node, evaluator);
    case 'logical':
      return evaluateLogical(node, evaluator);
    case 'conditional':
      return evaluateConditional(node, evaluator, (arm) => evaluateLong(arm, evaluator));
    case 'regex':
      return evaluateRegexMatch(node, evaluator);
    case 'assign':
      return assignLong(node, evaluator);
    case 'step':
      return stepLong(node, evaluator);
    case 'call':
      return expectLong(evaluateCall(node, evaluator), node);
    case 'intrinsic':
      return expectLong(evaluateIntrinsic(node, evaluator), node);
    case 'stat-read':
      return evaluateStatRead(node, evaluator);
    case 'bucket-read':
      return evaluateBucketRead(node, evaluator);
    case 'bucket-exists':
      return evaluateBucketExists(node, evaluator);
    case 'argument':
      return evaluateArgument(node);
    case 'field':
      return evaluateField(node, evaluator);
    case 'load':
      return evaluateLoad(node, evaluator);
    case 'captured':
      return expectLong(evaluateCaptured(node), node);
    case 'captured-turn':
      throw new Error('the reference is handed no reads of loops');
    case 'string':
    case 'concat':
    case 'format':
      throw new Error(`a number is expected from a ${node.kind}`);
  }
}

function evaluateString(node: ir.Expression, evaluator: Evaluator): StringCode {
  switch (node.kind) {
    case 'string': {
      const value = cut(node.value, evaluator.machine.limits.maxStringLength);
      return () => value;
    }
    case 'read':
      return readString(node.place, evaluator);
    case 'conditional':
      return evaluateConditional(node, evaluator, (arm) => evaluateString(arm, evaluator));
    case 'concat':
      return evaluateConcat(node, evaluator);
    case 'assign':
      return assignString(node, evaluator);
    case 'call':
      return expectString(evaluateCall(node, evaluator), node);
    case 'intrinsic':
      return expectString(evaluateIntrinsic(node, evaluator), node);
    case 'format':
      return evaluateFormat(node, evaluator);
    case 'captured':
      return expectString(evaluateCaptured(node), node);
    case 'captured-turn':
      throw new Error('the reference is handed no reads of loops');
    case 'long':
    case 'member':
    case 'unary':
    case 'binary':
    case 'compare':
    case 'logical':
    case 'regex':
    case 'step':
    case 'stat-read':
    case 'bucket-read':
    case 'bucket-exists':
    case 'argument':
    case 'field':
    case 'load':
      throw new Error(`a string is expected from a ${node.kind}`);
  }
}

function expectLong(code: ValueCode, node: ir.Expression): LongCode {
  return (frame) => {
    const value = code(frame);
    if (typeof value !== 'bigint') throw new Error(`a number is expected from a ${node.kind}`);
    return value;
  };
}

function expectString(code: ValueCode, node: ir.Expression): StringCode {
  return (frame) => {
    const value = code(frame);
    if (typeof value !== 'string') throw new Error(`a string is expected from a ${node.kind}`);
    return value;
  };
}

function evaluateUnary(node: ir.Unary, evaluator: Evaluator): LongCode {
  const operand = evaluator.long(node.operand);
  switch (node.operator) {
    case '-':
      return (frame) => wrap(-operand(frame));
    case '!':
      return (frame) => truth(operand(frame) === 0n);
    case '~':
      return (frame) => ~operand(frame);
  }
}

function evaluateBinary(node: ir.Binary, evaluator: Evaluator): LongCode {
  const left = evaluator.long(node.left);
  const right = evaluator.long(node.right);
  const operate = binaryOperation(node.operator, node.site);
  return (frame) => operate(left(frame), right(frame));
}

const comparisons: Readonly<Record<ir.Compare['operator'], (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
};

function evaluateCompare(node: ir.Compare, evaluator: Evaluator): LongCode {
  const left = evaluator.value(node.left);
  const right = evaluator.value(node.right);
  const holds = comparisons[node.operator];
  return (frame) => truth(holds(compareValues(left(frame), right(frame))));
}

function evaluateLogical(node: ir.Logical, evaluator: Evaluator): LongCode {
  const left = evaluator.long(node.left);
  const right = evaluator.long(node.right);
  if (node.operator === '&&') return (frame) => truth(left(frame) !== 0n && right(frame) !== 0n);
  return (frame) => truth(left(frame) !== 0n || right(frame) !== 0n);
}

function evaluateConditional<Code extends ValueCode>(
  node: ir.Conditional,
  evaluator: Evaluator,
  arm: (node: ir.Expression) => Code,
): (frame: Parameters<Code>[0]) => ReturnType<Code> {
  const condition = evaluator.long(node.condition);
  const then = arm(node.then);
  const otherwise = arm(node.otherwise);
  return (frame) => (condition(frame) !== 0n ? then(frame) : otherwise(frame)) as ReturnType<Code>;
}

function evaluateConcat(node: ir.Concat, evaluator: Evaluator): StringCode {
  const left = evaluator.string(node.left);
  const right = evaluator.string(node.right);
  const { maxStringLength } = evaluator.machine.limits;
  return (frame) => {
    const head = left(frame);
    return cut(head + right(frame), maxStringLength);
  };
}

function evaluateFormat(node: ir.Format, evaluator: Evaluator): StringCode {
  const text = evaluator.parts(node.parts, node.site);
  const { maxStringLength } = evaluator.machine.limits;
  return (frame) => cutAtNul(text(frame), maxStringLength);
}
