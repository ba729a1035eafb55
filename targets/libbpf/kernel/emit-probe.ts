/**
 * An event handler of the kernel half: a function with the handler, which the BPF programs of its probe points call
 * (emit-attachment.ts) with the probe's number and the event's arguments. A handler that takes a lock has two more: its guard, which runs
 * before that, and its streamed form, for events that do not get the lock.
 */
import type * as ir from '../../../src/ir/ir.ts';
import {
  locksOf,
  type KernelProbe,
  type LockedHandler,
  type StreamedPart,
  type StreamedProbe,
} from '../../../src/5-split/plan.ts';
import { globalsIn } from '../../../src/5-split/touched-globals.ts';
import { cComment } from '../text/literal.ts';
import { Writer } from '../text/writer.ts';
import { sharedBy } from '../twins.ts';
import { emitAttachments, type CalledHandler } from './emit-attachment.ts';
import { callText, emitFunction, type FunctionParts } from './emit-function.ts';
import { emitBlock } from './emit-statement.ts';
import { KernelFrame, type FaultTarget } from './frame.ts';
import type { KernelUnit } from './unit.ts';

/** `twins` are all the probes that this handler serves, itself first. */
export function emitProbe(
  planned: KernelProbe | StreamedProbe,
  twins: readonly ir.Probe[],
  unit: KernelUnit,
): string {
  const writer = new Writer();
  // A function that several programs call is compiled once.
  const called = emitHandler(planned, twins.length === 1 && !unit.recorded, unit, writer);
  const shared = sharedBy(twins);
  for (const twin of twins) {
    unit.called.set(twin.id, called);
    if (!unit.recorded) emitAttachments(twin, called, shared, unit.executables, writer);
  }
  return writer.toString();
}

function emitHandler(
  planned: KernelProbe | StreamedProbe,
  inline: boolean,
  unit: KernelUnit,
  writer: Writer,
): CalledHandler {
  const { probe } = planned;
  const name = `handle_${probe.id}`;
  if (planned.placement === 'streamed') {
    comment(probe, writer);
    return emitStreamed({ planned, probe, name, runs: 'alone', inline }, locksOf(planned), unit, writer);
  }
  if (planned.locked) return emitLocked(planned, planned.locked, inline, unit, writer);
  comment(probe, writer);
  const frame = new KernelFrame(unit, probe, planned.locals, planned.body, reporting(unit));
  const lines = frame.apart(() => {
    emitBlock(planned.body, frame);
  });
  const fails = frame.isJumpedTo('failed');
  if (fails) unit.usesEvents = true;
  const write = (inside: Writer) => {
    if (fails) inside.line('struct stsx_fault fault;');
    if (usesFed(planned.body, unit)) inside.line('__u32 generation = stsx_generation();');
    inside.blank();
    inside.put(lines);
    if (frame.isJumpedTo('out') || fails) {
      if (frame.isJumpedTo('out')) inside.label('out');
      inside.line('return;');
    }
    if (fails) {
      inside.label('failed');
      inside.line('stsx_report(probe, &fault);');
    }
  };
  return emitFunction(
    { name, result: 'void', frame, body: planned.body, runs: 'alone', inline, write },
    writer,
  );
}

/** The script's own text. */
function comment(probe: ir.Probe, writer: Writer): void {
  cComment(probe.text).forEach((line) => {
    writer.line(line);
  });
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

function usesFed(body: ir.Block, unit: KernelUnit): boolean {
  return [...globalsIn(body)].some((global) => unit.fed.has(global));
}

function emitLocked(
  planned: KernelProbe,
  { lock, guard, fallback }: LockedHandler,
  inline: boolean,
  unit: KernelUnit,
  writer: Writer,
): CalledHandler {
  const { probe, body } = planned;
  comment(probe, writer);
  const streamed =
    fallback &&
    emitStreamed(
      {
        planned: { ...fallback, guard: noStatements },
        probe,
        name: `stream_${probe.id}`,
        runs: 'called',
        inline: false,
      },
      [lock],
      unit,
      writer,
    );
  if (streamed) writer.blank();
  const passes = guard.statements.length > 0 ? emitGuard(planned, guard, unit, writer) : undefined;
  const frame = new KernelFrame(unit, probe, planned.locals, body, reporting(unit));
  for (const index of [...(streamed?.arguments ?? []), ...(passes?.arguments ?? [])]) {
    frame.usedArguments.add(index);
  }
  const lines = frame.apart(() => {
    emitBlock(body, frame);
  });
  const fails = frame.isJumpedTo('failed');
  if (fails) unit.usesEvents = true;
  const give = `stsx_give_lock(&stsx_locks[${lock}]);`;
  const before = (inside: Writer) => {
    if (fails) inside.line('struct stsx_fault fault;');
    if (usesFed(body, unit)) inside.line('__u32 generation;');
    inside.blank();
    if (passes) {
      inside.line(`if (!${callText(passes, probe)})`);
      inside.indented(() => {
        inside.line('return;');
      });
    }
    inside.braces(`if (!stsx_take_lock(${lock}))`, () => {
      inside.line(
        streamed ? `${callText(streamed, probe)};` : '__sync_fetch_and_add(&stsx_state.state.lost, 1);',
      );
      inside.line('return;');
    });
    if (usesFed(body, unit)) inside.line('generation = stsx_generation();');
  };
  const write = (inside: Writer) => {
    inside.put(lines);
    if (frame.isJumpedTo('out')) inside.label('out');
    inside.line(give);
    if (!fails) return;
    inside.line('return;');
    inside.label('failed');
    inside.line(give);
    inside.line('stsx_report(probe, &fault);');
  };
  const name = `handle_${probe.id}`;
  const called = emitFunction(
    { name, result: 'void', frame, body, runs: 'locked', inline, before, write },
    writer,
  );
  return { ...called, size: called.size + (streamed?.size ?? 0) + (passes?.size ?? 0) };
}

const noStatements: ir.Block = { kind: 'block', statements: [] };

/** Whether the event is to be handled. A fault is raised by the handler, which tests the same again. */
function emitGuard(planned: KernelProbe, guard: ir.Block, unit: KernelUnit, writer: Writer): CalledHandler {
  const { probe } = planned;
  const frame = new KernelFrame(unit, probe, planned.locals, guard, {
    label: 'pass',
    record: () => undefined,
  });
  const lines = frame.apart(() => {
    emitBlock(guard, frame);
  });
  const write = (inside: Writer) => {
    inside.blank();
    inside.put(lines);
    if (frame.isJumpedTo('pass')) inside.label('pass');
    inside.line('return true;');
    if (!frame.isJumpedTo('out')) return;
    inside.label('out');
    inside.line('return false;');
  };
  const name = `passes_${probe.id}`;
  const called = emitFunction(
    { name, result: 'stsx_bool', frame, body: guard, runs: 'called', inline: true, write },
    writer,
  );
  writer.blank();
  return called;
}

interface Streaming extends Pick<FunctionParts, 'name' | 'runs' | 'inline'> {
  readonly planned: StreamedPart;
  readonly probe: ir.Probe;
}

/** Takes a record of the event. `locks`: of the globals that the handler uses in the user half, so that later events wait for it. */
function emitStreamed(
  { planned, probe, name, runs, inline }: Streaming,
  locks: readonly number[],
  unit: KernelUnit,
  writer: Writer,
): CalledHandler {
  const layout = unit.layouts.get(probe.id);
  if (!layout) throw new Error(`no record of probe ${probe.id}`);
  const body: ir.Block = { kind: 'block', statements: [planned.guard, planned.capture] };
  // A fault in the guard is raised by the user part, which tests the same.
  const guardFault: FaultTarget = { label: 'take', record: () => undefined };
  const frame = new KernelFrame(unit, probe, planned.kernelLocals, body, guardFault);
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
  const submissions = (what: string, inside: Writer, more = '') => {
    for (const lock of locks) inside.line(`stsx_${what}_submission(&stsx_locks[${lock}]${more});`);
  };
  const write = (inside: Writer) => {
    inside.line(`struct ${layout.name} *event;`);
    inside.blank();
    inside.put(guard);
    if (frame.isJumpedTo('take')) inside.label('take');
    if (locks.length > 0) inside.line('stsx_wait_for_room();');
    submissions('begin', inside);
    inside.line('event = stsx_reserve(sizeof(*event), probe);');
    inside.braces('if (!event)', () => {
      submissions('end', inside, ', false');
      inside.line('return;');
    });
    for (const { name, turns } of layout.fields) {
      if (turns !== undefined) inside.line(`event->${name}.seen = 0;`);
    }
    inside.put(capture);
    if (frame.isJumpedTo('submit')) inside.label('submit');
    inside.line('stsx_submit(event);');
    submissions('end', inside, ', true');
    if (frame.isJumpedTo('out')) {
      inside.label('out');
      inside.line('return;');
    }
  };
  return emitFunction({ name, result: 'void', frame, body, runs, inline, write }, writer);
}
