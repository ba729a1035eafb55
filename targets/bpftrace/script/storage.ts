/**
 * How a .bt file keeps each global. In: the tidied handlers. Out: one row a global that they use. What events only add to is a `count()`
 * or `sum()`, which every CPU keeps for itself, so no update is lost. What is printed and then emptied while events go on has a
 * generation: events add to the next one while the last is printed, so none is lost and none counts twice.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import { isEventPoint } from '../../../src/program/attach-point.ts';
import type { DeviationList } from '../deviations.ts';
import type { Dialect } from '../dialects.ts';

export interface ScriptHandler {
  readonly probe: ir.Probe;
  readonly body: ir.Block;
  readonly locals: readonly ir.Local[];
}

export interface GlobalStorage {
  readonly global: ir.Global;
  /** Without `@`. */
  readonly name: string;
  /** `set`: written as a variable; the others are sums that each CPU keeps. */
  readonly kind: 'set' | 'count' | 'sum' | 'stat';
  readonly generation: Generation | undefined;
}

/** Globals that the same handlers empty share one. */
export interface Generation {
  /** The map that holds its number, without `@`. */
  readonly name: string;
  /** `key`: it is the first key of each map. `pair`: each map is there twice, since this version cannot walk through one. */
  readonly form: 'key' | 'pair';
  /** Probes by id that empty its globals, and so begin the next. */
  readonly flippedBy: ReadonlySet<number>;
}

interface Uses {
  /** Additions in event handlers. */
  adds: number;
  onlyOnes: boolean;
  /** Event handlers use it otherwise: read it, or set it. */
  eventSets: boolean;
  eventUpdates: boolean;
  /** begin, end and timer handlers set it. */
  sets: boolean;
  /** They read it outside a foreach over it. */
  reads: boolean;
  readonly emptiedBy: Set<number>;
  /** Emptied under a condition, or one element at a time. */
  emptiedInPart: boolean;
}

export function planStorage(
  program: ir.Program,
  handlers: readonly ScriptHandler[],
  dialect: Dialect,
  deviations: DeviationList,
): readonly GlobalStorage[] {
  const uses = program.globals.map(() => newUses());
  for (const handler of handlers) noteUses(handler, program, uses);
  const kinds = program.globals.map((global) =>
    kindOf(global, uses[global.id] ?? newUses(), dialect, deviations),
  );
  const groups = new Map<string, Generation>();
  return program.globals.map((global): GlobalStorage => {
    const kind = kinds[global.id] ?? 'set';
    const name = publicName(global.name, program);
    const used = uses[global.id] ?? newUses();
    const goesOn = [...used.emptiedBy].some((id) => program.probes[id]?.point.kind === 'timer');
    if (kind !== 'set' && used.emptiedInPart) deviations.note('reset-race', [global.name]);
    if (kind === 'set' || !goesOn || used.emptiedInPart) return { global, name, kind, generation: undefined };
    const group = [...used.emptiedBy].sort((left, right) => left - right).join(' ');
    const known = groups.get(group);
    const generation = known ?? {
      name: groups.size === 0 ? 'generation' : `${global.name}_generation`,
      form: dialect.has('map-loops') ? 'key' : 'pair',
      flippedBy: used.emptiedBy,
    };
    groups.set(group, generation);
    return { global, name, kind, generation };
  });
}

/** Private names of the library have a prefix, which says nothing here where no other global has the name. */
function publicName(name: string, program: ir.Program): string {
  const short = name.replace(/^__private_/, '');
  return program.globals.some((other) => other.name === short) ? name : short;
}

function newUses(): Uses {
  return {
    adds: 0,
    onlyOnes: true,
    eventSets: false,
    eventUpdates: false,
    sets: false,
    reads: false,
    emptiedBy: new Set(),
    emptiedInPart: false,
  };
}

function kindOf(
  global: ir.Global,
  uses: Uses,
  dialect: Dialect,
  deviations: DeviationList,
): GlobalStorage['kind'] {
  if (global.kind === 'stat' || (global.kind === 'array' && global.value === 'stat')) return 'stat';
  const isText = global.kind === 'scalar' ? global.type === 'string' : global.value === 'string';
  const initial = global.kind === 'scalar' && global.initial !== 0n;
  const readsBack = dialect.has('castable-aggregates') || (global.kind === 'array' && !uses.reads);
  if (
    !isText &&
    !initial &&
    uses.adds > 0 &&
    !uses.eventSets &&
    !uses.eventUpdates &&
    !uses.sets &&
    readsBack
  ) {
    return uses.onlyOnes ? 'count' : 'sum';
  }
  if (uses.adds > 0 || uses.eventUpdates) deviations.note('lost-updates', [global.name]);
  return 'set';
}

function noteUses({ probe, body }: ScriptHandler, program: ir.Program, uses: readonly Uses[]): void {
  const isEvent = isEventPoint(probe.point);
  const at = (global: number): Uses => uses[global] ?? newUses();
  const atTop = new Set<ir.Statement>(body.statements);
  const loops: number[] = [];
  const additions = new Set<ir.Expression>();

  function emptied(global: number, statement: ir.Statement): void {
    if (isEvent) at(global).eventSets = true;
    else if (atTop.has(statement)) at(global).emptiedBy.add(probe.id);
    else at(global).emptiedInPart = true;
  }

  function statement(node: ir.Statement): boolean | void {
    if (node.kind === 'evaluate') {
      const { expression } = node;
      const addition = additionOf(expression);
      if (addition && isEvent && !isOwnThreads((expression as ir.Assign | ir.Step).target)) {
        additions.add(expression);
        at(addition.global).adds++;
        if (!addition.one) at(addition.global).onlyOnes = false;
      }
      const resets =
        expression.kind === 'assign' &&
        expression.target.kind === 'global' &&
        expression.operator === undefined &&
        expression.value.kind === 'long' &&
        expression.value.value === 0n;
      if (resets) {
        additions.add(expression);
        emptied(expression.target.global, node);
      }
    }
    if (node.kind === 'delete') {
      const { target } = node;
      if (target.kind === 'element' || target.kind === 'stat-element')
        at(target.global).emptiedInPart ||= !isEvent;
      if (target.kind === 'element' && isEvent) at(target.global).eventSets = true;
      if (target.kind === 'array' || target.kind === 'stat-global' || target.kind === 'global')
        emptied(target.global, node);
    }
    if (node.kind === 'delete-matching') at(node.global).emptiedInPart = true;
    if (node.kind === 'foreach') {
      loops.push(node.global);
      if (isEvent) at(node.global).eventSets = true;
      walk(node.body, { statement, expression });
      loops.pop();
      return false;
    }
    return undefined;
  }

  function expression(node: ir.Expression): boolean | void {
    if (node.kind === 'assign' || node.kind === 'step') {
      const { target } = node;
      if (target.kind !== 'local' && !additions.has(node)) {
        const updates = node.kind === 'step' || node.operator !== undefined;
        if (!isEvent) at(target.global).sets = true;
        else if (updates && !isOwnThreads(target)) at(target.global).eventUpdates = true;
        else at(target.global).eventSets = true;
      }
    }
    const read = node.kind === 'read' && node.place.kind !== 'local' ? node.place.global : undefined;
    const member = node.kind === 'member' ? node.global : undefined;
    const global = read ?? member;
    if (global === undefined || program.globals[global] === undefined) return;
    if (isEvent) at(global).eventSets = true;
    else if (!loops.includes(global)) at(global).reads = true;
  }

  walk(body, { statement, expression });
}

/** An element that only the running thread has. */
function isOwnThreads(target: ir.Place): boolean {
  return (
    target.kind === 'element' && target.keys.some((key) => key.kind === 'intrinsic' && key.name === 'tid')
  );
}

/** `g++` and `g += n` as statements. */
export function additionOf(
  node: ir.Expression,
): { readonly global: number; readonly one: boolean; readonly value: ir.Expression | undefined } | undefined {
  if (node.kind === 'step' && node.target.kind !== 'local' && node.delta === 1) {
    return { global: node.target.global, one: true, value: undefined };
  }
  if (node.kind === 'assign' && node.operator === '+' && node.target.kind !== 'local') {
    return { global: node.target.global, one: false, value: node.value };
  }
  return undefined;
}
