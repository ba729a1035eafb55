/**
 * The BPF programs on one tracepoint: the one that is attached, which calls the handlers in the order of their probes, and, where it jumps
 * by a number, those that it jumps to.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { kernelIntrinsic } from '../intrinsics.ts';
import { cComment } from '../text/literal.ts';
import { Writer } from '../text/writer.ts';
import {
  tracepointAttachment,
  tracepointProgramName,
  type CallTable,
  type EventProbe,
  type TracepointProgram,
} from '../tracepoint-programs.ts';
import type { Attachment } from '../attachments.ts';
import { argumentText, type CalledHandler } from './emit-attachment.ts';
import { passedIndex } from './frame.ts';
import type { KernelUnit } from './unit.ts';

export function emitTracepointProgram(program: TracepointProgram, unit: KernelUnit): string {
  const attachment = tracepointAttachment(program);
  const writer = new Writer();
  if (program.table) {
    emitTable(program, program.table, attachment, unit, writer);
  } else {
    emitHead(attachment, tracepointProgramName(program), writer);
    writer.braces('', () => {
      const calls = program.probes.map((planned) =>
        callText(planned, attachment, String(planned.probe.id), unit),
      );
      if (!calls.some(({ call }) => /\bctx\b/.test(call))) writer.line('(void)ctx;');
      for (const { test, call } of calls) {
        writer.line(test);
        writer.indented(() => {
          writer.line(call);
        });
      }
      writer.line('return 0;');
    });
  }
  return writer.toString();
}

function emitHead({ section }: Attachment, name: string, writer: Writer): void {
  writer.line(`SEC("${section}")`);
  writer.line(`int ${name}(__u64 *ctx)`);
}

function callText(
  { probe }: EventProbe,
  attachment: Attachment,
  number: string,
  unit: KernelUnit,
): { readonly test: string; readonly call: string } {
  const called = calledBy(probe, unit);
  const values = called.arguments.map((index) => argumentText(attachment, probe, index));
  const all = [...(called.takesProbe ? [number] : []), ...values];
  const isOn = probe.condition ? `stsx_enabled(${number})` : 'stsx_active()';
  return { test: `if (${isOn})`, call: `${called.name}(${all.join(', ')});` };
}

function calledBy(probe: ir.Probe, unit: KernelUnit): CalledHandler {
  const called = unit.called.get(probe.id);
  if (!called) throw new Error(`the handler of ${probe.pointText} was not written`);
  return called;
}

/** One program serves all numbers with the same handlers; which probes they are for stands in a table where that differs. */
interface Call {
  readonly name: string;
  readonly numbers: readonly number[];
  /** Those of the first number. */
  readonly probes: readonly EventProbe[];
  readonly isForOneList: boolean;
}

function emitTable(
  program: TracepointProgram,
  table: CallTable,
  attachment: Attachment,
  unit: KernelUnit,
  writer: Writer,
): void {
  const name = tracepointProgramName(program);
  const calls = callsOf(name, table, unit);
  const size = Math.max(...table.calls.keys()) + 1;
  const index = selectorIndex(table.selector);
  const [first] = program.probes;
  if (!first) throw new Error('a program without a probe');
  const number = argumentText(attachment, first.probe, index);
  if (calls.some(({ isForOneList }) => !isForOneList)) emitProbeNumbers(name, table, size, writer);
  for (const call of calls) {
    emitHead(attachment, call.name, writer);
    writer.braces('', () => {
      emitCalls(name, call, number, size, attachment, unit, writer);
    });
    writer.blank();
  }
  cComment('By the number: the programs that handle it.').forEach((line) => {
    writer.line(line);
  });
  writer.braces(
    'struct',
    () => {
      writer.line('__uint(type, BPF_MAP_TYPE_PROG_ARRAY);');
      writer.line(`__uint(max_entries, ${size});`);
      writer.line('__uint(key_size, sizeof(__u32));');
      writer.line('__array(values, int(void *));');
    },
    `} ${name}_calls SEC(".maps") = {`,
  );
  writer.indented(() => {
    writer.braces(
      '.values =',
      () => {
        for (const call of calls) {
          for (const each of call.numbers) writer.line(`[${each}] = (void *)&${call.name},`);
        }
      },
      '},',
    );
  });
  writer.line('};');
  writer.blank();
  emitHead(attachment, name, writer);
  writer.braces('', () => {
    writer.line(`__u64 number = ${number};`);
    writer.blank();
    writer.line(`if (number < ${size} && stsx_active())`);
    writer.indented(() => {
      writer.line(`bpf_tail_call(ctx, &${name}_calls, number);`);
    });
    writer.line('return 0;');
  });
}

function callsOf(name: string, table: CallTable, unit: KernelUnit): readonly Call[] {
  const groups = new Map<string, { numbers: number[]; probes: readonly EventProbe[]; lists: Set<string> }>();
  for (const [number, probes] of table.calls) {
    const key = probes
      .map(({ probe }) => `${calledBy(probe, unit).name} ${probe.condition !== undefined}`)
      .join();
    const list = probes.map(({ probe }) => probe.id).join();
    const group = groups.get(key);
    if (group) {
      group.numbers.push(number);
      group.lists.add(list);
    } else {
      groups.set(key, { numbers: [number], probes, lists: new Set([list]) });
    }
  }
  return [...groups.values()].map(({ numbers, probes, lists }, index) => ({
    name: `${name}_call_${index}`,
    numbers,
    probes,
    isForOneList: lists.size === 1,
  }));
}

/** Which probe the handler at a place in a number's list is for. */
function emitProbeNumbers(name: string, table: CallTable, size: number, writer: Writer): void {
  const longest = Math.max(...[...table.calls.values()].map(({ length }) => length));
  writer.line(`static const __u32 ${name}_probes[${longest}][${size}] = {`);
  writer.indented(() => {
    for (let place = 0; place < longest; place++) {
      writer.line('{');
      writer.indented(() => {
        for (const [number, probes] of table.calls) {
          const planned = probes[place];
          if (planned) writer.line(`[${number}] = ${planned.probe.id},`);
        }
      });
      writer.line('},');
    }
  });
  writer.line('};');
  writer.blank();
}

function emitCalls(
  name: string,
  call: Call,
  number: string,
  size: number,
  attachment: Attachment,
  unit: KernelUnit,
  writer: Writer,
): void {
  const needsNumber =
    !call.isForOneList &&
    call.probes.some(({ probe }) => calledBy(probe, unit).takesProbe || probe.condition !== undefined);
  if (needsNumber) {
    writer.line(`__u64 number = ${number};`);
    writer.blank();
    writer.line(`if (number >= ${size})`);
    writer.indented(() => {
      writer.line('return 0;');
    });
  }
  const calls = call.probes.map((planned, place) =>
    callText(
      planned,
      attachment,
      needsNumber ? `${name}_probes[${place}][number]` : String(planned.probe.id),
      unit,
    ),
  );
  if (!needsNumber && !calls.some((each) => /\bctx\b/.test(each.call))) writer.line('(void)ctx;');
  calls.forEach(({ test, call: text }, place) => {
    // The program that jumped here saw that the run is on.
    const isTested = call.probes[place]?.probe.condition !== undefined;
    if (isTested) writer.line(test);
    if (isTested) writer.indented(() => writer.line(text));
    else writer.line(text);
  });
  writer.line('return 0;');
}

function selectorIndex(selector: CallTable['selector']): number {
  if (selector.kind === 'argument') return selector.index;
  const row = kernelIntrinsic(selector.name);
  if (row?.kind !== 'passed') throw new Error(`${selector.name}() is not passed`);
  return passedIndex[row.what];
}
