/**
 * An event handler of the kernel half: an inline function with the handler, and one BPF program for each way to attach it, which
 * finds the event's arguments and calls that function.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { KernelProbe, StreamedProbe } from '../../../src/5-split/plan.ts';
import { walk } from '../../../src/ir/visit.ts';
import type { CType } from '../../../src/program/c-type.ts';
import { attachments, type Attachment } from '../attachments.ts';
import { cComment } from '../text/literal.ts';
import { Writer } from '../text/writer.ts';
import { numberName } from './emit-expression.ts';
import { emitBlock } from './emit-statement.ts';
import { argumentName, KernelFrame, type FaultTarget } from './frame.ts';
import { assignedLocals, readLocals } from '../user/effects.ts';
import type { KernelUnit } from './unit.ts';

/** Larger frames do not stand on the BPF stack of 512 bytes. */
const largestStackFrame = 288;

export function emitProbe(planned: KernelProbe | StreamedProbe, unit: KernelUnit): string {
  return planned.placement === 'kernel' ? emitKernelProbe(planned, unit) : emitStreamedProbe(planned, unit);
}

/** Errors end the handler and are reported with the place in the script. */
function reporting(unit: KernelUnit): FaultTarget {
  return {
    label: 'failed',
    record: (error, site, value, frame) => {
      frame.line(`fault = (struct stsx_fault){ ${error}, ${unit.sites.index(site)}, ${value} };`);
    },
  };
}

function emitKernelProbe(planned: KernelProbe, unit: KernelUnit): string {
  const { probe } = planned;
  const frame = new KernelFrame(unit, probe, planned.locals, planned.body, reporting(unit));
  const body = frame.apart(() => {
    emitBlock(planned.body, frame);
  });
  const fails = frame.isJumpedTo('failed');
  if (fails) unit.usesEvents = true;
  return assemble(planned.body, frame, (writer) => {
    if (fails) writer.line('struct stsx_fault fault;');
    if (usesFed(planned.body)) writer.line('__u32 generation = stsx_generation();');
    writer.blank();
    writer.put(body);
    if (frame.isJumpedTo('out') || fails) {
      if (frame.isJumpedTo('out')) writer.label('out');
      writer.line('return;');
    }
    if (fails) {
      writer.label('failed');
      writer.line(`stsx_report(${probe.id}, &fault);`);
    }
  });
}

function emitStreamedProbe(planned: StreamedProbe, unit: KernelUnit): string {
  const { probe } = planned;
  const layout = unit.layouts.get(probe.id);
  if (!layout) throw new Error(`no record of probe ${probe.id}`);
  const whole: ir.Block = { kind: 'block', statements: [planned.guard, planned.capture] };
  // A fault in the guard is raised by the user part, which tests the same.
  const guardFault: FaultTarget = { label: 'take', record: () => undefined };
  const frame = new KernelFrame(unit, probe, planned.kernelLocals, whole, guardFault);
  const guard = frame.apart(() => {
    emitBlock(planned.guard, frame);
  });
  frame.event = layout;
  frame.nextLabel = 'submit';
  frame.leaveLabel = 'submit';
  frame.fault = { label: 'submit', record: () => undefined };
  const capture = frame.apart(() => {
    emitBlock(planned.capture, frame);
  });
  return assemble(whole, frame, (writer) => {
    writer.line(`struct ${layout.name} *event;`);
    writer.blank();
    writer.put(guard);
    if (frame.isJumpedTo('take')) writer.label('take');
    writer.line(`event = stsx_reserve(sizeof(*event), ${probe.id});`);
    writer.line('if (!event)');
    writer.indented(() => {
      writer.line('return;');
    });
    writer.put(capture);
    if (frame.isJumpedTo('submit')) writer.label('submit');
    writer.line('bpf_ringbuf_submit(event, 0);');
    if (frame.isJumpedTo('out')) {
      writer.label('out');
      writer.line('return;');
    }
  });
}

function usesFed(body: ir.Block): boolean {
  return /"kind":"stat-add"|"kind":"(global|element)"/.test(
    JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? '' : value)),
  );
}

/** The script's text, the frame, the handler function and the programs around it. */
function assemble(body: ir.Block, frame: KernelFrame, write: (writer: Writer) => void): string {
  const { probe } = frame;
  const writer = new Writer();
  const inside = new Writer();
  write(inside);
  const locals = declareLocals(body, frame);
  const onStack = frame.frameSize <= largestStackFrame;
  if (frame.frameMembers.length > 0) frameDefinition(probe.id, frame, onStack, writer);
  cComment(probe.text).forEach((line) => {
    writer.line(line);
  });
  const parameters = [...frame.usedArguments].map((index) => `__s64 ${argumentName(probe, index)}`);
  const usesContext = inside.lines.some(({ text }) => /\bctx\b/.test(text));
  const all = [...(usesContext ? ['void *ctx'] : []), ...parameters];
  writer.line(
    `static __always_inline void handle_${probe.id}(${all.length === 0 ? 'void' : all.join(', ')})`,
  );
  writer.braces('', () => {
    if (frame.frameMembers.length > 0) framePointer(probe.id, onStack, writer);
    locals.forEach((line) => {
      writer.line(line);
    });
    writer.put(inside.lines);
  });
  writer.blank();
  emitSavedMaps(frame, writer);
  for (const [index, attachment] of attachments(probe).entries()) {
    if (index > 0) writer.blank();
    emitBpfProgram(attachment, frame, usesContext, writer);
  }
  return writer.toString();
}

function declareLocals(body: ir.Block, frame: KernelFrame): readonly string[] {
  const read = readLocals(body);
  const assigned = assignedLocals(body);
  return frame.locals.flatMap((local) => {
    if (!read.has(local.index) && !assigned.has(local.index)) return [];
    if (local.type === 'string') {
      const size = frame.localSize(local.index);
      frame.member(`char ${frame.localName(local.index)}[${size}]`, size);
      return [`stsx_text_clear(${frame.localText(local.index)}, ${size});`];
    }
    const name = frame.localText(local.index);
    return [`__s64 ${name} = 0;`, ...(read.has(local.index) ? [] : [`(void)${name};`])];
  });
}

function frameDefinition(id: number, frame: KernelFrame, onStack: boolean, writer: Writer): void {
  writer.line(`struct frame_${id} {`);
  writer.indented(() => {
    frame.frameMembers.forEach((member) => {
      writer.line(`${member};`);
    });
  });
  writer.line('};');
  writer.blank();
  if (onStack) return;
  writer.line('struct {');
  writer.indented(() => {
    writer.line('__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);');
    writer.line('__uint(max_entries, 1);');
    writer.line('__uint(key_size, sizeof(__u32));');
    writer.line(`__uint(value_size, sizeof(struct frame_${id}));`);
  });
  writer.line(`} frame_map_${id} SEC(".maps");`);
  writer.blank();
}

function framePointer(id: number, onStack: boolean, writer: Writer): void {
  if (onStack) {
    writer.line(`struct frame_${id} on_stack;`);
    writer.line(`struct frame_${id} *frame = &on_stack;`);
    return;
  }
  writer.line(`struct frame_${id} *frame = bpf_map_lookup_elem(&frame_map_${id}, &(__u32){ 0 });`);
  writer.blank();
  writer.line('if (!frame)');
  writer.indented(() => {
    writer.line('return;');
  });
}

function emitBpfProgram(
  attachment: Attachment,
  frame: KernelFrame,
  usesContext: boolean,
  writer: Writer,
): void {
  const { probe } = frame;
  const saved = savedArguments(attachment, frame);
  if (saved.length > 0) emitEntryProgram(attachment, saved, frame, writer);
  const values = [...frame.usedArguments].map((index) =>
    saved.includes(index) ? `saved.${argumentName(probe, index)}` : argumentText(attachment, probe, index),
  );
  const context = {
    'raw-tracepoint': '__u64 *ctx',
    trampoline: '__u64 *ctx',
    registers: 'struct pt_regs *ctx',
    none: 'void *ctx',
  };
  writer.line(`SEC("${attachment.section}")`);
  writer.line(`int ${attachment.program}(${context[attachment.arguments]})`);
  writer.braces('', () => {
    if (saved.length > 0) writer.line(`struct saved_${probe.id} saved;`);
    else if (values.length === 0 && !usesContext) writer.line('(void)ctx;');
    const isCalled = `stsx_take_saved(&saved_map_${probe.id}, &depth_map_${probe.id}, &saved, sizeof(saved))`;
    writer.line(`if (${saved.length > 0 ? `${isCalled} && ` : ''}stsx_enabled(${probe.id}))`);
    writer.indented(() => {
      writer.line(`handle_${probe.id}(${[...(usesContext ? ['ctx'] : []), ...values].join(', ')});`);
    });
    writer.line('return 0;');
  });
}

/** A kretprobe does not have the function's arguments any more: a program at the entry keeps them. */
function savedArguments({ arguments: found }: Attachment, frame: KernelFrame): readonly number[] {
  const { point } = frame.probe;
  const isReturn = point.kind === 'function' && point.at === 'return';
  if (!isReturn || found !== 'registers') return [];
  return [...frame.usedArguments].filter((index) => index >= 0);
}

/** Name of the program that keeps the arguments for this one; undefined: it needs none. */
export function entryProgramName(
  attachment: Attachment,
  probe: ir.Probe,
  body: ir.Block,
): string | undefined {
  const { point } = probe;
  if (point.kind !== 'function' || point.at !== 'return' || attachment.arguments !== 'registers')
    return undefined;
  let reads = false;
  walk(body, {
    expression(node) {
      if (node.kind === 'argument' && node.index >= 0) reads = true;
    },
  });
  return reads ? `${attachment.program}_entry` : undefined;
}

function emitEntryProgram(
  attachment: Attachment,
  saved: readonly number[],
  frame: KernelFrame,
  writer: Writer,
): void {
  const { probe } = frame;
  const atEntry = { ...attachment, section: attachment.section.replace('kretprobe', 'kprobe') };
  writer.line(`SEC("${atEntry.section}")`);
  writer.line(`int ${attachment.program}_entry(struct pt_regs *ctx)`);
  writer.braces('', () => {
    const values = saved.map((index) => argumentText(atEntry, probe, index)).join(', ');
    writer.line(`struct saved_${probe.id} saved = { ${values} };`);
    writer.blank();
    writer.line(`stsx_save(&saved_map_${probe.id}, &depth_map_${probe.id}, &saved);`);
    writer.line('return 0;');
  });
  writer.blank();
}

/** Where the entry program keeps the arguments, by task and depth of the call. */
function emitSavedMaps(frame: KernelFrame, writer: Writer): void {
  const { probe } = frame;
  const saved = [...frame.usedArguments].filter((index) => index >= 0);
  const { point } = probe;
  if (point.kind !== 'function' || point.at !== 'return' || saved.length === 0) return;
  writer.line(`struct saved_${probe.id} {`);
  writer.indented(() => {
    saved.forEach((index) => {
      writer.line(`__s64 ${argumentName(probe, index)};`);
    });
  });
  writer.line('};');
  writer.blank();
  writer.line(`STSX_SAVED_MAPS(saved_map_${probe.id}, depth_map_${probe.id}, struct saved_${probe.id});`);
  writer.blank();
}

/** Argument `index` as the way of attaching gives it, extended from its C type's size. */
function argumentText(attachment: Attachment, probe: ir.Probe, index: number): string {
  const { point } = probe;
  if (point.kind !== 'tracepoint' && point.kind !== 'function') throw new Error('the event has no arguments');
  const type = index === -1 && point.kind === 'function' ? point.result : point.parameters[index]?.type;
  const slot = index === -1 ? point.parameters.length : index;
  switch (attachment.arguments) {
    case 'raw-tracepoint':
    case 'trampoline':
      return extend(`ctx[${slot}]`, type);
    case 'registers':
      return extend(index === -1 ? 'PT_REGS_RC(ctx)' : `PT_REGS_PARM${index + 1}(ctx)`, type);
    case 'none':
      throw new Error('the event has no arguments');
  }
}

function extend(text: string, type: CType | undefined): string {
  const name = type ? numberName(type) : 'u64';
  return name === 'u64' || name === 's64' ? `(__s64)${text}` : `(__s64)(__${name})${text}`;
}
