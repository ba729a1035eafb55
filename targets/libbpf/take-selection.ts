/**
 * The test at the head of a handler that rejects all events but those of certain numbers: `if (N != 3 && N != 4) next`, where N is an
 * argument of the event or a value that the program passes. In: a planned handler. Out: N, the numbers, and the handler without the test;
 * undefined if it does not begin so.
 */
import type * as ir from '../../src/ir/ir.ts';
import { kernelIntrinsic } from './intrinsics.ts';
import type { EventProbe } from './tracepoint-programs.ts';

export interface Selection {
  readonly selector: ir.Argument | ir.Intrinsic;
  /** The same for selections by the same value. */
  readonly key: string;
  readonly numbers: readonly number[];
  readonly rest: EventProbe;
}

/** Longest table of programs. */
const mostNumbers = 1024n;

export function takeSelection(planned: EventProbe): Selection | undefined {
  const taken = takeTest(headOf(planned));
  return taken && { ...taken.test, rest: withHead(planned, taken.rest) };
}

/** Where a handler begins: a lock is taken behind the guard. */
function headOf(planned: EventProbe): ir.Block {
  if (planned.placement === 'streamed') return planned.guard;
  return planned.locked?.guard ?? planned.body;
}

function withHead(planned: EventProbe, head: ir.Block): EventProbe {
  if (planned.placement === 'streamed') return { ...planned, guard: head };
  return planned.locked
    ? { ...planned, locked: { ...planned.locked, guard: head } }
    : { ...planned, body: head };
}

interface NumberTest {
  readonly selector: ir.Argument | ir.Intrinsic;
  readonly key: string;
  readonly numbers: readonly number[];
}

/** The first statement, however deep in blocks, if it is such a test. */
function takeTest(block: ir.Block): { readonly test: NumberTest; readonly rest: ir.Block } | undefined {
  const index = block.statements.findIndex(({ kind }) => kind !== 'charge');
  const statement = block.statements[index];
  if (statement === undefined) return undefined;
  if (statement.kind === 'block') {
    const inner = takeTest(statement);
    return inner && { test: inner.test, rest: replaced(block, index, [inner.rest]) };
  }
  if (statement.kind !== 'if' || statement.otherwise !== undefined || !isNext(statement.then))
    return undefined;
  const test = numberTest(statement.condition);
  return test && { test, rest: replaced(block, index, []) };
}

function replaced(block: ir.Block, index: number, by: readonly ir.Statement[]): ir.Block {
  return { kind: 'block', statements: block.statements.toSpliced(index, 1, ...by) };
}

function isNext(block: ir.Block): boolean {
  const statements = block.statements.filter(({ kind }) => kind !== 'charge');
  const [only] = statements;
  if (only === undefined || statements.length > 1) return false;
  return only.kind === 'block' ? isNext(only) : only.kind === 'next';
}

function numberTest(condition: ir.Expression): NumberTest | undefined {
  if (condition.kind === 'logical' && condition.operator === '&&') {
    const left = numberTest(condition.left);
    const right = numberTest(condition.right);
    if (!left || left.key !== right?.key) return undefined;
    return { ...left, numbers: [...left.numbers, ...right.numbers] };
  }
  if (condition.kind !== 'compare' || condition.operator !== '!=') return undefined;
  const { left, right } = condition;
  if (right.kind !== 'long' || right.value < 0n || right.value >= mostNumbers || !isSelector(left))
    return undefined;
  const key = left.kind === 'argument' ? `argument ${left.index}` : left.name;
  return { selector: left, key, numbers: [Number(right.value)] };
}

function isSelector(node: ir.Expression): node is ir.Argument | ir.Intrinsic {
  if (node.kind === 'argument') return true;
  return node.kind === 'intrinsic' && kernelIntrinsic(node.name)?.kind === 'passed';
}
