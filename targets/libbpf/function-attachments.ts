/**
 * The ways to attach to a kernel function. For many functions at once nothing attaches as fast as one program for all, be it by
 * kprobe.multi (Linux 5.18) or by a kprobe for each with a cookie that tells which (5.15); for one function nothing runs as fast as a
 * trampoline. The library puts the shared ways last where it turns out to be few.
 */
import { registerOf, type FunctionPoint } from '../../src/program/attach-point.ts';
import type { Attachment } from './attachments.ts';
import { parameterPlace, passedIndex, registerNameOf } from './kernel/frame.ts';
import type { SharedProgram } from './twins.ts';

/** More functions than that have no programs of their own: the object would take longer to load than to attach. */
const mostOwnPrograms = 256;

export function functionAttachments(
  id: number,
  point: FunctionPoint,
  shared: SharedProgram | undefined,
  passed: ReadonlySet<number>,
): readonly Attachment[] {
  const isEntry = point.at === 'entry';
  const prefix = isEntry ? '' : 'RET';
  const probed = isEntry ? 'kprobe' : 'kretprobe';
  const trampoline = isEntry ? 'fentry' : 'fexit';
  const where = { target: point.name, module: point.module, hertz: undefined };
  const multi: Attachment = {
    ...where,
    kind: isEntry ? 'STSX_ATTACH_KPROBE_MULTI' : 'STSX_ATTACH_KRETPROBE_MULTI',
    program: `probe_${shared?.first ?? id}_multi`,
    section: `${probed}.multi/${point.name}`,
    arguments: 'registers',
  };
  const each: Attachment = { ...multi, kind: `STSX_ATTACH_K${prefix}PROBE_EACH` };
  const own: readonly Attachment[] = [
    ...(trampolineServes(point, passed)
      ? [
          {
            ...where,
            kind: isEntry ? 'STSX_ATTACH_FENTRY' : 'STSX_ATTACH_FEXIT',
            program: `probe_${id}_${trampoline}`,
            section: `${trampoline}/${point.name}`,
            arguments: 'trampoline' as const,
          },
        ]
      : []),
    ...(shared === undefined ? [multi] : []),
    {
      ...where,
      kind: `STSX_ATTACH_K${prefix}PROBE`,
      program: `probe_${id}_${probed}`,
      section: `${probed}/${point.name}`,
      arguments: 'registers',
    },
  ];
  if (shared === undefined) return own;
  return shared.count > mostOwnPrograms ? [multi, each] : [multi, each, ...own];
}

/** A trampoline hands over the parameters that BTF knows and, behind them, the result, but no registers. */
function trampolineServes(point: FunctionPoint, passed: ReadonlySet<number>): boolean {
  return [...passed].every((index) => {
    if (index === passedIndex.result) return point.at === 'entry' || point.result.kind !== 'void';
    if (registerNameOf(index) !== undefined) return false;
    return (parameterPlace(index) ?? -1) < registerOf(point.parameters, point.parameters.length);
  });
}
