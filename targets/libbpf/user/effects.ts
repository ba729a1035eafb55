/**
 * Which expressions may be evaluated later than they stand: what each reads and what it changes. `state` stands for all globals and
 * everything that the run-time library keeps (the last regex match, the clock); locals are told apart.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import { isInline } from '../intrinsics.ts';

interface Effects {
  readonly locals: ReadonlySet<number>;
  readonly state: boolean;
}

function reads(node: ir.Expression): Effects {
  const locals = new Set<number>();
  let state = false;
  walk(node, {
    place(place) {
      if (place.kind === 'local') locals.add(place.local);
      else state = true;
    },
    statPlace() {
      state = true;
    },
    expression(child) {
      if (child.kind === 'member' || child.kind === 'call') state = true;
      if (child.kind === 'intrinsic' && !isInline(child.name)) state = true;
    },
  });
  return { locals, state };
}

function writes(node: ir.Expression): Effects {
  const locals = new Set<number>();
  let state = false;
  walk(node, {
    expression(child) {
      if (child.kind === 'assign' || child.kind === 'step') {
        if (child.target.kind === 'local') locals.add(child.target.local);
        else state = true;
      }
      if (child.kind === 'call' || child.kind === 'regex') state = true;
      if (child.kind === 'intrinsic' && !isInline(child.name)) state = true;
    },
  });
  return { locals, state };
}

/** Its value depends on globals or on what the library keeps. */
export function readsState(node: ir.Expression): boolean {
  return reads(node).state;
}

/** Evaluating `later` may change the value that `earlier` has when it is evaluated after it. */
export function disturbs(later: ir.Expression, earlier: ir.Expression): boolean {
  const written = writes(later);
  if (!written.state && written.locals.size === 0) return false;
  const read = reads(earlier);
  return (written.state && read.state) || [...written.locals].some((local) => read.locals.has(local));
}

/** Locals that something assigns to: those that nothing does keep the value they come with. */
export function assignedLocals(body: ir.Statement): ReadonlySet<number> {
  const assigned = new Set<number>();
  const place = (target: ir.Place | undefined) => {
    if (target?.kind === 'local') assigned.add(target.local);
  };
  walk(body, {
    expression(child) {
      if (child.kind === 'assign' || child.kind === 'step') place(child.target);
    },
    statement(child) {
      if (child.kind === 'foreach') child.keys.forEach(place);
      if (child.kind === 'foreach' || child.kind === 'foreach-bucket') place(child.value);
      if (child.kind === 'foreach-bucket') place(child.index);
      if (child.kind === 'try') place(child.message);
      if (child.kind === 'delete' && child.target.kind === 'local') place(child.target);
    },
  });
  return assigned;
}

/** Locals whose value some expression takes. */
export function readLocals(body: ir.Statement): ReadonlySet<number> {
  const read = new Set<number>();
  walk(body, {
    expression(child) {
      if (child.kind === 'read' && child.place.kind === 'local') read.add(child.place.local);
    },
  });
  return read;
}
