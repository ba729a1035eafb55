/** `@defined(e)`: whether every target-variable expression in `e` can be resolved here (stap(1), CONTEXT VARIABLES). */
import type * as ast from '../../ast/ast.ts';
import { someNode } from '../../ast/visit.ts';
import type { CType } from '../../program/c-type.ts';
import { isTargetExpression, resolveAccess } from './resolve-access.ts';
import type { TargetContext } from './target-context.ts';

export function isDefined(
  context: TargetContext,
  operand: ast.Expression,
  typeOf: (operand: ast.Expression) => CType | undefined = () => undefined,
): boolean {
  const typeOfOperand = (node: ast.Expression): CType | undefined => {
    if (!isTargetExpression(node)) return typeOf(node);
    const resolved = resolveAccess(context, node, typeOfOperand);
    return 'access' in resolved ? resolved.type : undefined;
  };
  const isMissing = (node: ast.Node): boolean =>
    isTargetExpression(node) && !('access' in resolveAccess(context, node, typeOfOperand));
  return !someNode(operand, isMissing);
}
