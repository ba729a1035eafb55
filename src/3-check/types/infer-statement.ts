/** Types across statements: what conditions, loops, returns and catch clauses want. */
import type * as ast from '../../ast/ast.ts';
import { infer, inferInto, type InferContext } from './infer-expression.ts';
import type { GlobalSlots } from './slots.ts';

export function inferStatement(node: ast.Statement, context: InferContext): void {
  switch (node.kind) {
    case 'Block':
      for (const statement of node.statements) inferStatement(statement, context);
      return;
    case 'ExpressionStatement':
      infer(node.expression, undefined, context);
      return;
    case 'IfStatement':
      infer(node.condition, 'long', context);
      inferStatement(node.then, context);
      if (node.otherwise) inferStatement(node.otherwise, context);
      return;
    case 'WhileStatement':
      infer(node.condition, 'long', context);
      inferStatement(node.body, context);
      return;
    case 'ForStatement':
      if (node.initial) infer(node.initial, undefined, context);
      if (node.condition) infer(node.condition, 'long', context);
      if (node.step) infer(node.step, undefined, context);
      inferStatement(node.body, context);
      return;
    case 'ForeachStatement': {
      inferForeach(node, context);
      return;
    }
    case 'TryStatement':
      inferStatement(node.body, context);
      if (node.variable) infer(node.variable, 'string', context);
      inferStatement(node.handler, context);
      return;
    case 'ReturnStatement': {
      inferReturn(node, context);
      return;
    }
    case 'DeleteStatement':
      infer(node.target, undefined, context);
      return;
    case 'EmptyStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'NextStatement':
      return;
  }
}

function inferForeach(node: ast.ForeachStatement, context: InferContext): void {
  const { table, names, body } = context;
  if (node.base.kind === 'Histogram') {
    infer(node.base, undefined, context);
    for (const key of node.keys) infer(key, 'long', context);
    if (node.value) infer(node.value, 'long', context);
  } else {
    const symbol = names.globalOf(body, node.base.name);
    if (symbol) inferForeachNames(node, table.global(symbol), context);
  }
  if (node.limit) infer(node.limit, 'long', context);
  inferStatement(node.body, context);
}

function inferForeachNames(
  node: ast.ForeachStatement,
  { keys, value }: GlobalSlots,
  context: InferContext,
): void {
  const { table } = context;
  for (const [place, key] of node.keys.entries()) {
    const slot = keys[place];
    const type = infer(key, slot?.type, context);
    if (slot && type !== undefined) table.tell(slot, type, key.token);
  }
  if (node.slice) inferInto(node.slice, keys, context);
  if (node.sort?.operator && value.type !== undefined && value.type !== 'stat') {
    table.problems.invalidType(node.base.token, value.type);
  }
  if (!node.value) return;
  if (value.type === 'stat') {
    table.problems.invalidType(node.value.token, value.type);
    return;
  }
  const type = infer(node.value, value.type, context);
  if (type !== undefined) table.tell(value, type, node.value.token);
}

function inferReturn(node: ast.ReturnStatement, context: InferContext): void {
  const { table, body } = context;
  if (body.kind !== 'function') return;
  const { result } = table.function(body.symbol);
  if (!node.value) {
    if (result.type !== undefined) table.problems.noResult(node.token, result.type);
    return;
  }
  const type = infer(node.value, result.type, context);
  if (type === 'stat') table.problems.invalidType(node.value.token, type);
  else if (type !== undefined) table.tell(result, type, node.value.token);
}
