/**
 * `x = e` where the local x is never read becomes `e`; a catch variable that is never read goes. Only plain assignments and `<<<`:
 * `x += e` reads x. Whether `e` itself stays is for drop-dead-statements to say.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import type { Body } from '../body.ts';
import type { Names } from '../names.ts';
import { analyseUses, isTargetAccess } from '../uses.ts';
import type { WarnOnce } from './warn-once.ts';

export function dropUnreadAssignments(bodies: readonly Body[], names: Names, warn: WarnOnce): Body[] {
  const analysis = analyseUses(bodies, names);
  const readGlobals = new Set<string>();
  for (const body of bodies) {
    for (const name of analysis.of(body.block, body).readGlobals) readGlobals.add(name);
    if (body.kind === 'probe')
      for (const name of analysis.of(body.condition, body).readGlobals) readGlobals.add(name);
  }

  return bodies.map((body) => {
    const { readLocals } = analysis.of(body.block, body);
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
