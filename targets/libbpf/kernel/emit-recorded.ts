/**
 * The kernel half of a replay build. Handlers read their event from a record that a map holds instead of the kernel, each read by the key
 * that the recording gives it, faults included; programs run the handlers of a batch of records, in order.
 */
import type { EventRead } from '../../../src/5-split/event-reads.ts';
import { readKey } from '../../../src/5-split/read-key.ts';
import { recordedSize, type RecordedField, type RecordedLayout } from '../recorded-layout.ts';
import { atom, type Value } from '../text/value.ts';
import { Writer } from '../text/writer.ts';
import type { CalledHandler } from './emit-attachment.ts';
import type { KernelFrame } from './frame.ts';

export function emitRecordedLong(node: EventRead, frame: KernelFrame): Value {
  const field = fieldOf(node, 'long', frame);
  failIfFaulted(node, field, frame);
  return atom(`recorded->${field.name}`, true);
}

export interface RecordedText {
  readonly text: string;
  readonly size: number;
}

export function emitRecordedText(node: EventRead, frame: KernelFrame): RecordedText {
  const field = fieldOf(node, 'string', frame);
  failIfFaulted(node, field, frame);
  return { text: `recorded->${field.name}`, size: field.size };
}

/** The recording was made of another program: its events lack what a handler reads. */
export class LacksRead extends Error {
  /** As said of the recording. */
  readonly difference: string;

  constructor(key: string, type: RecordedField['type'], point: string) {
    const difference = `its events of ${point} have no ${key} that is a ${type}`;
    super(difference);
    this.difference = difference;
  }
}

function fieldOf(node: EventRead, type: RecordedField['type'], frame: KernelFrame): RecordedField {
  const key = readKey(node, frame.path, frame.probe.point);
  const field = frame.recorded?.fields.get(key);
  if (field?.type !== type) throw new LacksRead(key, type, frame.probe.pointText);
  return field;
}

function failIfFaulted(node: EventRead, { index, name, type }: RecordedField, frame: KernelFrame): void {
  if (node.kind === 'argument' || (node.kind === 'intrinsic' && node.arguments.length === 0)) return;
  const address = type === 'long' ? `recorded->${name}` : `*(const __s64 *)recorded->${name}`;
  const bit = `recorded->faults[${Math.floor(index / 64)}] >> ${index % 64} & 1`;
  frame.failIf(bit, 'STSX_KERNEL_FAULT', node.site, address);
}

/** Lines of the handlers of one program, unless it has one alone: the verifier walks through all that a program calls. */
const mostLines = 400;

/** The map of records and the programs that run their handlers. `handlers` are the names of the functions by probe. */
export function emitReplayPrograms(
  handlers: ReadonlyMap<number, CalledHandler>,
  layouts: ReadonlyMap<number, RecordedLayout>,
): string {
  const writer = new Writer();
  const programs: (readonly [number, CalledHandler])[][] = [];
  let lines = Infinity;
  for (const handler of handlers) {
    lines += handler[1].size;
    if (lines <= mostLines) {
      programs.at(-1)?.push(handler);
    } else {
      programs.push([handler]);
      lines = handler[1].size;
    }
  }
  programs.forEach((handled, program) => {
    if (program > 0) writer.blank();
    emitReplayProgram(program, handled, writer);
  });
  return [`STSX_BATCH_MAP(${slotSize(layouts)}, ${slotCount(layouts)});`, '', writer.toString()].join('\n');
}

function emitReplayProgram(
  program: number,
  handlers: readonly (readonly [number, CalledHandler])[],
  writer: Writer,
): void {
  writer.line('/* Runs the handler of one recorded event; stops at one that is not its own. */');
  writer.line(`static long replay_event_${program}(__u32 index, struct stsx_replay_run *run)`);
  writer.braces('', () => {
    writer.line('__u32 place = run->first + index;');
    writer.line('const struct stsx_recorded *event = bpf_map_lookup_elem(&stsx_batch, &place);');
    writer.blank();
    writer.line('if (!event)');
    writer.indented(() => {
      writer.line('return 1;');
    });
    writer.line('stsx_state.state.replayed_line = event->line;');
    writer.line('switch (event->probe) {');
    for (const [id, { name, takesProbe, takesRecord }] of handlers) {
      const values = [...(takesProbe ? [String(id)] : []), ...(takesRecord ? ['(const void *)event'] : [])];
      writer.line(`case ${id}:`);
      writer.indented(() => {
        writer.line(`if (stsx_enabled(${id}))`);
        writer.indented(() => {
          writer.line(`${name}(${values.join(', ')});`);
        });
        writer.line('break;');
      });
    }
    writer.line('default:');
    writer.indented(() => {
      writer.line('return 1;');
    });
    writer.line('}');
    writer.line('run->done++;');
    writer.line('return 0;');
  });
  writer.blank();
  writer.line('SEC("syscall")');
  writer.line(`int stsx_replay_${program}(struct stsx_replay_run *run)`);
  writer.braces('', () => {
    writer.line('struct stsx_replay_run own = { .first = run->first };');
    writer.blank();
    writer.line(`bpf_loop(run->count - run->first, replay_event_${program}, &own, 0);`);
    writer.line('run->done = own.done;');
    writer.line('return 0;');
  });
}

const batchBytes = 1 << 20;
const mostSlots = 4096;

export function slotSize(layouts: ReadonlyMap<number, RecordedLayout>): number {
  return Math.max(16, ...[...layouts.values()].map(recordedSize));
}

export function slotCount(layouts: ReadonlyMap<number, RecordedLayout>): number {
  return Math.max(1, Math.min(mostSlots, Math.floor(batchBytes / slotSize(layouts))));
}
