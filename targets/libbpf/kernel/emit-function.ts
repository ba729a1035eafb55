/**
 * One C function of the kernel half around the lines of its body: its frame, its parameters, its locals. Frames stand on the BPF stack while
 * they are small, else in a map with one entry a CPU; of a handler that holds a lock in memory of its own, since it runs once at a time.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { Writer, type Line } from '../text/writer.ts';
import { assignedLocals, readLocals } from '../user/effects.ts';
import type { CalledHandler } from './emit-attachment.ts';
import { argumentName, passedIndex, type KernelFrame } from './frame.ts';

/** Larger frames do not stand on the BPF stack of 512 bytes, which a function shares with those that it calls. */
const largestStackFrame = 288;
const largestSharedStackFrame = 96;

export interface FunctionParts {
  readonly name: string;
  readonly result: 'void' | 'stsx_bool';
  readonly frame: KernelFrame;
  /** What declares the locals that are used. */
  readonly body: ir.Block;
  /** `locked`: it runs under a lock; `called`: by another function with a stack of its own. */
  readonly runs: 'alone' | 'locked' | 'called';
  readonly inline: boolean;
  /** Writes what stands behind the declarations. */
  readonly write: (writer: Writer) => void;
  /** Writes what stands before the text variables are set up: what takes the lock that their memory needs. */
  readonly before?: (writer: Writer) => void;
}

export function emitFunction(parts: FunctionParts, writer: Writer): CalledHandler {
  const { frame, name } = parts;
  const { probe } = frame;
  const inside = new Writer();
  parts.before?.(inside);
  const declared = declareLocals(parts.body, frame);
  declared.texts.forEach((line) => {
    inside.line(line);
  });
  parts.write(inside);
  const place = framePlace(parts);
  const frameName = `frame_${name.replace(/^handle_/, '')}`;
  const hasFrame = frame.frameMembers.length > 0;
  if (hasFrame) frameDefinition(frameName, frame, place, writer);
  const called: CalledHandler = {
    name,
    takesProbe: inside.lines.some(({ text }) => /\bprobe\b/.test(text)),
    takesRecord: inside.lines.some(({ text }) => /\brecorded\b/.test(text)),
    arguments: [...frame.usedArguments],
    size: inside.lines.length,
  };
  const parameters = [
    ...(called.takesProbe ? ['__u32 probe'] : []),
    ...(called.takesRecord ? [`const struct ${frame.recorded?.name ?? ''} *recorded`] : []),
    ...called.arguments.map((index) =>
      index === passedIndex.context ? 'void *ctx' : `__s64 ${argumentName(probe, index)}`,
    ),
  ];
  // A function of its own has its parameters in registers.
  const sharing = parts.inline || parameters.length > 5 ? '__always_inline' : '__noinline';
  const list = parameters.length === 0 ? 'void' : parameters.join(', ');
  const whole = new Writer();
  if (hasFrame) framePointer(frameName, place, parts.result, whole);
  declared.numbers.forEach((line) => {
    whole.line(line);
  });
  whole.put(inside.lines);
  const isApart = parts.result === 'void' && sharing === '__noinline';
  writer.line(`static ${sharing} ${parts.result} ${name}(${list})`);
  writer.braces('', () => {
    writer.put(isApart ? clearingResult(whole.lines) : whole.lines);
  });
  return called;
}

/** What a function without a result leaves in the register of results may be an address on its stack, which the verifier refuses. */
function clearingResult(lines: readonly Line[]): readonly Line[] {
  const leaving = lines.map((line) => (line.text === 'return;' ? { ...line, text: 'STSX_RETURN;' } : line));
  const last = leaving.at(-1);
  const isLeft = last?.text === 'STSX_RETURN;' && last.depth === 0;
  return isLeft ? leaving : [...leaving, { depth: 0, text: 'STSX_RETURN;' }];
}

/** `handle_3(probe, arg_skb)` */
export function callText(
  { name, takesProbe, takesRecord, arguments: given }: CalledHandler,
  probe: ir.Probe,
): string {
  const own = [...(takesProbe ? ['probe'] : []), ...(takesRecord ? ['recorded'] : [])];
  const values = [...own, ...given.map((index) => argumentName(probe, index))];
  return `${name}(${values.join(', ')})`;
}

function declareLocals(body: ir.Block, frame: KernelFrame) {
  const read = readLocals(body);
  const assigned = assignedLocals(body);
  const texts: string[] = [];
  const numbers: string[] = [];
  for (const local of frame.locals) {
    if (!read.has(local.index) && !assigned.has(local.index)) continue;
    if (local.type === 'string') {
      const size = frame.localSize(local.index);
      frame.member(`char ${frame.localName(local.index)}[${size}]`, size);
      texts.push(`stsx_text_clear(${frame.localText(local.index)}, ${size});`);
      continue;
    }
    const name = frame.localText(local.index);
    numbers.push(`__s64 ${name} = 0;`);
    if (!read.has(local.index)) numbers.push(`(void)${name};`);
  }
  return { texts, numbers };
}

type FramePlace = 'stack' | 'map' | 'memory';

function framePlace({ frame, runs }: FunctionParts): FramePlace {
  const largest = runs === 'alone' ? largestStackFrame : largestSharedStackFrame;
  if (frame.frameSize <= largest && !frame.buildsText) return 'stack';
  return runs === 'locked' ? 'memory' : 'map';
}

function frameDefinition(name: string, frame: KernelFrame, place: FramePlace, writer: Writer): void {
  writer.line(`struct ${name} {`);
  writer.indented(() => {
    frame.frameMembers.forEach((member) => {
      writer.line(`${member};`);
    });
  });
  writer.line('} __attribute__((aligned(8)));');
  writer.blank();
  if (place === 'memory') {
    // Not static: the compiler would take it apart, and BTF would not say so.
    writer.line(`struct ${name} ${name};`);
    writer.blank();
  }
  if (place !== 'map') return;
  writer.line('struct {');
  writer.indented(() => {
    writer.line('__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);');
    writer.line('__uint(max_entries, 1);');
    writer.line('__uint(key_size, sizeof(__u32));');
    writer.line(`__uint(value_size, sizeof(struct ${name}));`);
  });
  writer.line(`} ${name.replace('frame_', 'frame_map_')} SEC(".maps");`);
  writer.blank();
}

function framePointer(
  name: string,
  place: FramePlace,
  result: FunctionParts['result'],
  writer: Writer,
): void {
  switch (place) {
    case 'stack':
      writer.line(`struct ${name} on_stack;`);
      writer.line(`struct ${name} *frame = &on_stack;`);
      return;
    case 'memory':
      writer.line(`struct ${name} *frame = &${name};`);
      return;
    case 'map': {
      const map = name.replace('frame_', 'frame_map_');
      writer.line(`struct ${name} *frame = bpf_map_lookup_elem(&${map}, &(__u32){ 0 });`);
      writer.blank();
      writer.line('if (!frame)');
      writer.indented(() => {
        writer.line(result === 'void' ? 'return;' : 'return true;');
      });
    }
  }
}
