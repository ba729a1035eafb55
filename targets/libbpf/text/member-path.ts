/** Paths through structures as C writes them, for both halves. */
import type * as ir from '../../../src/ir/ir.ts';

/** `struct sk_buff`, `union …`, or the typedef's name. */
export function structText({ keyword, name }: ir.Field['struct']): string {
  return keyword === 'typedef' ? name : `${keyword} ${name}`;
}

/** `__sk_common.skc_v6_daddr.in6_u.u6_addr32[2]`; all indexes are constants. */
export function pathText(path: readonly ir.FieldStep[]): string {
  return path
    .map((step, index) => {
      if (step.kind === 'member') return index === 0 ? step.name : `.${step.name}`;
      return step.index.kind === 'long' ? `[${step.index.value}]` : '';
    })
    .join('');
}

/** Where the path must be cut because the index is the first step, or computed; -1: nowhere. */
export function cutOf(path: readonly ir.FieldStep[]): number {
  return path.findIndex((step, index) => step.kind === 'index' && (index === 0 || !isConstant(step)));
}

function isConstant(step: ir.FieldStep): boolean {
  return step.kind === 'index' && step.index.kind === 'long' && step.index.value >= 0n;
}
