/**
 * `@const("NAME")` and `@enum("NAME")` by their numbers: enumerators of the kernel (BTF keeps no preprocessor macros), the run's limits. Names
 * of neither kind are left; lowering says that they are not supported.
 */
import type * as ast from '../../ast/ast.ts';
import { mapTree } from '../../ast/map.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import { isLimitName, limitDefaults, limitNumber } from '../../run-limits.ts';
import type { Session } from '../session.ts';

export function replaceConstants(session: Session, root: ast.Block): ast.Block {
  if (nodesOf(root, 'OperatorCall').length === 0) return root;
  return mapTree(root, {
    expression: (node) => {
      if (node.kind !== 'OperatorCall' || (node.operator !== 'const' && node.operator !== 'enum'))
        return node;
      const [name] = node.arguments;
      const value = name?.kind === 'StringLiteral' ? constantValue(session, name.value) : undefined;
      return value === undefined
        ? node
        : { kind: 'NumberLiteral', value, span: node.span, token: node.token };
    },
  });
}

export function constantValue(session: Session, name: string): bigint | undefined {
  if (!isLimitName(name)) return session.kernel.types?.enumerator(name);
  const set = session.options.defines?.get(name);
  return BigInt((set === undefined ? undefined : limitNumber(set)) ?? limitDefaults[name].value);
}
