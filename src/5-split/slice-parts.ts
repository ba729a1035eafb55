/** Pieces that slicing a handler makes and asks about. */
import type * as ir from '../ir/ir.ts';
import { mapStatementChildren, type Mapper } from '../ir/map.ts';
import { walk } from '../ir/visit.ts';
import type { EventRead, PlacedRead } from './event-reads.ts';

export interface Divided<Node> {
  readonly kernel: Node;
  readonly user: Node;
}

export function valueType(node: EventRead): ir.ScalarType {
  return node.type === 'string' ? 'string' : 'long';
}

export const unplaced: ir.Site = { file: '', line: 0, column: 0, tokenKind: 'identifier', token: '' };

export function block(statements: readonly ir.Statement[]): ir.Block {
  return { kind: 'block', statements };
}

/** Reads that the handler may not do at all: a fault of theirs keeps nothing else from being read. */
export function harmless(statements: readonly ir.Statement[]): readonly ir.Statement[] {
  if (statements.length === 0) return [];
  return [{ kind: 'try', body: block(statements), message: undefined, handler: block([]) }];
}

/** Of two ways that only the user half can choose between, the reads of both. */
export function bothWays(first: ir.Block, second: ir.Block | undefined): readonly ir.Statement[] {
  return [...harmless(withoutJumps(first.statements)), ...harmless(withoutJumps(second?.statements ?? []))];
}

/** A jump out of the first way may not skip the second. */
function withoutJumps(statements: readonly ir.Statement[]): ir.Statement[] {
  const around = { scopes: 0, loops: 0 };
  const inside = (what: keyof typeof around, node: ir.Statement): ir.Statement => {
    around[what]++;
    const mapped = mapStatementChildren(node, mapper);
    around[what]--;
    return mapped;
  };
  const statement = (node: ir.Statement): ir.Statement => {
    switch (node.kind) {
      case 'scope':
        return inside('scopes', node);
      case 'loop':
        return inside('loops', node);
      case 'next':
        return block([]);
      case 'leave':
        return around.scopes > 0 ? node : block([]);
      case 'break':
      case 'continue':
        return around.loops > 0 ? node : block([]);
      default:
        return mapStatementChildren(node, mapper);
    }
  };
  const mapper: Mapper = { expression: (child) => child, statement };
  return statements.map(statement);
}

/** `if (!test) break` */
export function breakUnless(test: ir.Expression): ir.Statement {
  return {
    kind: 'if',
    condition: { kind: 'unary', type: 'long', operator: '!', operand: test },
    then: block([{ kind: 'break' }]),
    otherwise: undefined,
  };
}

/** `local++` or `local--` where nothing but the local's change is wanted: the same as an assignment. */
export function stepAsAssignment(statement: ir.Statement): ir.Statement {
  if (statement.kind !== 'evaluate' || statement.expression.kind !== 'step') return statement;
  const { target, delta } = statement.expression;
  if (target.kind !== 'local') return statement;
  return increment(target, delta);
}

/** `turn`: the local that counts the turns of the loop; undefined: there is one turn. */
export function capturedTurn(
  node: PlacedRead,
  field: number,
  turn: number | undefined,
  late: ir.Expression,
): ir.CapturedTurn {
  return {
    kind: 'captured-turn',
    type: valueType(node),
    field,
    turn: turn === undefined ? { kind: 'long', type: 'long', value: 1n } : readLocal(turn),
    late,
    site: node.site,
  };
}

export function localPlace(local: number): ir.LocalPlace {
  return { kind: 'local', local, type: 'long' };
}

export function readLocal(local: number): ir.Read {
  return { kind: 'read', type: 'long', place: localPlace(local) };
}

export function increment(target: ir.LocalPlace, delta: 1 | -1): ir.Evaluate {
  return {
    kind: 'evaluate',
    expression: {
      kind: 'assign',
      type: 'long',
      target,
      operator: delta === 1 ? '+' : '-',
      value: { kind: 'long', type: 'long', value: 1n },
      site: unplaced,
    },
  };
}

export function assignedLocals(node: ir.Statement): ReadonlySet<number> {
  const assigned = new Set<number>();
  const place = (target: ir.Place | undefined) => {
    if (target?.kind === 'local') assigned.add(target.local);
  };
  walk(node, {
    expression(child) {
      if (child.kind === 'assign' || child.kind === 'step') place(child.target);
    },
    statement(child) {
      if (child.kind === 'foreach') {
        child.keys.forEach(place);
        place(child.value);
      }
      if (child.kind === 'foreach-bucket') {
        place(child.index);
        place(child.value);
      }
      if (child.kind === 'try') place(child.message);
      if (child.kind === 'delete' && child.target.kind === 'local') place(child.target);
    },
  });
  return assigned;
}
