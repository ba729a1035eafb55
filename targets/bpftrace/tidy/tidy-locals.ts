/**
 * Takes out the copies that inlining makes, so that the text reads as if written by hand: a copy of a value that stands still is
 * replaced by the value, and tests between literals are decided. In and out: a body without scopes. The script's own locals stay.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { settlesIn } from './settles.ts';
import { countReads, countWrites, touches } from './uses-of-locals.ts';
import { mapExpressionChildren, mapStatementChildren, type Mapper } from '../../../src/ir/map.ts';
import { walk } from '../../../src/ir/visit.ts';

/** Locals from `firstMade` on were made by the inliner. */
export function tidyLocals(body: ir.Block, firstMade: number): ir.Block {
  let tidied = body;
  for (let changed = true; changed;) {
    const pass = new Pass(tidied, firstMade);
    tidied = { kind: 'block', statements: pass.statements(tidied.statements) };
    ({ changed } = pass);
  }
  return tidied;
}

class Pass {
  changed = false;
  private readonly firstMade: number;
  private readonly body: ir.Block;
  private readonly writes: ReadonlyMap<number, number>;

  constructor(body: ir.Block, firstMade: number) {
    this.body = body;
    this.firstMade = firstMade;
    this.writes = countWrites(body);
  }

  statements(statements: readonly ir.Statement[]): readonly ir.Statement[] {
    const out: ir.Statement[] = [];
    let rest = statements
      .map((statement) => this.folded(statement))
      .filter((statement) => statement !== undefined);
    for (let first = rest[0]; first; first = rest[0]) {
      rest = rest.slice(1);
      const local = madeLocal(first, this.firstMade);
      if (local === undefined) {
        out.push(this.inside(first));
        continue;
      }
      const { value } = local;
      const uses = rest.reduce((sum, statement) => sum + countReads(statement, local.index), 0);
      if (countReads(this.body, local.index) > uses) {
        // What stands behind this block, or before it in a loop, may read it too.
        out.push(first);
      } else if (uses === 0 && isPure(value) && !rest.some((statement) => touches(statement, local.index))) {
        this.changed = true;
      } else if (isZero(value) && settlesIn({ kind: 'block', statements: rest }, local.index)) {
        this.changed = true;
      } else if (this.writes.get(local.index) === 1 && this.movable(value, uses)) {
        this.changed = true;
        rest = rest.map((statement) => substitute(statement, local.index, value));
      } else out.push(first);
    }
    return out;
  }

  /** Evaluating it later, and as often as it is read, gives the same. */
  private movable(value: ir.Expression, uses: number): boolean {
    switch (value.kind) {
      case 'long':
      case 'string':
      case 'argument':
        return true;
      case 'read':
        return value.place.kind === 'local' && (this.writes.get(value.place.local) ?? 0) <= 1;
      case 'intrinsic':
        return (
          value.arguments.length === 0 &&
          value.effects.pure &&
          ['pid', 'tid', 'uid', 'gid', 'execname', 'cpu', 'pp'].includes(value.name)
        );
      default:
        return uses <= 1 && this.standsStill(value);
    }
  }

  private standsStill(value: ir.Expression): boolean {
    let still = true;
    walk(value, {
      expression: (node) => {
        // The calls that are left are those of functions that bpftrace has, which have no effects.
        if (node.kind === 'assign' || node.kind === 'step') still = false;
        if (node.kind === 'member' || node.kind === 'stat-read') still = false;
        if (node.kind === 'intrinsic' && !node.effects.pure) still = false;
        if (
          node.kind === 'read' &&
          !(node.place.kind === 'local' && (this.writes.get(node.place.local) ?? 0) <= 1)
        )
          still = false;
      },
    });
    return still;
  }

  private inside(node: ir.Statement): ir.Statement {
    const mapper: Mapper = {
      expression: (child) => child,
      statement: (child) => this.inside(child),
    };
    switch (node.kind) {
      case 'block':
        return { ...node, statements: this.statements(node.statements) };
      case 'if':
        return {
          ...node,
          then: this.block(node.then),
          otherwise: node.otherwise && this.block(node.otherwise),
        };
      case 'loop':
        return { ...node, body: this.block(node.body) };
      case 'foreach':
      case 'foreach-bucket':
        return { ...node, body: this.block(node.body) };
      case 'try':
        return { ...node, body: this.block(node.body), handler: this.block(node.handler) };
      default:
        return mapStatementChildren(node, mapper);
    }
  }

  private block(node: ir.Block): ir.Block {
    return { kind: 'block', statements: this.statements(node.statements) };
  }

  /** Undefined: nothing is left of it. */
  private folded(given: ir.Statement): ir.Statement | undefined {
    if (given.kind === 'charge') return undefined;
    const node = mapStatementChildren(given, { expression: foldChoices, statement: (child) => child });
    if (node.kind === 'evaluate' && isPure(node.expression)) {
      this.changed = true;
      return undefined;
    }
    if (node.kind !== 'if') return node;
    const condition = literalTruth(node.condition);
    if (condition === undefined) return node;
    this.changed = true;
    return condition ? node.then : node.otherwise;
  }
}

function madeLocal(
  node: ir.Statement,
  firstMade: number,
): { readonly index: number; readonly value: ir.Expression } | undefined {
  if (node.kind !== 'evaluate' || node.expression.kind !== 'assign') return undefined;
  const { target, operator, value } = node.expression;
  if (target.kind !== 'local' || operator !== undefined || target.local < firstMade) return undefined;
  return { index: target.local, value };
}

/** `1 > 0 ? a : b` */
function foldChoices(node: ir.Expression): ir.Expression {
  const inner = mapExpressionChildren(node, { expression: foldChoices, statement: (child) => child });
  if (inner.kind !== 'conditional') return inner;
  const condition = literalTruth(inner.condition);
  if (condition === undefined) return inner;
  return condition ? inner.then : inner.otherwise;
}

function literalTruth(node: ir.Expression): boolean | undefined {
  if (node.kind === 'long') return node.value !== 0n;
  if (node.kind === 'unary' && node.operator === '!') {
    const inner = literalTruth(node.operand);
    return inner === undefined ? undefined : !inner;
  }
  if (node.kind !== 'compare') return undefined;
  const { left, right } = node;
  if (left.kind === 'long' && right.kind === 'long') return compare(node.operator, left.value, right.value);
  if (left.kind === 'string' && right.kind === 'string')
    return compare(node.operator, left.value, right.value);
  return undefined;
}

function compare<Of extends bigint | string>(operator: ir.Compare['operator'], left: Of, right: Of): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
  }
}

function isZero(value: ir.Expression): boolean {
  return (value.kind === 'long' && value.value === 0n) || (value.kind === 'string' && value.value === '');
}

function isPure(value: ir.Expression): boolean {
  let pure = true;
  walk(value, {
    expression(node) {
      if (node.kind === 'assign' || node.kind === 'step') pure = false;
      if (node.kind === 'intrinsic' && !node.effects.pure) pure = false;
    },
  });
  return pure;
}

function substitute(node: ir.Statement, local: number, value: ir.Expression): ir.Statement {
  const mapper: Mapper = {
    expression: (child) =>
      child.kind === 'read' && child.place.kind === 'local' && child.place.local === local
        ? value
        : mapExpressionChildren(child, mapper),
    statement: (child) => mapStatementChildren(child, mapper),
  };
  return mapper.statement(node);
}
