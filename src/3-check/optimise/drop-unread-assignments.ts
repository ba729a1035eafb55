/**
 * `x = e` where the local x is never read becomes `e`; a catch variable that is never read goes. Only plain assignments and `<<<`:
 * `x += e` reads x. Whether `e` itself stays is for drop-dead-statements to say.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import type { Body } from '../body.ts';
import type { Names } from '../names.ts';
import { isTargetAccess, usesOf } from '../uses.ts';
import type { WarnOnce } from './warn-once.ts';

export function dropUnreadAssignments(bodies: readonly Body[], names: Names, warn: WarnOnce): Body[] {
  const readGlobals = new Set<string>();
  const readByBody = bodies.map((body) => {
    const uses = usesOf([body.block], body, names);
    for (const name of uses.readGlobals) readGlobals.add(name);
    if (body.kind === 'probe' && body.condition)
      for (const name of usesOf([body.condition], body, names).readGlobals) readGlobals.add(name);
    return uses.readLocals;
  });

  return bodies.map((body, place) => {
    const readLocals = readByBody[place] ?? new Set();
    const isUnreadLocal = (name: string) => !names.globalOf(body, name) && !readLocals.has(name);

    function rewrite(node: ast.Node): ast.Node {
      if (isTargetAccess(node as ast.Expression)) return node;
      const rebuilt = mapChildren(node, rewrite);
      if (rebuilt.kind === 'TryStatement' && rebuilt.variable) {
        const { name } = rebuilt.variable;
        const isRead = names.globalOf(body, name) ? readGlobals.has(name) : readLocals.has(name);
        return isRead ? rebuilt : { ...rebuilt, variable: undefined };
      }
      if (rebuilt.kind !== 'Assignment' || rebuilt.target.kind !== 'Identifier') return rebuilt;
      if (rebuilt.operator !== '=' && rebuilt.operator !== '<<<') return rebuilt;
      if (!isUnreadLocal(rebuilt.target.name)) return rebuilt;
      warn('STSX3101', rebuilt.token, rebuilt.target.name);
      return rebuilt.value;
    }

    return { ...body, block: rewrite(body.block) as ast.Block };
  });
}
