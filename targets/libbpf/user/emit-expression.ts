/**
 * Expressions as C. What can fail, changes something or has to come before something else is written as statements first; what is
 * returned is C text that only reads.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { cString } from '../text/literal.ts';
import { emitAssign, emitStep } from './emit-assign.ts';
import { emitBinary, emitCompare, emitUnary } from './emit-arithmetic.ts';
import { emitCall, emitIntrinsic } from './emit-call.ts';
import { emitCaptured, emitCapturedTurn } from './emit-captured.ts';
import { emitConditional, emitLogical } from './emit-conditional.ts';
import { emitFormat } from './emit-format.ts';
import { emitField, emitLoad } from './emit-member.ts';
import { emitKeys, emitOperands } from './emit-operands.ts';
import { emitRead } from './emit-place.ts';
import { emitBucketExists, emitBucketRead, emitStatRead } from './emit-stat.ts';
import type { Frame } from './frame.ts';
import { globalName, useRegex } from './unit.ts';
import { atom, longLiteral, type Value } from '../text/value.ts';

export function emitExpression(node: ir.Expression, frame: Frame): Value {
  switch (node.kind) {
    case 'long':
      return longLiteral(node.value);
    case 'string':
      return emitStringLiteral(node, frame);
    case 'read':
      return emitRead(node.place, frame);
    case 'member':
      return emitMember(node, frame);
    case 'unary':
      return emitUnary(node, frame);
    case 'binary':
      return emitBinary(node, frame);
    case 'compare':
      return emitCompare(node, frame);
    case 'logical':
      return emitLogical(node, frame);
    case 'conditional':
      return emitConditional(node, frame);
    case 'concat': {
      const [left, right] = emitOperands([node.left, node.right], frame);
      frame.madeStrings = true;
      return atom(`stsx_concat(c, ${left?.text ?? ''}, ${right?.text ?? ''})`);
    }
    case 'regex': {
      const value = emitExpression(node.value, frame);
      const call = `stsx_regex_match(c, ${useRegex(frame.unit, node.pattern)}, ${value.text}, ${frame.site(node.site)})`;
      const matched = frame.temporary('long', node.negated ? `!${call}` : call);
      frame.checkError();
      return matched;
    }
    case 'assign':
      return emitAssign(node, frame, true);
    case 'step':
      return emitStep(node, frame, true);
    case 'call':
      return emitCall(node, frame, true);
    case 'intrinsic':
      return emitIntrinsic(node, frame, true);
    case 'stat-read':
      return emitStatRead(node, frame);
    case 'bucket-read':
      return emitBucketRead(node, frame);
    case 'bucket-exists':
      return emitBucketExists(node, frame);
    case 'format':
      return emitFormat(node, frame);
    case 'captured':
      return emitCaptured(node, frame);
    case 'captured-turn':
      return emitCapturedTurn(node, frame);
    case 'field':
      return emitField(node, frame);
    case 'load':
      return emitLoad(node, frame);
    case 'argument':
      throw new Error('the user half cannot read the arguments of an event');
  }
}

/** Evaluates for the effect alone. */
export function emitDiscarded(node: ir.Expression, frame: Frame): void {
  switch (node.kind) {
    case 'assign':
      emitAssign(node, frame, false);
      return;
    case 'step':
      emitStep(node, frame, false);
      return;
    case 'call':
      emitCall(node, frame, false);
      return;
    case 'intrinsic':
      emitIntrinsic(node, frame, false);
      return;
    default: {
      // What remains as text only reads, so nothing is lost with it.
      emitExpression(node, frame);
    }
  }
}

function emitStringLiteral(node: ir.StringLiteral, frame: Frame): Value {
  const literal = cString(node.value);
  if (node.value.length < frame.unit.program.limits.maxStringLength) return atom(literal, true);
  frame.madeStrings = true;
  return atom(`stsx_string_copy(c, ${literal})`);
}

function emitMember(node: ir.Member, frame: Frame): Value {
  const array = globalName(frame.unit, node.global);
  const keys = emitKeys(node.keys, [], frame);
  return atom(
    keys.any === 0
      ? `stsx_array_has(${array}, ${keys.text})`
      : `stsx_array_has_matching(${array}, ${keys.text}, ${keys.any})`,
  );
}
