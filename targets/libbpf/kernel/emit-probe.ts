/**
 * An event handler of the kernel half: a function with the handler, which the BPF programs of its probe points call
 * (emit-attachment.ts) with the probe's number and the event's arguments.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { KernelProbe, StreamedProbe } from '../../../src/5-split/plan.ts';
import { cComment } from '../text/literal.ts';
import { Writer } from '../text/writer.ts';
import { emitAttachments, type CalledHandler } from './emit-attachment.ts';
import { emitBlock } from './emit-statement.ts';
import { argumentName, KernelFrame, type FaultTarget } from './frame.ts';
import { sharedBy } from '../twins.ts';
import { assignedLocals, readLocals } from '../user/effects.ts';
import type { KernelUnit } from './unit.ts';

/** Larger frames do not stand on the BPF stack of 512 bytes. */
const largestStackFrame = 288;

/** `twins` are all the probes that this handler serves, itself first. */
export function emitProbe(
  planned: KernelProbe | StreamedProbe,
  twins: readonly ir.Probe[],
  unit: KernelUnit,
): string {
  return planned.placement === 'kernel'
    ? emitKernelProbe(planned, twins, unit)
    : emitStreamedProbe(planned, twins, unit);
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

function emitKernelProbe(planned: KernelProbe, twins: readonly ir.Probe[], unit: KernelUnit): string {
  const { probe } = planned;
  const frame = new KernelFrame(unit, probe, planned.locals, planned.body, reporting(unit));
  const body = frame.apart(() => {
    emitBlock(planned.body, frame);
  });
  const fails = frame.isJumpedTo('failed');
  if (fails) unit.usesEvents = true;
  return assemble(planned.body, frame, twins, (writer) => {
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
      writer.line('stsx_report(probe, &fault);');
    }
  });
}

function emitStreamedProbe(planned: StreamedProbe, twins: readonly ir.Probe[], unit: KernelUnit): string {
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
  return assemble(whole, frame, twins, (writer) => {
    writer.line(`struct ${layout.name} *event;`);
    writer.blank();
    writer.put(guard);
    if (frame.isJumpedTo('take')) writer.label('take');
    writer.line('event = stsx_reserve(sizeof(*event), probe);');
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

/** The script's text, the frame, the handler function and the programs that call it. */
function assemble(
  body: ir.Block,
  frame: KernelFrame,
  twins: readonly ir.Probe[],
  write: (writer: Writer) => void,
): string {
  const { probe, unit } = frame;
  const writer = new Writer();
  const inside = new Writer();
  write(inside);
  const locals = declareLocals(body, frame);
  const onStack = frame.frameSize <= largestStackFrame;
  if (frame.frameMembers.length > 0) frameDefinition(probe.id, frame, onStack, writer);
  cComment(probe.text).forEach((line) => {
    writer.line(line);
  });
  const uses = (name: RegExp) => inside.lines.some(({ text }) => name.test(text));
  const called: CalledHandler = {
    name: `handle_${probe.id}`,
    takesProbe: uses(/\bprobe\b/),
    arguments: [...frame.usedArguments],
  };
  const parameters = [
    ...(called.takesProbe ? ['__u32 probe'] : []),
    ...called.arguments.map((index) => `__s64 ${argumentName(probe, index)}`),
  ];
  // A function that several programs call is compiled once, if its parameters fit in registers.
  const sharing = twins.length > 1 && parameters.length <= 5 ? '__noinline' : '__always_inline';
  const list = parameters.length === 0 ? 'void' : parameters.join(', ');
  writer.line(`static ${sharing} void ${called.name}(${list})`);
  writer.braces('', () => {
    if (frame.frameMembers.length > 0) framePointer(probe.id, onStack, writer);
    locals.forEach((line) => {
      writer.line(line);
    });
    writer.put(inside.lines);
  });
  const shared = sharedBy(
    twins,
    called.arguments.some((index) => index >= 0),
  );
  for (const twin of twins) {
    unit.called.set(twin.id, called);
    emitAttachments(twin, called, shared, unit.executables, writer);
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
