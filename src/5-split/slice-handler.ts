/**
 * Divides a streamed handler. In: a handler whose memory-reading calls are inlined. Out: the guard and the capture part for the
 * kernel half, the record's fields, and the user part.
 *
 * The kernel's part is the handler itself, less what only the user half can do: it keeps the assignments, tests and tries that
 * event reads depend on, so each read sees the address that the handler would have computed. Where a test is the user
 * half's alone, both branches are captured; a read is harmless, and a fault counts only where the user part uses the field.
 */
import type * as ir from '../ir/ir.ts';
import type { KernelCapabilities } from './capabilities.ts';
import type { StreamedPart } from './plan.ts';
import { pruneKernelPart } from './prune-kernel-part.ts';
import { Slicer } from './slicer.ts';
import type { Unreadable } from './late-reads.ts';
import { valueType } from './slice-parts.ts';
import { localLengths, stringLength, type ProgramLengths } from './string-lengths.ts';
import { takeGuard } from './take-guard.ts';

export interface SliceOptions {
  /** Each event gets a record, those too that the handler rejects at once. */
  readonly recording: boolean;
  /** What the kernel half cannot read may be read when the event is past. */
  readonly allowsLate: boolean;
}

export function sliceHandler(
  body: ir.Block,
  locals: readonly ir.Local[],
  /** Ambient reads of functions that the handler calls. */
  calledAmbients: readonly ir.Intrinsic[],
  point: ir.Probe['point'],
  lengths: ProgramLengths,
  capabilities: KernelCapabilities,
  { recording, allowsLate }: SliceOptions,
): StreamedPart | readonly Unreadable[] {
  const guarded = recording ? { guard: noStatements, rest: body } : takeGuard(body, capabilities);
  const divide = (readsOnAfterLoops: boolean) => {
    const slicer = new Slicer({ capabilities, point, locals, lengths, allowsLate, readsOnAfterLoops });
    for (const ambient of calledAmbients) slicer.calledAmbient(ambient);
    return { slicer, sliced: slicer.block(guarded.rest) };
  };
  let { slicer, sliced } = divide(true);
  if (slicer.unreadable.length > 0) ({ slicer, sliced } = divide(false));
  if (slicer.unreadable.length > 0) return slicer.unreadable;
  const kernel: ir.Block = { kind: 'block', statements: [...slicer.first, ...sliced.kernel.statements] };
  const localLength = localLengths(
    { kind: 'block', statements: [...guarded.guard.statements, ...kernel.statements] },
    slicer.locals,
    lengths,
  );
  const pruned = pruneKernelPart(guarded.guard, kernel);
  return {
    guard: pruned.guard,
    capture: pruned.capture,
    fields: slicer.fields.map(({ value, ambient, turns, key }) => ({
      key,
      turns,
      type: valueType(value),
      maxLength:
        value.type === 'string' ? stringLength(value, (local) => localLength[local] ?? 0, lengths) : 0,
      ambient,
    })),
    kernelLocals: slicer.locals.map((local) => ({ ...local, maxLength: localLength[local.index] ?? 0 })),
    userBody: sliced.user,
    userLocals: slicer.locals,
    late: slicer.late,
  };
}

const noStatements: ir.Block = { kind: 'block', statements: [] };
