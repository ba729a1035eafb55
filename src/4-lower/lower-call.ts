/** Calls: of script functions by the head of their overload chain, of intrinsics directly. */
import type * as ast from '../ast/ast.ts';
import type * as ir from '../ir/ir.ts';
import type { FunctionSymbol } from '../program/program.ts';
import { lowerExpression } from './lower-expression.ts';
import { siteOf, type Scope } from './scope.ts';

export function lowerCall(node: ast.Call, scope: Scope): ir.Expression {
  const { typed } = scope.lowering;
  const callee = typed.callee(node);
  if (callee === undefined) throw new Error(`nothing called ${node.name}`);
  const values = node.arguments.map((argument) => lowerExpression(argument, scope));
  const site = siteOf(node.token);
  if (callee.body.kind === 'intrinsic') return intrinsicCall(callee, values, site);
  // The program's own functions have the first ids, in their order.
  const id = scope.lowering.functionId(callee);
  return { kind: 'call', type: typed.functions[id]?.result ?? 'void', function: id, arguments: values, site };
}

export function intrinsicCall(
  symbol: FunctionSymbol,
  values: readonly ir.Expression[],
  site: ir.Site,
): ir.Intrinsic {
  if (symbol.body.kind !== 'intrinsic') throw new Error(`${symbol.name} is no intrinsic`);
  const { name, pure, context, maxLength } = symbol.body;
  return {
    kind: 'intrinsic',
    type: symbol.declaration.type ?? 'void',
    name,
    arguments: values,
    effects: { pure, context, maxLength },
    site,
  };
}
