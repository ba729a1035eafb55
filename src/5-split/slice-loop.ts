/**
 * Loops whose reads differ from turn to turn: both parts go through such a loop, and the record has a place for each turn's reads. The
 * kernel part makes no more turns than that; what it did not capture the user half reads when the event is past.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';
import type { Slicer } from './slicer.ts';
import {
  assignedLocals,
  block,
  breakUnless,
  harmless,
  increment,
  localPlace,
  readLocal,
  unplaced,
  type Divided,
} from './slice-parts.ts';
import { stringLength } from './string-lengths.ts';

export interface SlicedLoop {
  /** Local of the user part that counts the turns, from 1. */
  readonly turn: number;
  /** Fields of the reads in it. */
  readonly fields: number[];
  /** What is not known at its next turn, and behind it. */
  readonly unknownNext: Set<number>;
  readonly unknownBehind: Set<number>;
  /** The user half may go to the next turn, or leave the loop, where the kernel part cannot tell. */
  continuesUnseen: boolean;
  breaksUnseen: boolean;
}

/** What is not known at the head of a loop is what any way to its next turn leaves unknown: its body is divided until that grows no more. */
export function divideLoop(node: ir.Loop, kernel: ir.Statement[], slicer: Slicer): ir.Statement {
  const before = slicer.saved();
  const head = new Set(slicer.unknown);
  for (;;) {
    slicer.unknown = new Set(head);
    const loop = newLoop(slicer);
    slicer.loop = loop;
    const divided = divideTurn(node, loop, slicer);
    slicer.loop = undefined;
    addAll(loop.unknownNext, slicer.unknown);
    if (loop.continuesUnseen) addAll(loop.unknownNext, assignedLocals(node.body));
    const size = head.size;
    addAll(head, loop.unknownNext);
    if (head.size > size) {
      slicer.restore(before);
      continue;
    }
    finishLoop(node, loop, divided.kernel, kernel, slicer);
    return divided.user;
  }
}

function newLoop(slicer: Slicer): SlicedLoop {
  return {
    turn: newLocal('turn', slicer),
    fields: [],
    unknownNext: new Set(),
    unknownBehind: new Set(),
    continuesUnseen: false,
    breaksUnseen: false,
  };
}

function newLocal(name: string, { locals }: Slicer): number {
  locals.push({ index: locals.length, name, type: 'long' });
  return locals.length - 1;
}

function divideTurn(node: ir.Loop, loop: SlicedLoop, slicer: Slicer): Divided<ir.Loop> {
  const kernel: ir.Statement[] = [];
  const user: ir.Statement[] = [increment(localPlace(loop.turn), 1)];
  if (node.condition) {
    const computable = slicer.kernelKnows(node.condition);
    const test = breakUnless(slicer.expression(node.condition, kernel));
    user.push(test);
    if (computable) {
      kernel.push(test);
      addAll(loop.unknownBehind, slicer.unknown);
    } else {
      loop.breaksUnseen = true;
    }
  }
  const body = slicer.block(node.body);
  const step = node.step && slicer.block(node.step);
  const head = { kind: 'loop', condition: undefined } as const;
  return {
    kernel: { ...head, body: block([...kernel, ...body.kernel.statements]), step: step?.kernel },
    user: { ...head, body: block([...user, ...body.user.statements]), step: step?.user },
  };
}

/** A fault in the kernel part leaves the loop; the user half does the read of that turn again, and meets the fault where it belongs. */
function finishLoop(
  node: ir.Loop,
  loop: SlicedLoop,
  divided: ir.Loop,
  kernel: ir.Statement[],
  slicer: Slicer,
): void {
  const { lengths, readsOnAfterLoops } = slicer.options;
  const longest = lengths.limits.maxStringLength - 1;
  const fields = loop.fields.flatMap((field) => slicer.fields[field] ?? []);
  const most = turnsOf(
    fields.map(({ value }) =>
      value.type === 'string' ? stringLength(value, () => longest, lengths) + 1 : 8,
    ),
  );
  for (const field of fields) field.turns = most;
  if (!readsOnAfterLoops || loop.breaksUnseen || slicer.uncertain > 0) {
    kernel.push(...harmless([{ ...divided, most }]));
    addAll(slicer.unknown, assignedLocals(node));
    slicer.divergences++;
    return;
  }
  const whole = newLocal('whole', slicer);
  kernel.push(...harmless([{ ...divided, most, whole }]), nextUnless(whole));
  slicer.unknown = loop.unknownBehind;
  slicer.mayHaveEnded = true;
}

/** The capture ends. */
function nextUnless(local: number): ir.Statement {
  return {
    kind: 'if',
    condition: { kind: 'unary', type: 'long', operator: '!', operand: readLocal(local) },
    then: block([{ kind: 'next', site: unplaced }]),
    otherwise: undefined,
  };
}

/** A `break` or `continue` of the kernel part. */
export function noteJump(node: ir.Break | ir.Continue, loop: SlicedLoop, unknown: ReadonlySet<number>): void {
  addAll(node.kind === 'continue' ? loop.unknownNext : loop.unknownBehind, unknown);
}

/** In a test that only the user half can do, or behind what only the user half knows to have failed. */
export function noteUnseenJumps(node: ir.If | ir.Try, loop: SlicedLoop): void {
  walk(node, {
    statement(child) {
      if (child.kind === 'continue') loop.continuesUnseen = true;
      if (child.kind === 'break') loop.breaksUnseen = true;
      // Their jumps are their own.
      return child.kind !== 'loop' && child.kind !== 'foreach' && child.kind !== 'foreach-bucket';
    },
  });
}

const mostLoopBytes = 16_384;
/** As many as a field's `seen` has bits. */
const mostTurns = 64;
const fewestTurns = 4;

/** Turns that a loop's reads are captured for, of the most bytes that each can take: a record stays small. */
function turnsOf(sizes: readonly number[]): number {
  const turnBytes = sizes.reduce((sum, size) => sum + size, 0);
  return Math.max(fewestTurns, Math.min(mostTurns, Math.floor(mostLoopBytes / turnBytes)));
}

function addAll(to: Set<number>, from: ReadonlySet<number>): void {
  for (const local of from) to.add(local);
}
