/**
 * What the functions of one generated file share: C names of globals and functions, the places that errors name, the compiled
 * regular expressions.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { Plan } from '../../../src/5-split/plan.ts';
import type { EventUse } from '../recording.ts';
import { cIdentifier, cString } from '../text/literal.ts';
import { NameTable } from '../text/name-table.ts';
import { SiteTable } from '../text/site-table.ts';

export interface Unit {
  readonly plan: Plan;
  readonly program: ir.Program;
  /** By global's id: `g_n`. */
  readonly globals: readonly string[];
  /** By function's id: `f_print_activity`. */
  readonly functions: readonly string[];
  readonly sites: SiteTable;
  /** Patterns in the order of first use. */
  readonly regexes: string[];
  /** Members of kernel structures that handlers without an event read: structure and path, in the order of first use. */
  readonly members: string[];
  readonly events: EventUse['kind'];
}

export function createUnit(plan: Plan, events: EventUse['kind'] = 'live'): Unit {
  const { program } = plan;
  const names = new NameTable();
  return {
    plan,
    program,
    globals: program.globals.map(({ name }) => names.unique(`g_${cIdentifier(name)}`)),
    functions: program.functions.map(({ name }) => names.unique(`f_${cIdentifier(name)}`)),
    sites: new SiteTable('sites'),
    regexes: [],
    members: [],
    events,
  };
}

export function useRegex(unit: Unit, pattern: string): string {
  let index = unit.regexes.indexOf(pattern);
  if (index < 0) index = unit.regexes.push(pattern) - 1;
  return `&regex_${index}`;
}

export function regexDefinitions(unit: Unit): readonly string[] {
  return unit.regexes.map(
    (pattern, index) => `static struct stsx_regex regex_${index} = { .pattern = ${cString(pattern)} };`,
  );
}

export function useMember(unit: Unit, struct: string, path: string): string {
  const row = `{ ${cString(struct)}, ${cString(path)} }`;
  let index = unit.members.indexOf(row);
  if (index < 0) index = unit.members.push(row) - 1;
  return `&members[${index}]`;
}

export function memberTable(unit: Unit): readonly string[] {
  if (unit.members.length === 0) return [];
  return ['static struct stsx_member members[] = {', ...unit.members.map((row) => `\t${row},`), '};'];
}

/** The global, which a well-formed program has. */
export function globalOf(unit: Unit, id: number): ir.Global {
  const global = unit.program.globals[id];
  if (!global) throw new Error(`no global ${id}`);
  return global;
}

export function globalName(unit: Unit, id: number): string {
  const name = unit.globals[id];
  if (name === undefined) throw new Error(`no global ${id}`);
  return name;
}

/** Both halves work on it. */
export function isShared(unit: Unit, id: number): boolean {
  return unit.plan.globals[id]?.home === 'shared';
}

export function statShapeName(unit: Unit, id: number): string {
  return `&shape_${globalName(unit, id).slice('g_'.length)}_stat`;
}
