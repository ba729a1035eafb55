/** Types across a call: arguments and parameters tell each other, for every function of the overload chain. */
import type * as ast from '../../ast/ast.ts';
import { inferInto, type InferContext } from './infer-expression.ts';
import type { Type } from './slots.ts';

export function inferCall(node: ast.Call, wanted: Type | undefined, context: InferContext): Type | undefined {
  const { table } = context;
  if (wanted === 'stat') table.problems.invalidType(node.token, wanted);
  let type: Type | undefined;
  for (let callee = context.names.callee(node); callee; callee = callee.nextOverload) {
    const { parameters, result } = table.function(callee);
    type = table.mention(node, result, wanted === 'stat' ? undefined : wanted) ?? type;
    inferInto(node.arguments, parameters, context);
  }
  return type;
}
