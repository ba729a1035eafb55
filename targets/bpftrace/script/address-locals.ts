/**
 * Locals that hold what bpftrace turns into text only where it prints it: ntop(), ksym(). Such a variable takes no other kind of text, so
 * it begins as the same call of 0. In: a body. Out: by local the text of that first value, and whether a path may print it.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { mapBlock, mapStatementChildren, type Mapper } from '../../../src/ir/map.ts';
import { walk } from '../../../src/ir/visit.ts';
import { knownFunction } from '../functions.ts';
import { intrinsicRow } from '../intrinsics.ts';
import { touches } from '../tidy/uses-of-locals.ts';

export interface AddressLocal {
  readonly initial: string;
  /** Some path reads it before it was set: there SystemTap has "". */
  readonly mayBeUnset: boolean;
}

export function addressLocals(body: ir.Block, program: ir.Program): ReadonlyMap<number, AddressLocal> {
  const values = new Map<number, ir.Expression[]>();
  walk(body, {
    expression(node) {
      if (node.kind !== 'assign' || node.type !== 'string' || node.target.kind !== 'local') return;
      if (node.value.kind === 'string' && node.value.value === '') return;
      values.set(node.target.local, [...(values.get(node.target.local) ?? []), node.value]);
    },
  });
  const found = new Map<number, AddressLocal>();
  for (let size = -1; size !== found.size;) {
    ({ size } = found);
    for (const [local, assigned] of values) {
      const [initial, ...others] = new Set(assigned.map((value) => initialText(value, program, found)));
      if (initial === undefined || others.length > 0) continue;
      found.set(local, { initial, mayBeUnset: !isSet(body.statements, local) });
    }
  }
  return found;
}

/** Without the "" that such a local begins with: what is written at the head of the handler stands for it. */
export function withoutUnsetTexts(body: ir.Block, addresses: ReadonlyMap<number, AddressLocal>): ir.Block {
  const mapper: Mapper = {
    expression: (node) => node,
    statement: (node) =>
      isUnsetText(node, addresses) ? { kind: 'block', statements: [] } : mapStatementChildren(node, mapper),
  };
  return addresses.size === 0 ? body : mapBlock(body, mapper);
}

function isUnsetText(node: ir.Statement, addresses: ReadonlyMap<number, AddressLocal>): boolean {
  if (node.kind !== 'evaluate' || node.expression.kind !== 'assign') return false;
  const { target, value } = node.expression;
  return target.kind === 'local' && addresses.has(target.local) && value.kind === 'string';
}

function initialText(
  value: ir.Expression,
  program: ir.Program,
  found: ReadonlyMap<number, AddressLocal>,
): string | undefined {
  switch (value.kind) {
    case 'read':
      return value.place.kind === 'local' ? found.get(value.place.local)?.initial : undefined;
    case 'call': {
      const fn = program.functions[value.function];
      const known = fn && knownFunction(fn);
      return known?.type === 'address-text' ? known.text.replace('$0', '0') : undefined;
    }
    case 'intrinsic': {
      const row = intrinsicRow(value.name);
      return row?.gives.kind === 'address-text' ? row.text.replace('$0', '0') : undefined;
    }
    default:
      return undefined;
  }
}

/** Whichever way these statements go, the local is set before anything else happens to it. */
function isSet(statements: readonly ir.Statement[], local: number): boolean {
  const first = statements.find((statement) => touches(statement, local));
  if (first === undefined) return true;
  switch (first.kind) {
    case 'block':
      return isSet(first.statements, local);
    case 'evaluate': {
      const { expression } = first;
      if (expression.kind !== 'assign' || expression.target.kind !== 'local') return false;
      if (expression.target.local !== local || expression.operator !== undefined) return false;
      // The "" that a call's result begins with says nothing yet.
      return expression.value.kind === 'string'
        ? isSet(statements.slice(statements.indexOf(first) + 1), local)
        : true;
    }
    case 'if': {
      const behind = statements.slice(statements.indexOf(first) + 1);
      return [first.then, first.otherwise].every((branch) =>
        isSet([...(branch?.statements ?? []), ...behind], local),
      );
    }
    default:
      return false;
  }
}
