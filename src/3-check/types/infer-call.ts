/** Types across a call: arguments and parameters tell each other, for every function of the overload chain. */
import type * as ast from '../../ast/ast.ts';
import { inferInto, settled, type InferContext } from './infer-expression.ts';
import type { Type } from './type-table.ts';

export function inferCall(node: ast.Call, wanted: Type | undefined, context: InferContext): Type | undefined {
  const { table } = context;
  let type: Type | undefined;
  for (let callee = context.names.callee(node); callee; callee = callee.nextOverload) {
    const { parameters, result } = table.function(callee);
    if (wanted === 'stat') {
      table.problems.invalidType(node.token, wanted);
    } else {
      type = table.unify(result, type ?? wanted, node.token) ?? type;
    }
    inferInto(node.arguments, parameters, context);
  }
  return settled(node, type, context);
}
