/** Which values are never below 0, so that bpftrace's unsigned division is right for them. In: handlers. Out: answers. */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import { knownFunction } from '../functions.ts';
import { intrinsicRow } from '../intrinsics.ts';
import type { ScriptHandler } from './storage.ts';

/** Locals that only ever get what is not negative. */
export function nonNegativeLocals(handler: ScriptHandler, program: ir.Program): ReadonlySet<number> {
  const values = new Map<number, ir.Expression[]>();
  const unknown = new Set<number>();
  walk(handler.body, {
    expression(node) {
      if (node.kind === 'step' && node.target.kind === 'local' && node.delta < 0)
        unknown.add(node.target.local);
      if (node.kind !== 'assign' || node.target.kind !== 'local') return;
      if (node.operator !== undefined && node.operator !== '+') unknown.add(node.target.local);
      values.set(node.target.local, [...(values.get(node.target.local) ?? []), node.value]);
    },
    statement(node) {
      if (node.kind === 'foreach') {
        for (const place of [...node.keys, node.value]) if (place?.kind === 'local') unknown.add(place.local);
      }
    },
  });
  const good = new Set(handler.locals.map(({ index }) => index).filter((local) => !unknown.has(local)));
  for (let changed = true; changed;) {
    changed = false;
    for (const local of good) {
      const all = (values.get(local) ?? []).every((value) => isNonNegative(value, good, program));
      if (!all) {
        good.delete(local);
        changed = true;
      }
    }
  }
  return good;
}

export function isNonNegative(
  node: ir.Expression,
  locals: ReadonlySet<number>,
  program: ir.Program,
): boolean {
  const inner = (child: ir.Expression) => isNonNegative(child, locals, program);
  switch (node.kind) {
    case 'long':
      return node.value >= 0n;
    case 'read':
      return node.place.kind === 'local' && locals.has(node.place.local);
    case 'compare':
    case 'logical':
    case 'member':
      return true;
    case 'conditional':
      return inner(node.then) && inner(node.otherwise);
    case 'stat-read':
      return node.operator === 'count';
    case 'argument':
      return isNarrowUnsigned(node.ctype);
    case 'field': {
      const type = node.path.at(-1)?.ctype;
      return node.result === 'load' && type !== undefined && isNarrowUnsigned(type);
    }
    case 'intrinsic': {
      const gives = intrinsicRow(node.name)?.gives;
      return gives?.kind === 'number' && gives.nonNegative;
    }
    case 'call': {
      const fn = program.functions[node.function];
      return fn !== undefined && knownFunction(fn)?.type === 'number';
    }
    case 'binary':
      if (node.operator === '&') return inner(node.left) || inner(node.right);
      return ['+', '/', '%', '>>', '|'].includes(node.operator) && inner(node.left) && inner(node.right);
    default:
      return false;
  }
}

function isNarrowUnsigned(type: ir.Argument['ctype']): boolean {
  return (type.kind === 'integer' || type.kind === 'enum') && !type.signed && type.size < 8;
}
