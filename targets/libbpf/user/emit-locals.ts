/** Declarations of a function's locals: numbers are C variables, strings are buffers in the context's arena. */
import type * as ir from '../../../src/ir/ir.ts';
import { NameTable } from '../text/name-table.ts';
import type { Line } from '../text/writer.ts';

export function localNames(locals: readonly ir.Local[]): readonly string[] {
  const names = new NameTable();
  return locals.map(({ name }) => names.unique(name));
}

/** `first` is where the locals behind the parameters begin. Locals that no line of the body mentions are left out. */
export function localDeclarations(
  locals: readonly ir.Local[],
  names: readonly string[],
  read: ReadonlySet<number>,
  body: readonly Line[],
  first: number,
): { readonly lines: readonly string[]; readonly madeStrings: boolean } {
  const lines: string[] = [];
  let madeStrings = false;
  for (const local of locals.slice(first)) {
    const name = names[local.index] ?? '';
    const mention = new RegExp(`\\b${name}\\b`);
    if (!body.some(({ text }) => mention.test(text))) continue;
    if (local.type === 'long') lines.push(`int64_t ${name} = 0;`);
    else lines.push(`char *${name} = stsx_string_buffer(c);`);
    madeStrings ||= local.type === 'string';
    if (!read.has(local.index)) lines.push(`(void)${name};`);
  }
  return { lines, madeStrings };
}
