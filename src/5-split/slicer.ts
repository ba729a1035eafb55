/**
 * Walks a streamed handler and divides each statement and expression: what the kernel half does of it, and what the user half does with
 * what the kernel half captured.
 */
import type * as ir from '../ir/ir.ts';
import { mapExpressionChildren, mapStatementChildren, type Mapper } from '../ir/map.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { isAmbient, isEventRead, kernelObstacle, type EventRead, type PlacedRead } from './event-reads.ts';
import { canBeLate, processOf, readsMemory, readsUserMemory, type Unreadable } from './late-reads.ts';
import type { LateRead } from './plan.ts';
import { readKey } from './read-key.ts';
import { divideLoop, noteJump, noteUnseenJumps, type SlicedLoop } from './slice-loop.ts';
import {
  assignedLocals,
  block,
  bothWays,
  capturedTurn,
  harmless,
  stepAsAssignment,
  unplaced,
  valueType,
  type Divided,
} from './slice-parts.ts';
import type { ProgramLengths } from './string-lengths.ts';
import { isLocalAssignment, type LocalAssignment } from './take-guard.ts';

export interface SlicerOptions {
  readonly capabilities: KernelCapabilities;
  readonly point: ir.Probe['point'];
  readonly locals: readonly ir.Local[];
  readonly lengths: ProgramLengths;
  /** What the kernel half cannot read may be read when the event is past. */
  readonly allowsLate: boolean;
  /** What a loop found is read on from behind it, in the kernel part too. */
  readonly readsOnAfterLoops: boolean;
}

export class Slicer {
  readonly fields: {
    readonly value: EventRead;
    ambient: string | undefined;
    turns: number | undefined;
    readonly key: string;
  }[] = [];
  /** Those of the handler, and what loops need to count their turns. */
  readonly locals: ir.Local[];
  readonly late: LateRead[] = [];
  readonly unreadable: Unreadable[] = [];
  /** Captures that depend on nothing: ambient reads and arguments. */
  readonly first: ir.Statement[] = [];
  private readonly fieldOfName = new Map<string, number>();
  /** Locals whose value the kernel part does not know here. */
  unknown = new Set<number>();
  /** Statements met that only the user half runs: at each it may leave where the kernel part goes on. */
  divergences = 0;
  /** Labels of the scopes around. */
  private readonly path: (string | undefined)[] = [];
  /** The loop that both parts go through. */
  loop: SlicedLoop | undefined;
  /** Tests around that only the user half can do, and tries, whose jumps the kernel part may have to leave out. */
  uncertain = 0;
  /** Behind a loop that the kernel part may have had to leave: what it reads there has a place for one turn. */
  mayHaveEnded = false;
  readonly options: SlicerOptions;
  private readonly lateReads: ReadonlySet<string>;

  constructor(options: SlicerOptions) {
    this.options = options;
    this.locals = [...options.locals];
    this.lateReads = options.allowsLate ? options.capabilities.lateReads : new Set();
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
      case 'evaluate': {
        const assignment = stepAsAssignment(node);
        if (!isLocalAssignment(assignment)) break;
        const assigned = this.assignment(assignment, kernel);
        return assignment === node ? assigned : node;
      }
      case 'leave':
      case 'next':
        kernel.push(node);
        return node;
      case 'break':
      case 'continue':
        if (!this.loop) break;
        noteJump(node, this.loop, this.unknown);
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
    const outer = this.divergences;
    this.uncertain++;
    const body = this.mayLeaveEarly(node, () => this.block(node.body));
    const afterBody = new Set(this.unknown);
    const failsUnseen = this.divergences > outer;
    for (const local of before) this.unknown.add(local);
    for (const local of assignedLocals(node.body)) this.unknown.add(local);
    if (node.message?.kind === 'local') this.unknown.add(node.message.local);
    const handler = this.block(node.handler);
    this.uncertain--;
    // What is known after it must be known whichever way it went.
    for (const local of afterBody) this.unknown.add(local);
    if (failsUnseen) {
      // The user half may come to the handler where the kernel part meets no fault.
      kernel.push(...bothWays(body.kernel, handler.kernel));
      if (this.loop) noteUnseenJumps(node, this.loop);
      for (const local of assignedLocals(node)) this.unknown.add(local);
    } else {
      kernel.push({ ...node, message: undefined, body: body.kernel, handler: handler.kernel });
    }
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
    if (!computable) this.uncertain++;
    const then = this.block(node.then);
    const afterThen = this.unknown;
    this.unknown = new Set(computable ? before : afterThen);
    if (!computable) for (const local of assignedLocals(node.then)) this.unknown.add(local);
    const otherwise = node.otherwise && this.block(node.otherwise);
    if (!computable) this.uncertain--;
    for (const local of afterThen) this.unknown.add(local);
    if (computable) {
      kernel.push({ kind: 'if', condition, then: then.kernel, otherwise: otherwise?.kernel });
    } else {
      this.divergences++;
      if (this.loop) noteUnseenJumps(node, this.loop);
      kernel.push(...bothWays(then.kernel, otherwise?.kernel));
      for (const local of assignedLocals(node)) this.unknown.add(local);
    }
    return { ...node, condition, then: then.user, otherwise: otherwise?.user };
  }

  /** Its reads are done once, before it, if they are the same in every turn, else in each turn. */
  private repeated(node: ir.Loop | ir.Foreach | ir.ForeachBucket, kernel: ir.Statement[]): ir.Statement {
    const before = this.saved();
    const reads: ir.Statement[] = [];
    const once = this.readOnce(node, reads);
    const isComplete = this.late.length === before.late && this.unreadable.length === before.unreadable;
    if (isComplete || node.kind !== 'loop' || this.loop || this.lateReads.size === 0) {
      kernel.push(...reads);
      return once;
    }
    this.restore(before);
    const eachTurn = divideLoop(node, kernel, this);
    if (this.unreadable.length === before.unreadable) return eachTurn;
    this.restore(before);
    return this.readOnce(node, kernel);
  }

  saved() {
    return {
      fields: this.fields.length,
      late: this.late.length,
      unreadable: this.unreadable.length,
      first: this.first.length,
      locals: this.locals.length,
      fieldOfName: new Map(this.fieldOfName),
      unknown: new Set(this.unknown),
      divergences: this.divergences,
      mayHaveEnded: this.mayHaveEnded,
    };
  }

  restore(state: ReturnType<Slicer['saved']>): void {
    this.fields.length = state.fields;
    this.late.length = state.late;
    this.unreadable.length = state.unreadable;
    this.first.length = state.first;
    this.locals.length = state.locals;
    this.fieldOfName.clear();
    for (const [name, field] of state.fieldOfName) this.fieldOfName.set(name, field);
    this.unknown = new Set(state.unknown);
    this.divergences = state.divergences;
    this.mayHaveEnded = state.mayHaveEnded;
  }

  /** Reads inside a loop are done once, before it; they may not depend on what the loop changes. */
  private readOnce(node: ir.Loop | ir.Foreach | ir.ForeachBucket, kernel: ir.Statement[]): ir.Statement {
    this.divergences++;
    for (const local of assignedLocals(node)) this.unknown.add(local);
    const mapper: Mapper = {
      expression: (child) => this.expression(child, kernel),
      statement: (child) => mapStatementChildren(child, mapper),
    };
    return mapStatementChildren(node, mapper);
  }

  expression(node: ir.Expression, kernel: ir.Statement[]): ir.Expression {
    if (isAmbient(node)) return this.readable(node) ? this.once(node.name, node, undefined, node.site) : node;
    if (isEventRead(node) && !this.isLate(node)) {
      if (!this.readable(node)) return node;
      if (node.kind === 'argument') return this.once(`argument ${node.index}`, node, undefined, unplaced);
      const field = this.field(node, undefined);
      if (this.loop || this.mayHaveEnded) return this.captureTurn(node, field, kernel);
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

  private captureTurn(node: PlacedRead, field: number, kernel: ir.Statement[]): ir.CapturedTurn {
    const place = this.fields[field];
    // In a loop: how many is known when its other reads are.
    if (place) place.turns = 1;
    if (this.loop) this.loop.fields.push(field);
    kernel.push({ kind: 'capture', field, value: node, eachTurn: true });
    return capturedTurn(node, field, this.loop?.turn, this.lateForm(node));
  }

  /** A read as the user half can do it: what memory does not hold is captured. */
  private lateForm(node: ir.Expression): ir.Expression {
    if (isAmbient(node)) return this.once(node.name, node, undefined, node.site);
    if (node.kind === 'argument') return this.once(`argument ${node.index}`, node, undefined, unplaced);
    if (isEventRead(node)) {
      if (!canBeLate(node, this.lateReads))
        this.unreadable.push({ read: node, obstacle: 'reads it in a loop' });
      else if (readsUserMemory(node)) this.calledAmbient(processOf(node.site));
    }
    return mapExpressionChildren(node, {
      expression: (child) => this.lateForm(child),
      statement: (child) => child,
    });
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

  /** Whether the user half is to do a read that the kernel half cannot; notes it. */
  private isLate(node: EventRead): boolean {
    const obstacle = this.obstacleOf(node);
    if (obstacle === undefined || !canBeLate(node, this.lateReads)) return false;
    if (readsMemory(node)) this.late.push({ site: node.site, obstacle });
    // The process whose memory it is.
    if (readsUserMemory(node)) this.calledAmbient(processOf(node.site));
    return true;
  }

  private readable(node: EventRead): boolean {
    const obstacle = this.obstacleOf(node);
    if (obstacle !== undefined) this.unreadable.push({ read: node, obstacle });
    return obstacle === undefined;
  }

  kernelKnows(node: ir.Expression): boolean {
    return this.obstacleOf(node) === undefined;
  }

  private obstacleOf(node: ir.Expression): string | undefined {
    return kernelObstacle(node, (local) => !this.unknown.has(local), this.options.capabilities);
  }

  private once(name: string, value: EventRead, ambient: string | undefined, site: ir.Site): ir.Captured {
    let field = this.fieldOfName.get(name);
    if (field === undefined) {
      field = this.field(value, ambient);
      this.fieldOfName.set(name, field);
      this.first.push({ kind: 'capture', field, value });
    }
    const captured = this.fields[field];
    if (captured) captured.ambient ??= ambient;
    return { kind: 'captured', type: valueType(value), field, site };
  }

  private field(value: EventRead, ambient: string | undefined): number {
    this.fields.push({
      value,
      ambient,
      turns: undefined,
      key: readKey(value, this.path, this.options.point),
    });
    return this.fields.length - 1;
  }

  private forget(node: ir.Statement): void {
    for (const local of assignedLocals(node)) this.unknown.add(local);
  }
}
