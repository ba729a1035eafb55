/** Declarations of a function's locals: numbers are C variables, strings are buffers in the context's arena. */
import type * as ir from '../../../src/ir/ir.ts';
import { NameTable } from '../text/name-table.ts';

export function localNames(locals: readonly ir.Local[]): readonly string[] {
  const names = new NameTable();
  return locals.map(({ name }) => names.unique(name));
}

export interface LocalUse {
  readonly read: ReadonlySet<number>;
  readonly assigned: ReadonlySet<number>;
}

/** `first` is where the locals behind the parameters begin. Locals that nothing mentions are left out. */
export function localDeclarations(
  locals: readonly ir.Local[],
  names: readonly string[],
  use: LocalUse,
  first: number,
): { readonly lines: readonly string[]; readonly madeStrings: boolean } {
  const lines: string[] = [];
  let madeStrings = false;
  for (const local of locals.slice(first)) {
    const name = names[local.index] ?? '';
    if (!use.read.has(local.index) && !use.assigned.has(local.index)) continue;
    if (local.type === 'long') lines.push(`int64_t ${name} = 0;`);
    else lines.push(`char *${name} = stsx_string_buffer(c);`);
    madeStrings ||= local.type === 'string';
    if (!use.read.has(local.index)) lines.push(`(void)${name};`);
  }
  return { lines, madeStrings };
}
