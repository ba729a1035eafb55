/**
 * `x = e` where the local x is never read becomes `e`; a catch variable that is never read goes. Only plain assignments and `<<<`:
 * `x += e` reads x. Whether `e` itself stays is for drop-dead-statements to say.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import { rootsOf, withBlock, type Body } from '../body.ts';
import type { Names } from '../names.ts';
import { isTargetAccess, usesOf } from '../uses.ts';
import type { WarnOnce } from './warn-once.ts';

export function dropUnreadAssignments(bodies: readonly Body[], names: Names, warn: WarnOnce): Body[] {
  const readGlobals = new Set<string>();
  for (const body of bodies) {
    for (const root of rootsOf(body)) {
      const uses = usesOf(root, body, names);
      for (const name of [...uses.readGlobals, ...uses.updatedGlobals]) readGlobals.add(name);
    }
  }

  return bodies.map((body) => {
    const { readLocals } = usesOf(body.block, body, names);

    function isUnreadCatch({ variable }: ast.TryStatement): boolean {
      if (variable === undefined) return false;
      const { name } = variable;
      return names.globalOf(body, name) ? !readGlobals.has(name) : !readLocals.has(name);
    }

    function unreadTarget({ target, operator }: ast.Assignment): string | undefined {
      if (target.kind !== 'Identifier' || (operator !== '=' && operator !== '<<<')) return undefined;
      const { name } = target;
      return names.globalOf(body, name) || readLocals.has(name) ? undefined : name;
    }

    function rewrite(node: ast.Node): ast.Node {
      if (isTargetAccess(node as ast.Expression)) return node;
      const rebuilt = mapChildren(node, rewrite);
      if (rebuilt.kind === 'TryStatement') {
        return isUnreadCatch(rebuilt) ? { ...rebuilt, variable: undefined } : rebuilt;
      }
      const unread = rebuilt.kind === 'Assignment' ? unreadTarget(rebuilt) : undefined;
      if (rebuilt.kind !== 'Assignment' || unread === undefined) return rebuilt;
      warn('STSX3101', rebuilt.token, unread);
      return rebuilt.value;
    }

    const isClean =
      !nodesOf(body.block, 'TryStatement').some(isUnreadCatch) &&
      nodesOf(body.block, 'Assignment').every((node) => unreadTarget(node) === undefined);
    return isClean ? body : withBlock(body, rewrite(body.block) as ast.Block);
  });
}
