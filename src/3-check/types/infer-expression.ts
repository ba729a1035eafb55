/**
 * The type of an expression. `wanted` is what the place around it needs (undefined: anything); it flows down into names whose type
 * is open, and what is known flows up. One case a kind of expression; the result is undefined while nothing tells.
 */
import type * as ast from '../../ast/ast.ts';
import type { Body } from '../body.ts';
import type { Names } from '../names.ts';
import { inferCall } from './infer-call.ts';
import {
  inferAssignment,
  inferBinary,
  inferComparison,
  inferConcatenation,
  inferConditional,
  operatorType,
} from './infer-operator.ts';
import { inferPrint } from './infer-print.ts';
import type { Slot, Type } from './slots.ts';
import type { TypeTable } from './type-table.ts';

export interface InferContext {
  readonly table: TypeTable;
  readonly names: Names;
  readonly body: Body;
}

export function infer(
  node: ast.Expression,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  const { table } = context;
  switch (node.kind) {
    case 'NumberLiteral':
      return table.literal(node, 'long', wanted);
    case 'StringLiteral':
      return table.literal(node, 'string', wanted);
    case 'Identifier':
      return table.mention(node, slotOf(node, context), wanted);
    case 'Index': {
      const type = table.mention(node, slotOf(node.base, context), wanted);
      inferKeys(node.base, node.keys, context);
      return type;
    }
    case 'Call':
      return inferCall(node, wanted, context);
    case 'Unary':
    case 'Step':
      operatorType(node, [node.operand], 'long', wanted, context);
      infer(node.operand, 'long', context);
      return 'long';
    case 'Binary':
      return inferBinary(node, wanted, context);
    case 'Logical':
      operatorType(node, [node.left, node.right], 'long', wanted, context);
      infer(node.left, 'long', context);
      infer(node.right, 'long', context);
      return 'long';
    case 'Comparison':
      return inferComparison(node, wanted, context);
    case 'Concatenation':
      return inferConcatenation(node, wanted, context);
    case 'RegexMatch':
      operatorType(node, [node.value], 'long', wanted, context);
      infer(node.value, 'string', context);
      return 'long';
    case 'Membership':
      return inferMembership(node, wanted, context);
    case 'Conditional':
      return inferConditional(node, wanted, context);
    case 'Assignment':
      return inferAssignment(node, wanted, context);
    case 'Print':
      return inferPrint(node, wanted, context);
    case 'StatExtract':
      infer(node.stat, 'stat', context);
      return table.settle(node, 'long', wanted === 'stat' ? undefined : wanted);
    case 'Histogram':
      infer(node.stat, 'stat', context);
      return table.settle(node, 'stat', undefined);
    case 'HistogramBucket':
      infer(node.histogram, undefined, context);
      infer(node.index, 'long', context);
      return table.settle(node, 'long', wanted);
    case 'TargetVariable':
    case 'AtVar':
      inferSteps(node.steps, context);
      return table.settle(node, accessType(node, context), wanted);
    case 'Cast':
    case 'Autocast':
      infer(node.operand, 'long', context);
      inferSteps(node.steps, context);
      return table.settle(node, accessType(node, context), wanted);
    case 'EmbeddedExpression':
      return table.settle(node, node.code.includes('/* string */') ? 'string' : 'long', wanted);
    case 'OperatorCall':
      for (const argument of node.arguments) infer(argument, undefined, context);
      return table.settle(node, node.operator === 'enumname' ? 'string' : 'long', wanted);
    case 'Defined':
    case 'Entry':
    case 'ProbeWrite':
    case 'Perf':
      return table.settle(node, 'long', wanted);
  }
}

/** The slot of a scalar, or of an array's values. */
export function slotOf(node: ast.Identifier, context: InferContext): Slot {
  const symbol = context.names.globalOf(context.body, node.name);
  return symbol ? context.table.global(symbol).value : context.table.local(context.body, node.name);
}

function inferMembership(
  node: ast.Membership,
  wanted: Type | undefined,
  context: InferContext,
): Type | undefined {
  if (node.base.kind === 'Identifier') inferKeys(node.base, node.keys, context);
  else {
    infer(node.base, undefined, context);
    for (const key of node.keys) if (key.kind !== 'Wildcard') infer(key, 'long', context);
  }
  return context.table.settle(node, 'long', wanted);
}

export function inferKeys(
  base: ast.Identifier,
  keys: readonly (ast.Expression | ast.Wildcard)[],
  context: InferContext,
): void {
  const symbol = context.names.globalOf(context.body, base.name);
  if (symbol) inferInto(keys, context.table.global(symbol).keys, context);
}

/** Keys of an array, or arguments of a call: each and its slot tell each other. */
export function inferInto(
  values: readonly (ast.Expression | ast.Wildcard)[],
  slots: readonly Slot[],
  context: InferContext,
): void {
  const { table } = context;
  for (const [place, value] of values.entries()) {
    const slot = slots[place];
    if (slot === undefined || value.kind === 'Wildcard') continue;
    const type = infer(value, slot.type === 'stat' ? undefined : slot.type, context);
    if (type === 'stat') table.problems.invalidType(value.token, type);
    else if (type !== undefined && slot.type === undefined) table.tell(slot, type, value.token);
    else if (type !== undefined && slot.type !== undefined && type !== slot.type) {
      table.problems.index(value.token, place, type, slot.first);
    }
  }
}

function inferSteps(steps: readonly ast.AccessStep[], context: InferContext): void {
  for (const step of steps) if (step.kind === 'index') infer(step.index, 'long', context);
}

function accessType(node: ast.Expression, context: InferContext): Type | undefined {
  const { program, problems } = context.table;
  const unresolved = program.unresolvedAccesses.get(node);
  if (unresolved) {
    problems.unresolvedAccess(unresolved);
    return undefined;
  }
  return program.accesses.get(node)?.kind === 'text' ? 'string' : 'long';
}
