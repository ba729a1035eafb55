/**
 * Puts the bodies of functions in the place of their calls, for handlers of which a part runs in the kernel: there an event
 * read inside a function must be tied to the one call that it serves. In: a body and its locals; out: the same with `scope`s. The
 * order of evaluation is kept: what stood before a call is saved in a local first.
 */
import type * as ir from '../ir/ir.ts';
import { mapExpressionChildren, mapStatementChildren, type Mapper } from '../ir/map.ts';
import { walk } from '../ir/visit.ts';

/** Statements that one handler may grow to; beyond that inlining is given up. */
const maxStatements = 4000;

export interface InlinedBody {
  readonly body: ir.Block;
  readonly locals: readonly ir.Local[];
}

/** Undefined: a function to be inlined is recursive, runs out of overloads, or the body grows beyond bounds. */
export function inlineCalls(
  body: ir.Block,
  locals: readonly ir.Local[],
  program: ir.Program,
  shouldInline: (functionId: number) => boolean,
): InlinedBody | undefined {
  const inliner = new Inliner(locals, program, shouldInline);
  try {
    return { body: inliner.block(body), locals: inliner.locals };
  } catch (reason) {
    if (reason instanceof CannotInline) return undefined;
    throw reason;
  }
}

class CannotInline extends Error {}

class Inliner {
  readonly locals: ir.Local[];
  private readonly program: ir.Program;
  private readonly shouldInline: (functionId: number) => boolean;
  /** Functions whose bodies are being copied, to notice recursion. */
  private readonly active: number[] = [];
  private statementCount = 0;
  /** How often each name of a local was asked for. */
  private readonly taken: Map<string, number>;

  constructor(
    locals: readonly ir.Local[],
    program: ir.Program,
    shouldInline: (functionId: number) => boolean,
  ) {
    this.locals = [...locals];
    this.taken = new Map(locals.map(({ name }) => [name, 1]));
    this.program = program;
    this.shouldInline = shouldInline;
  }

  block(node: ir.Block): ir.Block {
    return { kind: 'block', statements: node.statements.flatMap((statement) => this.statement(statement)) };
  }

  private statement(node: ir.Statement): ir.Statement[] {
    if (++this.statementCount > maxStatements) throw new CannotInline();
    if (node.kind === 'loop' && node.condition && this.mustInline(node.condition)) {
      return [this.loopWithInlinedCondition(node, node.condition)];
    }
    const before: ir.Statement[] = [];
    const children: ir.Expression[] = [];
    const collect: Mapper = {
      expression: (child) => (children.push(child), child),
      statement: (child) => child,
    };
    mapStatementChildren(node, { ...collect, statement: (child) => child });
    const mapped = this.sequence(children, before);
    let next = 0;
    const rebuilt = mapStatementChildren(node, {
      expression: () => mapped[next++] ?? never(),
      statement: (child) => child,
    });
    return [...before, this.withBlocks(rebuilt)];
  }

  private withBlocks(node: ir.Statement): ir.Statement {
    switch (node.kind) {
      case 'block':
        return this.block(node);
      case 'if':
        return {
          ...node,
          then: this.block(node.then),
          otherwise: node.otherwise && this.block(node.otherwise),
        };
      case 'loop':
        return { ...node, body: this.block(node.body), step: node.step && this.block(node.step) };
      case 'foreach':
      case 'foreach-bucket':
      case 'scope':
        return { ...node, body: this.block(node.body) };
      case 'try':
        return { ...node, body: this.block(node.body), handler: this.block(node.handler) };
      default:
        return node;
    }
  }

  private loopWithInlinedCondition(node: ir.Loop, condition: ir.Expression): ir.Loop {
    const before: ir.Statement[] = [];
    const test = this.expression(condition, before);
    const leave: ir.If = {
      kind: 'if',
      condition: { kind: 'unary', type: 'long', operator: '!', operand: test },
      then: { kind: 'block', statements: [{ kind: 'break' }] },
      otherwise: undefined,
    };
    const body = this.block(node.body);
    return {
      kind: 'loop',
      condition: undefined,
      body: { kind: 'block', statements: [...before, leave, ...body.statements] },
      step: node.step && this.block(node.step),
    };
  }

  /** Evaluates children in order; those before a child that needs statements are saved in locals. */
  private sequence(children: readonly ir.Expression[], before: ir.Statement[]): ir.Expression[] {
    const last = children.findLastIndex((child) => this.mustInline(child));
    return children.map((child, index) => {
      const value = this.expression(child, before);
      if (index >= last || value.kind === 'long' || value.kind === 'string') return value;
      return this.save(value, before);
    });
  }

  private expression(node: ir.Expression, before: ir.Statement[]): ir.Expression {
    if (!this.mustInline(node)) return node;
    if (node.kind === 'call' && this.shouldInline(node.function)) return this.call(node, before);
    if (node.kind === 'logical' && this.mustInline(node.right)) return this.logical(node, before);
    if (node.kind === 'conditional') return this.conditional(node, before);
    const children: ir.Expression[] = [];
    mapExpressionChildren(node, {
      expression: (child) => (children.push(child), child),
      statement: (child) => child,
    });
    const mapped = this.sequence(children, before);
    let next = 0;
    return mapExpressionChildren(node, {
      expression: () => mapped[next++] ?? never(),
      statement: (child) => child,
    });
  }

  private logical(node: ir.Logical, before: ir.Statement[]): ir.Expression {
    const result = this.local('both', 'long');
    before.push(assign(result, truth(this.expression(node.left, before))));
    const inner: ir.Statement[] = [];
    inner.push(assign(result, truth(this.expression(node.right, inner))));
    const test = read(result);
    before.push({
      kind: 'if',
      condition:
        node.operator === '&&' ? test : { kind: 'unary', type: 'long', operator: '!', operand: test },
      then: { kind: 'block', statements: inner },
      otherwise: undefined,
    });
    return read(result);
  }

  private conditional(node: ir.Conditional, before: ir.Statement[]): ir.Expression {
    const result = this.local('chosen', node.type);
    const arm = (value: ir.Expression): ir.Block => {
      const statements: ir.Statement[] = [];
      statements.push(assign(result, this.expression(value, statements)));
      return { kind: 'block', statements };
    };
    before.push({
      kind: 'if',
      condition: this.expression(node.condition, before),
      then: arm(node.then),
      otherwise: arm(node.otherwise),
    });
    return read(result);
  }

  private call(node: ir.Call, before: ir.Statement[]): ir.Expression {
    const fn = this.program.functions[node.function] ?? never();
    const values = this.sequence(node.arguments, before);
    const parameters = fn.locals.slice(0, fn.parameterCount);
    const given = parameters.map((parameter, index) => {
      const local = this.local(`${fn.name}_${parameter.name}`, parameter.type);
      before.push(assign(local, values[index] ?? never()));
      return local;
    });
    const result = fn.result === 'void' ? undefined : this.local(`${fn.name}_result`, fn.result);
    if (result) before.push(assign(result, zero(result.type)));
    before.push(this.scope(fn, given, result, node));
    return result ? read(result) : { kind: 'long', type: 'long', value: 0n };
  }

  private scope(
    fn: ir.Function,
    given: readonly ir.Local[],
    result: ir.Local | undefined,
    { site, label }: ir.Call,
  ): ir.Scope {
    return { kind: 'scope', name: fn.name, site, body: this.body(fn, given, result, site), label };
  }

  /** The function's body on copies of the given arguments, so that an overload reached by `next` gets them as they came. */
  private body(
    fn: ir.Function,
    given: readonly ir.Local[],
    result: ir.Local | undefined,
    site: ir.Site,
  ): ir.Block {
    if (this.active.includes(fn.id)) throw new CannotInline();
    this.active.push(fn.id);
    const renamed = fn.locals.map((local) => this.local(`${fn.name}_${local.name}`, local.type));
    const initial = renamed.map((local, index) => {
      const from = given[index];
      return assign(local, index < fn.parameterCount && from ? read(from) : zero(local.type));
    });
    const body = renameLocals(fn.body, renamed);
    const finished = this.replaceReturns(body, fn, given, result, site);
    const inlined = this.block(finished);
    this.active.pop();
    return { kind: 'block', statements: [...initial, ...inlined.statements] };
  }

  private replaceReturns(
    body: ir.Block,
    fn: ir.Function,
    given: readonly ir.Local[],
    result: ir.Local | undefined,
    site: ir.Site,
  ): ir.Block {
    const mapper: Mapper = {
      expression: (child) => child,
      statement: (child) => {
        if (child.kind === 'return') {
          const value: ir.Statement[] = !child.value
            ? []
            : result
              ? [assign(result, child.value)]
              : [{ kind: 'evaluate', expression: child.value }];
          return { kind: 'block', statements: [...value, { kind: 'leave' }] };
        }
        if (child.kind === 'next') {
          const overload =
            fn.nextOverload === undefined ? undefined : this.program.functions[fn.nextOverload];
          if (!overload) throw new CannotInline();
          return {
            kind: 'block',
            // Within the same scope: it is still the one call.
            statements: [this.body(overload, given, result, site), { kind: 'leave' }],
          };
        }
        return mapStatementChildren(child, mapper);
      },
    };
    return { kind: 'block', statements: body.statements.map((child) => mapper.statement(child)) };
  }

  private mustInline(node: ir.Expression): boolean {
    let found = false;
    walk(node, {
      expression: (child) => {
        if (child.kind === 'call' && this.shouldInline(child.function)) found = true;
        return !found;
      },
    });
    return found;
  }

  private save(value: ir.Expression, before: ir.Statement[]): ir.Expression {
    if (value.type === 'void') throw new CannotInline();
    const local = this.local('saved', value.type);
    before.push(assign(local, value));
    return read(local);
  }

  private local(name: string, type: ir.ScalarType): ir.Local {
    let count = this.taken.get(name) ?? 0;
    let unique = name;
    while (this.taken.has(unique)) unique = `${name}_${++count}`;
    this.taken.set(name, count);
    this.taken.set(unique, 1);
    const local: ir.Local = { index: this.locals.length, name: unique, type };
    this.locals.push(local);
    return local;
  }
}

function renameLocals(body: ir.Block, renamed: readonly ir.Local[]): ir.Block {
  const mapper: Mapper = {
    expression: (child) => mapExpressionChildren(child, mapper),
    statement: (child) => mapStatementChildren(child, mapper),
    place: (place) =>
      place.kind === 'local' ? { ...place, local: (renamed[place.local] ?? never()).index } : place,
  };
  return { kind: 'block', statements: body.statements.map((child) => mapper.statement(child)) };
}

const nowhere: ir.Site = { file: '', line: 0, column: 0, tokenKind: 'operator', token: '=' };

function assign(target: ir.Local, value: ir.Expression): ir.Evaluate {
  return {
    kind: 'evaluate',
    expression: {
      kind: 'assign',
      type: target.type,
      target: { kind: 'local', local: target.index, type: target.type },
      operator: undefined,
      value,
      site: nowhere,
    },
  };
}

function read(local: ir.Local): ir.Read {
  return { kind: 'read', type: local.type, place: { kind: 'local', local: local.index, type: local.type } };
}

function zero(type: ir.ScalarType): ir.Expression {
  return type === 'long' ? { kind: 'long', type, value: 0n } : { kind: 'string', type, value: '' };
}

function truth(value: ir.Expression): ir.Expression {
  return {
    kind: 'compare',
    type: 'long',
    operator: '!=',
    left: value,
    right: { kind: 'long', type: 'long', value: 0n },
  };
}

function never(): never {
  throw new Error('the IR refers to something that it does not hold');
}
