/**
 * Which locals must be set at the head of a handler: SystemTap's begin as 0, bpftrace's do not exist before they are assigned, nor
 * outside the block that did it. In: a body. Out: the locals that are read before, or outside.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { settlesIn } from '../tidy/settles.ts';
import { touches } from '../tidy/uses-of-locals.ts';

export function localsToDeclare(body: ir.Block, locals: readonly ir.Local[]): readonly ir.Local[] {
  return locals.filter(({ index }) => touches(body, index) && !settlesIn(body, index));
}
