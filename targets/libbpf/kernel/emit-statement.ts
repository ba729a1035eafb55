/** Statements of the kernel half: the subset that the planner places there. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitExpression, emitLocalAssign } from './emit-expression.ts';
import { emitAddition, emitStatAdd } from './emit-fed.ts';
import { moreFaultBit } from '../record-layout.ts';
import { emitSharedStatAdd } from './emit-shared-stat.ts';
import { emitSharedAssign, emitSharedDelete, emitSharedStep, isShared } from './emit-shared.ts';
import { appendText, emitText, emitTextOperand } from './emit-text.ts';
import type { FaultTarget, KernelFrame } from './frame.ts';

export function emitBlock(block: ir.Block, frame: KernelFrame): void {
  for (const statement of block.statements) emitStatement(statement, frame);
}

function emitStatement(node: ir.Statement, frame: KernelFrame): void {
  switch (node.kind) {
    case 'block':
      emitBlock(node, frame);
      return;
    case 'charge':
      // Nothing here repeats, and the text is shorter than any budget.
      return;
    case 'evaluate':
      emitEvaluate(node.expression, frame);
      return;
    case 'if':
      emitIf(node, frame);
      return;
    case 'try':
      emitTry(node, frame);
      return;
    case 'stat-add':
      frame.scoped(() => {
        if (isShared(node.stat.global, frame)) emitSharedStatAdd(node, frame);
        else emitStatAdd(node, frame);
      });
      return;
    case 'delete':
      frame.scoped(() => {
        if (node.target.kind === 'local') emitLocalDelete(node.target, frame);
        else emitSharedDelete(node, frame);
      });
      return;
    case 'scope':
      emitScope(node, frame);
      return;
    case 'next':
      frame.line(frame.goto(frame.nextLabel));
      return;
    case 'leave':
      frame.line(frame.goto(frame.leaveLabel));
      return;
    case 'capture':
      emitCapture(node, frame);
      return;
    case 'loop':
      emitLoop(node, frame);
      return;
    case 'break':
      frame.line('break;');
      return;
    case 'continue':
      frame.line(frame.loop?.continueLabel ? frame.goto(frame.loop.continueLabel) : 'continue;');
      return;
    case 'return':
    case 'print':
    case 'foreach':
    case 'foreach-bucket':
    case 'delete-matching':
      throw new Error(`the kernel half cannot run ${node.kind}`);
  }
}

function emitIf(node: ir.If, frame: KernelFrame): void {
  frame.scoped(() => {
    const condition = emitExpression(node.condition, frame);
    frame.line(`if (${condition.text}) {`);
    frame.writer.indented(() => {
      emitBlock(node.then, frame);
    });
    const { otherwise } = node;
    if (otherwise) {
      frame.line('} else {');
      frame.writer.indented(() => {
        emitBlock(otherwise, frame);
      });
    }
    frame.line('}');
  });
}

/** The verifier follows each turn, so a loop has a number of turns that it ends after. */
function emitLoop({ body, step, most, whole }: ir.Loop, frame: KernelFrame): void {
  const outer = frame.loop;
  const turn = frame.fresh('lap_');
  const continueLabel = step && frame.fresh('continue_');
  frame.loop = { turn, continueLabel };
  if (whole !== undefined) frame.line(`__u64 ${turn};`);
  frame.line('#pragma clang loop unroll(disable)');
  const ends = `${turn} < ${most ?? 0}`;
  const start = whole === undefined ? `__u64 ${turn} = 0` : `${turn} = 0`;
  frame.writer.braces(`for (${start}; ${ends}; ${turn}++)`, () => {
    emitBlock(body, frame);
    if (continueLabel !== undefined && frame.isJumpedTo(continueLabel)) {
      frame.writer.label(continueLabel);
      frame.line(';');
    }
    if (step) emitBlock(step, frame);
  });
  if (whole !== undefined) frame.line(`${frame.localText(whole)} = ${ends};`);
  frame.loop = outer;
}

function emitEvaluate(node: ir.Expression, frame: KernelFrame): void {
  frame.scoped(() => {
    if (node.kind === 'assign') {
      emitAssign(node, frame);
    } else if (node.kind === 'step') {
      emitStep(node, frame);
    } else if (node.type === 'string') {
      const size = 8;
      emitText(node, frame.textBuffer(size), size, frame);
    } else {
      // For its faults and changes alone.
      emitExpression(node, frame);
    }
  });
}

function emitAssign(node: ir.Assign, frame: KernelFrame): void {
  const { target } = node;
  if (target.kind !== 'local') {
    if (isShared(target.global, frame)) emitSharedAssign(node, target, frame);
    else emitAddition(target, node.value, node.operator === '-' ? -1 : 1, frame);
  } else if (node.type === 'string') {
    emitTextAssign(node, target.local, frame);
  } else {
    emitLocalAssign(node, target, frame);
  }
}

function emitStep(node: ir.Step, frame: KernelFrame): void {
  const { target } = node;
  if (target.kind === 'local') {
    frame.line(`${frame.localText(target.local)}${node.delta === 1 ? '++' : '--'};`);
  } else if (isShared(target.global, frame)) {
    emitSharedStep(node, target, false, frame);
  } else {
    emitAddition(target, undefined, node.delta, frame);
  }
}

function emitLocalDelete(target: ir.LocalPlace, frame: KernelFrame): void {
  const name = frame.localText(target.local);
  frame.line(
    target.type === 'long' ? `${name} = 0;` : `stsx_text_clear(${name}, ${frame.localSize(target.local)});`,
  );
}

/** A read that faults leaves the variable as it was, and a text may be built of what the variable holds: so in a buffer of its own first. */
function emitTextAssign(node: ir.Assign, local: number, frame: KernelFrame): void {
  const name = frame.localText(local);
  const size = frame.localSize(local);
  if (node.operator !== undefined) {
    appendText(name, size, frame.local(local).maxLength, emitTextOperand(node.value, frame), frame);
    return;
  }
  const { value } = node;
  const isPlain =
    value.kind === 'string' ||
    value.kind === 'read' ||
    value.kind === 'captured' ||
    value.kind === 'captured-turn';
  const isRead = value.kind === 'intrinsic' && value.arguments.length === 0;
  if (isPlain || isRead || !frame.isAssignedTwice(local)) {
    emitText(value, name, size, frame);
    return;
  }
  const buffer = frame.textBuffer(size);
  emitText(value, buffer, size, frame);
  frame.line(`stsx_text_copy(${name}, ${size}, ${buffer}, ${size});`);
}

function emitTry(node: ir.Try, frame: KernelFrame): void {
  const caught = frame.fresh('catch_');
  const outer = frame.fault;
  frame.fault = { label: caught, record: frame.event ? outer.record : () => undefined };
  const body = frame.apart(() => {
    emitBlock(node.body, frame);
  });
  frame.fault = outer;
  if (!frame.isJumpedTo(caught)) {
    frame.writer.put(body);
    return;
  }
  const handler = frame.apart(() => {
    emitBlock(node.handler, frame);
  });
  const done = frame.fresh('done_');
  frame.writer.put(body);
  if (handler.length > 0) frame.line(frame.goto(done));
  frame.writer.label(caught);
  frame.line(';');
  if (handler.length === 0) return;
  frame.writer.put(handler);
  frame.writer.label(done);
  frame.line(';');
}

function emitScope(node: ir.Scope, frame: KernelFrame): void {
  const outer = frame.leaveLabel;
  frame.leaveLabel = frame.fresh('leave_');
  frame.line(`/* ${node.name}() */`);
  frame.path.push(node.label);
  frame.writer.braces('', () => {
    emitBlock(node.body, frame);
  });
  frame.path.pop();
  const label = frame.leaveLabel;
  frame.leaveLabel = outer;
  if (!frame.isJumpedTo(label)) return;
  frame.writer.label(label);
  frame.line(';');
}

/** A fault is noted in the record and ends the capture, or goes to the try around it. */
function emitCapture(node: ir.Capture, frame: KernelFrame): void {
  const field = frame.capturedField(node);
  const place = frame.capturedText(node);
  const outer = frame.fault;
  const more = moreFaultBit(node.field);
  const word = more ? `&event->more_faults[${more.word}]` : '&event->head.faults';
  const bit = more?.bit ?? node.field;
  const noting: FaultTarget = {
    label: outer.label,
    record: (_error, _site, value) => {
      if (node.eachTurn === true) return;
      frame.line(`stsx_capture_fault(${word}, ${bit}, &${place}, ${value});`);
    },
  };
  frame.scoped(() => {
    frame.fault = noting;
    if (node.value.type === 'string') {
      emitText(node.value, place, field.size, frame);
    } else {
      frame.line(`${place} = ${emitExpression(node.value, frame).text};`);
    }
    if (node.eachTurn === true) frame.line(`event->${field.name}.seen |= 1ull << ${frame.loop?.turn ?? 0};`);
    frame.fault = outer;
  });
}
