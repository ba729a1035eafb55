/**
 * Divides a streamed handler. In: a handler whose memory-reading calls are inlined. Out: the guard and the capture part for the
 * kernel half, the record's fields, and the user part.
 *
 * The kernel's part is the handler itself, less what only the user half can do: it keeps the assignments, tests and tries that
 * event reads depend on, so each read sees the address that the handler would have computed. Where a test is the user
 * half's alone, both branches are captured; a read is harmless, and a fault counts only where the user part uses the field.
 */
import type * as ir from '../ir/ir.ts';
import { mapExpressionChildren, mapStatementChildren, type Mapper } from '../ir/map.ts';
import { walk } from '../ir/visit.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { isAmbient, isEventRead, kernelObstacle, type EventRead } from './event-reads.ts';
import type { StreamedPart } from './plan.ts';
import { pruneKernelPart } from './prune-kernel-part.ts';
import { readKey } from './read-key.ts';
import { localLengths, stringLength, type ProgramLengths } from './string-lengths.ts';
import { isLocalAssignment, takeGuard, type LocalAssignment } from './take-guard.ts';

/** An event read that the kernel half cannot do: its address is the user half's, or it has no such intrinsic. */
export interface Unreadable {
  readonly read: EventRead;
  readonly obstacle: string;
}

export function sliceHandler(
  body: ir.Block,
  locals: readonly ir.Local[],
  /** Ambient reads of functions that the handler calls. */
  calledAmbients: readonly ir.Intrinsic[],
  point: ir.Probe['point'],
  lengths: ProgramLengths,
  capabilities: KernelCapabilities,
  /** Each event gets a record, those too that the handler rejects at once. */
  recording: boolean,
): StreamedPart | readonly Unreadable[] {
  const guarded = recording ? { guard: noStatements, rest: body } : takeGuard(body, capabilities);
  const slicer = new Slicer(capabilities, point);
  for (const ambient of calledAmbients) slicer.calledAmbient(ambient);
  const sliced = slicer.block(guarded.rest);
  if (slicer.unreadable.length > 0) return slicer.unreadable;
  const kernel: ir.Block = { kind: 'block', statements: [...slicer.first, ...sliced.kernel.statements] };
  const localLength = localLengths(
    { kind: 'block', statements: [...guarded.guard.statements, ...kernel.statements] },
    locals,
    lengths,
  );
  const pruned = pruneKernelPart(guarded.guard, kernel);
  return {
    guard: pruned.guard,
    capture: pruned.capture,
    fields: slicer.fields.map(({ value, ambient, key }) => ({
      key,
      type: valueType(value),
      maxLength:
        value.type === 'string' ? stringLength(value, (local) => localLength[local] ?? 0, lengths) : 0,
      ambient,
    })),
    kernelLocals: locals.map((local) => ({ ...local, maxLength: localLength[local.index] ?? 0 })),
    userBody: sliced.user,
    userLocals: locals,
  };
}

const noStatements: ir.Block = { kind: 'block', statements: [] };

interface Divided<Node> {
  readonly kernel: Node;
  readonly user: Node;
}

class Slicer {
  readonly fields: {
    readonly value: EventRead;
    readonly ambient: string | undefined;
    readonly key: string;
  }[] = [];
  readonly unreadable: Unreadable[] = [];
  /** Captures that depend on nothing: ambient reads and arguments. */
  readonly first: ir.Statement[] = [];
  private readonly fieldOfName = new Map<string, number>();
  /** Locals whose value the kernel part does not know here. */
  private unknown = new Set<number>();
  /** Statements met that only the user half runs: at each it may leave where the kernel part goes on. */
  private divergences = 0;
  /** Labels of the scopes around. */
  private readonly path: (string | undefined)[] = [];
  private readonly capabilities: KernelCapabilities;
  private readonly point: ir.Probe['point'];

  constructor(capabilities: KernelCapabilities, point: ir.Probe['point']) {
    this.capabilities = capabilities;
    this.point = point;
  }

  block(node: ir.Block): Divided<ir.Block> {
    const kernel: ir.Statement[] = [];
    const user = node.statements.map((statement) => this.statement(statement, kernel));
    return { kernel: { kind: 'block', statements: kernel }, user: { kind: 'block', statements: user } };
  }

  /** An ambient read of a function that the handler calls. */
  calledAmbient(node: ir.Intrinsic): void {
    if (this.readable(node)) this.once(node.name, node, node.name, node.site);
  }

  /** Appends the kernel's share to `kernel`, returns the user's. */
  private statement(node: ir.Statement, kernel: ir.Statement[]): ir.Statement {
    switch (node.kind) {
      case 'block': {
        const divided = this.block(node);
        kernel.push(...divided.kernel.statements);
        return divided.user;
      }
      case 'if':
        return this.test(node, kernel);
      case 'try':
        return this.attempt(node, kernel);
      case 'scope': {
        this.path.push(node.label);
        const body = this.mayLeaveEarly(node, () => this.block(node.body));
        this.path.pop();
        kernel.push({ ...node, body: body.kernel });
        return { ...node, body: body.user };
      }
      case 'loop':
      case 'foreach':
      case 'foreach-bucket':
        return this.repeated(node, kernel);
      case 'evaluate':
        if (isLocalAssignment(node)) return this.assignment(node, kernel);
        break;
      case 'leave':
      case 'next':
        kernel.push(node);
        return node;
      case 'return':
        break;
      default:
        break;
    }
    return this.others(node, kernel);
  }

  private attempt(node: ir.Try, kernel: ir.Statement[]): ir.Statement {
    const before = new Set(this.unknown);
    const body = this.mayLeaveEarly(node, () => this.block(node.body));
    const afterBody = new Set(this.unknown);
    for (const local of before) this.unknown.add(local);
    for (const local of assignedLocals(node.body)) this.unknown.add(local);
    if (node.message?.kind === 'local') this.unknown.add(node.message.local);
    const handler = this.block(node.handler);
    // What is known after it must be known whichever way it went.
    for (const local of afterBody) this.unknown.add(local);
    kernel.push({ ...node, message: undefined, body: body.kernel, handler: handler.kernel });
    return { ...node, body: body.user, handler: handler.user };
  }

  /** Slices a part that the user half may leave where the kernel part cannot tell: then what it assigns is not known after it. */
  private mayLeaveEarly(node: ir.Statement, slice: () => Divided<ir.Block>): Divided<ir.Block> {
    const outer = this.divergences;
    const divided = slice();
    if (this.divergences > outer) for (const local of assignedLocals(node)) this.unknown.add(local);
    return divided;
  }

  /** A statement of which the kernel does no more than its reads. */
  private others(node: ir.Statement, kernel: ir.Statement[]): ir.Statement {
    if (node.kind !== 'charge') this.divergences++;
    const user = mapStatementChildren(node, {
      expression: (child) => this.expression(child, kernel),
      statement: (child) => child,
    });
    this.forget(node);
    return user;
  }

  private assignment(node: LocalAssignment, kernel: ir.Statement[]): ir.Statement {
    const { target, value, operator } = node.expression;
    const computable = this.kernelKnows(value) && (operator === undefined || !this.unknown.has(target.local));
    const userValue = this.expression(value, kernel);
    if (computable) {
      // The kernel takes what it just captured instead of reading it twice.
      kernel.push({ ...node, expression: { ...node.expression, value: userValue } });
      if (operator === undefined) this.unknown.delete(target.local);
    } else {
      this.unknown.add(target.local);
      this.divergences++;
    }
    return { ...node, expression: { ...node.expression, value: userValue } };
  }

  private test(node: ir.If, kernel: ir.Statement[]): ir.Statement {
    const computable = this.kernelKnows(node.condition);
    const condition = this.expression(node.condition, kernel);
    const before = this.unknown;
    this.unknown = new Set(before);
    const then = this.block(node.then);
    const afterThen = this.unknown;
    this.unknown = new Set(computable ? before : afterThen);
    if (!computable) for (const local of assignedLocals(node.then)) this.unknown.add(local);
    const otherwise = node.otherwise && this.block(node.otherwise);
    for (const local of afterThen) this.unknown.add(local);
    if (computable) {
      kernel.push({ kind: 'if', condition, then: then.kernel, otherwise: otherwise?.kernel });
    } else {
      this.divergences++;
      kernel.push(
        ...harmless(withoutJumps(then.kernel.statements)),
        ...harmless(withoutJumps(otherwise?.kernel.statements ?? [])),
      );
      for (const local of assignedLocals(node)) this.unknown.add(local);
    }
    return { ...node, condition, then: then.user, otherwise: otherwise?.user };
  }

  /** Reads inside a loop are done once, before it; they may not depend on what the loop changes. */
  private repeated(node: ir.Loop | ir.Foreach | ir.ForeachBucket, kernel: ir.Statement[]): ir.Statement {
    this.divergences++;
    for (const local of assignedLocals(node)) this.unknown.add(local);
    const mapper: Mapper = {
      expression: (child) => this.expression(child, kernel),
      statement: (child) => mapStatementChildren(child, mapper),
    };
    return mapStatementChildren(node, mapper);
  }

  private expression(node: ir.Expression, kernel: ir.Statement[]): ir.Expression {
    if (isAmbient(node)) return this.readable(node) ? this.once(node.name, node, undefined, node.site) : node;
    if (isEventRead(node)) {
      if (!this.readable(node)) return node;
      if (node.kind === 'argument') return this.once(`argument ${node.index}`, node, undefined, unplaced);
      const field = this.field(node, undefined);
      kernel.push({ kind: 'capture', field, value: node });
      return { kind: 'captured', type: valueType(node), field, site: node.site };
    }
    if (node.kind === 'conditional') return this.choice(node, kernel);
    if (node.kind === 'logical') return this.shortCircuit(node, kernel);
    const user = mapExpressionChildren(node, {
      expression: (child) => this.expression(child, kernel),
      statement: (child) => child,
    });
    if ((node.kind === 'assign' || node.kind === 'step') && node.target.kind === 'local') {
      this.unknown.add(node.target.local);
    }
    return user;
  }

  private choice(node: ir.Conditional, kernel: ir.Statement[]): ir.Expression {
    const computable = this.kernelKnows(node.condition);
    const condition = this.expression(node.condition, kernel);
    const then: ir.Statement[] = [];
    const otherwise: ir.Statement[] = [];
    const user = {
      ...node,
      condition,
      then: this.expression(node.then, then),
      otherwise: this.expression(node.otherwise, otherwise),
    };
    if (then.length + otherwise.length === 0) return user;
    if (computable) {
      const second = otherwise.length === 0 ? undefined : block(otherwise);
      kernel.push({ kind: 'if', condition, then: block(then), otherwise: second });
    } else {
      kernel.push(...harmless(then), ...harmless(otherwise));
    }
    return user;
  }

  private shortCircuit(node: ir.Logical, kernel: ir.Statement[]): ir.Expression {
    const computable = this.kernelKnows(node.left);
    const left = this.expression(node.left, kernel);
    const reads: ir.Statement[] = [];
    const right = this.expression(node.right, reads);
    if (reads.length > 0 && computable) {
      const condition: ir.Expression =
        node.operator === '&&' ? left : { kind: 'unary', type: 'long', operator: '!', operand: left };
      kernel.push({ kind: 'if', condition, then: block(reads), otherwise: undefined });
    } else {
      kernel.push(...harmless(reads));
    }
    return { ...node, left, right };
  }

  private readable(node: EventRead): boolean {
    const obstacle = kernelObstacle(node, (local) => !this.unknown.has(local), this.capabilities);
    if (obstacle !== undefined) this.unreadable.push({ read: node, obstacle });
    return obstacle === undefined;
  }

  private kernelKnows(node: ir.Expression): boolean {
    return kernelObstacle(node, (local) => !this.unknown.has(local), this.capabilities) === undefined;
  }

  private once(name: string, value: EventRead, ambient: string | undefined, site: ir.Site): ir.Captured {
    let field = this.fieldOfName.get(name);
    if (field === undefined) {
      field = this.field(value, ambient);
      this.fieldOfName.set(name, field);
      this.first.push({ kind: 'capture', field, value });
    }
    return { kind: 'captured', type: valueType(value), field, site };
  }

  private field(value: EventRead, ambient: string | undefined): number {
    this.fields.push({ value, ambient, key: readKey(value, this.path, this.point) });
    return this.fields.length - 1;
  }

  private forget(node: ir.Statement): void {
    for (const local of assignedLocals(node)) this.unknown.add(local);
  }
}

function valueType(node: EventRead): ir.ScalarType {
  return node.type === 'string' ? 'string' : 'long';
}

const unplaced: ir.Site = { file: '', line: 0, column: 0, tokenKind: 'identifier', token: '' };

function block(statements: readonly ir.Statement[]): ir.Block {
  return { kind: 'block', statements };
}

/** Reads that the handler may not do at all: a fault of theirs keeps nothing else from being read. */
function harmless(statements: readonly ir.Statement[]): readonly ir.Statement[] {
  if (statements.length === 0) return [];
  return [{ kind: 'try', body: block(statements), message: undefined, handler: block([]) }];
}

/** Where both branches of a test run one after the other, a jump in the first may not skip the second. */
function withoutJumps(statements: readonly ir.Statement[]): ir.Statement[] {
  const mapper: Mapper = {
    expression: (child) => child,
    statement: (child) =>
      child.kind === 'next' || child.kind === 'leave'
        ? { kind: 'block', statements: [] }
        : mapStatementChildren(child, mapper),
  };
  return statements.map((statement) => mapper.statement(statement));
}

function assignedLocals(node: ir.Statement): ReadonlySet<number> {
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
