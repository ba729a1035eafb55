/**
 * Which globals hold pointers, as far as plain assignments of target variables tell, also by way of locals: the report of unread globals
 * shows those in hexadecimal. In: the typed program; out: names.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import type { Access, TypedProgram } from '../program/program.ts';
import type { CType } from '../program/c-type.ts';

export function pointerGlobals(typed: TypedProgram): ReadonlySet<string> {
  const globals = new Set<string>();
  const bodies = [...typed.probes, ...typed.functions].map(({ body, locals }) => ({
    body,
    locals: new Set(locals.map(({ name }) => name)),
    pointers: new Set<string>(),
  }));
  const found = () => bodies.reduce((total, { pointers }) => total + pointers.size, globals.size);
  for (let before = -1; before !== found();) {
    before = found();
    for (const { body, locals, pointers } of bodies) {
      const namesOf = (name: string) => (locals.has(name) ? pointers : globals);
      const isPointer = (node: ast.Expression): boolean => {
        if (node.kind === 'Conditional') return isPointer(node.then) && isPointer(node.otherwise);
        const base = node.kind === 'Index' ? node.base : node;
        if (base.kind === 'Identifier') return namesOf(base.name).has(base.name);
        const access = typed.accesses.get(node);
        return access !== undefined && givesPointer(access);
      };
      for (const { operator, target, value } of nodesOf(body, 'Assignment')) {
        const base = target.kind === 'Index' ? target.base : target;
        if (operator === '=' && base.kind === 'Identifier' && isPointer(value))
          namesOf(base.name).add(base.name);
      }
    }
  }
  return globals;
}

function givesPointer(access: Access): boolean {
  if (access.kind === 'text') return false;
  if (access.addressOf) return true;
  let type: CType = access.type;
  for (const step of access.steps) {
    if (step.kind !== 'dereference') ({ type } = step);
    else if (type.kind === 'pointer') type = type.to;
  }
  return type.kind === 'pointer';
}
