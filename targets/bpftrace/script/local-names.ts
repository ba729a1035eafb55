/** Names for a handler's locals: the script's own, and for those that inlining made the name inside the function. Out: one a local, without `$`. */
import type * as ir from '../../../src/ir/ir.ts';

export function localNames(locals: readonly ir.Local[], own: number, program: ir.Program): readonly string[] {
  const taken = new Set(locals.slice(0, own).map(({ name }) => name));
  return locals.map(({ name }, index) => {
    if (index < own) return name;
    const short = shorten(name, program);
    let chosen = short;
    for (let count = 2; taken.has(chosen); count++) chosen = `${short}${count}`;
    taken.add(chosen);
    return chosen;
  });
}

/** `print_activity_pid` is print_activity's pid, `ntohs_result` what ntohs gives. */
function shorten(name: string, program: ir.Program): string {
  const fn = program.functions
    .filter((candidate) => name.startsWith(`${candidate.name}_`))
    .sort((left, right) => right.name.length - left.name.length)[0];
  if (!fn) return name;
  const rest = name.slice(fn.name.length + 1);
  return (rest === 'result' ? fn.name : rest).replace(/^_+/, '') || name;
}
