/**
 * The BPF programs of a probe point, one for each way to attach it: each finds the event's arguments in its own way and calls the
 * handler's function.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { registerOf, type ProcessFilter } from '../../../src/program/attach-point.ts';
import type { CType } from '../../../src/program/c-type.ts';
import { attachments, type Attachment } from '../attachments.ts';
import type { Writer } from '../text/writer.ts';
import { numberName } from './emit-expression.ts';
import type { ExecutableTable } from './executable-table.ts';
import {
  argumentName,
  isArgument,
  parameterPlace,
  passedIndex,
  passedName,
  registerNameOf,
} from './frame.ts';
import { registers } from '../registers.ts';
import type { SharedProgram } from '../twins.ts';

export interface CalledHandler {
  readonly name: string;
  /** Its first parameter is the probe's number. */
  readonly takesProbe: boolean;
  /** Its next one, in a replay build, is the recorded event. */
  readonly takesRecord: boolean;
  /** The event's arguments that it takes, by index. */
  readonly arguments: readonly number[];
  /** Lines of C, with those of what it calls. */
  readonly size: number;
}

export function emitAttachments(
  probe: ir.Probe,
  called: CalledHandler,
  shared: SharedProgram | undefined,
  executables: ExecutableTable,
  writer: Writer,
): void {
  const isFirst = shared === undefined || shared.first === probe.id;
  if (isFirst) emitSavedMaps(probe, called, writer);
  const written = new Set<string>();
  for (const attachment of attachments(probe, shared, new Set(called.arguments))) {
    // A program may serve several ways; one for all probes is written for the first.
    if (written.has(attachment.program) || (isShared(attachment, shared) && !isFirst)) continue;
    written.add(attachment.program);
    writer.blank();
    emitBpfProgram(attachment, probe, called, shared, executables, writer);
  }
}

/** One program serves all probes with this handler; its cookie tells which one it is. */
function isShared({ program, place }: Attachment, shared: SharedProgram | undefined): boolean {
  return shared !== undefined && (place !== undefined || program === `probe_${shared.first}_multi`);
}

const contextTypes: Readonly<Record<Attachment['arguments'], string>> = {
  'raw-tracepoint': '__u64 *ctx',
  trampoline: '__u64 *ctx',
  registers: 'struct pt_regs *ctx',
  mark: 'struct pt_regs *ctx',
  none: 'struct bpf_perf_event_data *ctx',
};

function emitBpfProgram(
  attachment: Attachment,
  probe: ir.Probe,
  called: CalledHandler,
  shared: SharedProgram | undefined,
  executables: ExecutableTable,
  writer: Writer,
): void {
  const saving = savedArguments(attachment, probe, called, shared);
  if (saving) emitEntryProgram(attachment, probe, saving, isShared(attachment, shared), writer);
  const values = called.arguments.map((index) =>
    saving?.arguments.includes(index) === true
      ? `saved.${argumentName(probe, index)}`
      : argumentText(attachment, probe, index),
  );
  writer.line(`SEC("${attachment.section}")`);
  writer.line(`int ${attachment.program}(${contextTypes[attachment.arguments]})`);
  writer.braces('', () => {
    if (saving) writer.line(`struct ${saving.type} saved;`);
    const isOneOfMany = isShared(attachment, shared);
    const number = isOneOfMany ? 'probe' : String(probe.id);
    if (isOneOfMany) {
      writer.line('__u32 probe = (__u32)bpf_get_attach_cookie(ctx);');
      writer.blank();
    } else if (!values.some((text) => /\bctx\b/.test(text))) {
      writer.line('(void)ctx;');
    }
    const isCalled = saving ? `stsx_take_saved(${saving.maps}, ${number}, &saved, sizeof(saved)) && ` : '';
    const isMeant = processTests(probe.point, executables).map((test) => ` && ${test}`);
    writer.line(`if (${isCalled}stsx_enabled(${number})${isMeant.join('')})`);
    writer.indented(() => {
      const all = [...(called.takesProbe ? [number] : []), ...values];
      writer.line(`${called.name}(${all.join(', ')});`);
    });
    writer.line('return 0;');
  });
}

/** Whether the event is of a process that the point means. */
function processTests(point: ir.Probe['point'], executables: ExecutableTable): readonly string[] {
  if (point.kind !== 'user-function' && point.kind !== 'user-mark') return [];
  return ['stsx_in_target()', ...filterTest(point.processes, executables)];
}

function filterTest(processes: ProcessFilter, executables: ExecutableTable): readonly string[] {
  switch (processes.kind) {
    case 'any':
      return [];
    case 'pid':
      return [`stsx_pid() == ${processes.pid}`];
    case 'executable':
      return [`stsx_runs(&stsx_executables[${executables.index(processes.path)}])`];
  }
}

/** What a program at the entry keeps for the one at the return. */
interface Saving {
  readonly arguments: readonly number[];
  /** Of the structure that holds them. */
  readonly type: string;
  /** Arguments of the prelude's functions. */
  readonly maps: string;
}

/** A kretprobe does not have the function's arguments any more. Probes that share a program share the maps too. */
function savedArguments(
  attachment: Attachment,
  probe: ir.Probe,
  called: CalledHandler,
  shared: SharedProgram | undefined,
): Saving | undefined {
  const saved = called.arguments.filter(isArgument);
  if (!isReturn(probe) || attachment.arguments !== 'registers' || saved.length === 0) return undefined;
  const id = shared?.first ?? probe.id;
  return { arguments: saved, type: `saved_${id}`, maps: `&saved_map_${id}, &depth_map_${id}` };
}

function isReturn({ point }: ir.Probe): boolean {
  return (point.kind === 'function' || point.kind === 'user-function') && point.at === 'return';
}

/** Name of the program that keeps the arguments for this one; undefined: it needs none. */
export function entryProgramName(
  attachment: Attachment,
  probe: ir.Probe,
  passed: ReadonlySet<number>,
): string | undefined {
  if (!isReturn(probe) || attachment.arguments !== 'registers' || ![...passed].some(isArgument))
    return undefined;
  return `${attachment.program}_entry`;
}

function emitEntryProgram(
  attachment: Attachment,
  probe: ir.Probe,
  saving: Saving,
  isOneOfMany: boolean,
  writer: Writer,
): void {
  const section = attachment.section.replace(/^(k|u)retprobe/, '$1probe');
  writer.line(`SEC("${section}")`);
  writer.line(`int ${attachment.program}_entry(struct pt_regs *ctx)`);
  writer.braces('', () => {
    const values = saving.arguments.map((index) => argumentText(attachment, probe, index)).join(', ');
    writer.line(`struct ${saving.type} saved = { ${values} };`);
    if (isOneOfMany) writer.line('__u32 probe = (__u32)bpf_get_attach_cookie(ctx);');
    writer.blank();
    writer.line(`stsx_save(${saving.maps}, ${isOneOfMany ? 'probe' : probe.id}, &saved);`);
    writer.line('return 0;');
  });
  writer.blank();
}

/** Where the entry program keeps the arguments, by task, probe and depth of the call. */
function emitSavedMaps(probe: ir.Probe, called: CalledHandler, writer: Writer): void {
  const saved = called.arguments.filter(isArgument);
  if (!isReturn(probe) || saved.length === 0) return;
  writer.blank();
  writer.line(`struct saved_${probe.id} {`);
  writer.indented(() => {
    saved.forEach((index) => {
      writer.line(`__s64 ${argumentName(probe, index)};`);
    });
  });
  writer.line('};');
  writer.blank();
  writer.line(`STSX_SAVED_MAPS(saved_map_${probe.id}, depth_map_${probe.id}, struct saved_${probe.id});`);
}

/** Argument `index` as the way of attaching gives it, extended from its C type's size. */
export function argumentText(attachment: Attachment, probe: ir.Probe, index: number): string {
  const { point } = probe;
  if (index === passedIndex.address) return addressText(attachment, point);
  if (index === passedIndex['user-mode']) return userModeText(point);
  if (index === passedIndex.context) return 'ctx';
  if (index === passedIndex.result) return resultText(attachment, point);
  const passed = passedName(index);
  if (passed !== undefined) return systemCallText(point, passed.replace('syscall-', ''));
  const register = registerNameOf(index);
  if (register !== undefined) return registerText(attachment, register);
  const place = parameterPlace(index);
  if (place !== undefined) return parameterText(attachment, point, place);
  if (!('parameters' in point)) throw new Error('the event has no arguments');
  const type = index === -1 && 'result' in point ? point.result : point.parameters[index]?.type;
  // Tracepoints hand over each argument in one place.
  const slot =
    point.kind === 'tracepoint'
      ? index
      : registerOf(point.parameters, index === -1 ? point.parameters.length : index);
  switch (attachment.arguments) {
    case 'raw-tracepoint':
    case 'trampoline':
      return extend(`ctx[${slot}]`, type);
    case 'mark':
      return extend(parameterText(attachment, point, index), type);
    case 'registers':
      if (index === -1) return extend('PT_REGS_RC(ctx)', type);
      return extend(
        slot < 5 && point.kind !== 'user-function'
          ? `PT_REGS_PARM${slot + 1}(ctx)`
          : parameterText(attachment, point, slot),
        type,
      );
    case 'none':
      throw new Error('the event has no arguments');
  }
}

/** The number of a system call, or an argument of it; of any other event they are 0. */
function systemCallText(point: ir.Probe['point'], what: string): string {
  const name = point.kind === 'tracepoint' ? point.name : '';
  if (name === 'sys_enter')
    return what === 'number' ? '(__s64)ctx[1]' : `stsx_syscall_register(ctx[0], ${what})`;
  return name === 'sys_exit' ? `stsx_syscall_register(ctx[0], ${what})` : '0';
}

function userModeText(point: ir.Probe['point']): string {
  switch (point.kind) {
    case 'perf':
      return 'stsx_from_user(&ctx->regs)';
    case 'user-function':
    case 'user-mark':
      return '1';
    default:
      return '0';
  }
}

/** What the function returned; 0 where the event is no return. */
function resultText(attachment: Attachment, point: ir.Probe['point']): string {
  if (!(point.kind === 'function' || point.kind === 'user-function') || point.at !== 'return') return '0';
  if (attachment.arguments === 'registers') return '(__s64)PT_REGS_RC(ctx)';
  return point.kind === 'function'
    ? `stsx_plain_argument(ctx, ${registerOf(point.parameters, point.parameters.length)})`
    : '0';
}

/** Number `place` of what the event was given, from 0, whatever its type is; 0 where it has not so many. */
function parameterText(attachment: Attachment, point: ir.Probe['point'], place: number): string {
  switch (attachment.arguments) {
    case 'raw-tracepoint': {
      const count = point.kind === 'tracepoint' ? point.parameters.length : 0;
      return place < count ? `(__s64)ctx[${place}]` : '0';
    }
    case 'trampoline':
      return `stsx_plain_argument(ctx, ${place})`;
    case 'mark':
      return `stsx_mark_argument(ctx, ${place})`;
    case 'registers':
      return `stsx_parameter_${point.kind === 'user-function' ? 'user' : 'kernel'}(ctx, ${place})`;
    case 'none':
      return '0';
  }
}

function registerText({ arguments: found }: Attachment, name: string): string {
  const { member } = registers[name] ?? {};
  if (member === undefined || (found !== 'registers' && found !== 'mark' && found !== 'none'))
    throw new Error(`no register ${name}`);
  return `(__s64)ctx->${found === 'none' ? 'regs.' : ''}${member}`;
}

/** Of the probed function's first instruction; a tracepoint has none. */
function addressText({ arguments: found }: Attachment, point: ir.Probe['point']): string {
  switch (found) {
    case 'raw-tracepoint':
      return '0';
    case 'trampoline':
      return 'stsx_function_address(ctx)';
    case 'mark':
      return '(__s64)PT_REGS_IP(ctx)';
    case 'registers':
      return point.kind === 'user-function' ? '(__s64)PT_REGS_IP(ctx)' : 'stsx_function_address(ctx)';
    case 'none':
      return '(__s64)PT_REGS_IP(&ctx->regs)';
  }
}

function extend(text: string, type: CType | undefined): string {
  const name = type ? numberName(type) : 'u64';
  return name === 'u64' || name === 's64' ? `(__s64)${text}` : `(__s64)(__${name})${text}`;
}
