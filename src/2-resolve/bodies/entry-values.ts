/**
 * `@entry(e)` and parameters in return probes (stapprobes(3stap), MORE ON RETURN PROBES): their values at entry are kept, by thread and depth
 * of nesting, by a probe at the function's entry, and fetched when the return probe starts. Comes in: a return probe's body;
 * goes out: the body that reads locals instead, and what hands the values over. Plain parameters stay, and arguments by their place:
 * every target hands them to return probes as they came. A call that began before the session started has no entry values: they read as
 * 0 or "".
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import { uniqueName } from '../add-unit.ts';
import type { Session } from '../session.ts';
import * as make from './make-nodes.ts';

export interface EntryValue {
  /** What the return probe reads instead. */
  readonly local: string;
  readonly expression: ast.Expression;
}

/** The body with locals for entry values, and which. */
export interface Extracted {
  readonly body: ast.Block;
  readonly values: readonly EntryValue[];
}

/** `isArgument`: the call gives an argument by its place. `ownVariables`: what is not in @entry is of the return probe's own event. */
export function extractEntryValues(
  body: ast.Block,
  isArgument: (call: ast.Call) => boolean = () => false,
  ownVariables = false,
): Extracted {
  const values: (EntryValue & { readonly key: string | undefined })[] = [];

  function localFor(expression: ast.Expression): string {
    const key = keyOf(expression);
    const same = values.find((value) => key !== undefined && value.key === key);
    if (same !== undefined) return same.local;
    const local = `__entry_value_${values.length}`;
    values.push({ local, expression, key });
    return local;
  }

  function replace(node: ast.Node): ast.Node {
    if (node.kind === 'Entry') {
      const { operand } = node;
      const stays = !ownVariables && (isPlainParameter(operand) || isPlainArgument(operand, isArgument));
      return stays ? operand : make.identifier(node, localFor(operand));
    }
    if (!ownVariables && isEntryVariable(node) && !isPlainParameter(node))
      return make.identifier(node, localFor(node));
    return mapChildren(node, replace);
  }

  return { body: replace(body) as ast.Block, values };
}

export interface Handover {
  /** At the head of the return probe: takes the values and their room. */
  readonly fetch: readonly ast.Statement[];
  /** Body of the entry probe. */
  readonly keep: ast.Block;
  /** The arrays between them. */
  readonly globals: readonly ast.Global[];
}

/** What the values of many functions, handed over in the same arrays, are told apart by. */
export interface SharedArrays {
  /** Arrays made for the same values before. */
  readonly known: EntryArrays | undefined;
  /** Name of the function that gives the probed function's address. */
  readonly address: string;
}

export interface EntryArrays {
  readonly depth: string;
  readonly values: readonly string[];
}

/**
 * `threadId`: the name of the function that gives the thread's number. Before Linux 5.15, which tells no address, calls of functions that
 * share arrays count as nested in each other, as they are.
 */
export function handOver(
  session: Session,
  at: ast.Block,
  values: readonly EntryValue[],
  threadId: string,
  shared?: SharedArrays,
): Handover & { readonly arrays: EntryArrays } {
  const arrays = shared?.known ?? {
    depth: uniqueName(session, '__entry_depth'),
    values: values.map(() => uniqueName(session, '__entry_values')),
  };
  const keys = (): ast.Call[] =>
    [threadId, ...(shared ? [shared.address] : [])].map((name) => make.call(at, name, []));
  const level = (): ast.Index => make.index(at, arrays.depth, keys());
  const element = (place: number): ast.Index =>
    make.index(at, arrays.values[place] ?? '', [...keys(), level()]);
  const fetch = values.flatMap(({ local }, place): ast.Statement[] => [
    make.statement(make.assignment(make.identifier(at, local), element(place))),
    make.deletion(element(place)),
  ]);
  const leave = make.conditional(
    make.comparison('<', make.decrement(level()), make.number(at, 1n)),
    make.deletion(level()),
  );
  const keep = values.map(({ expression }, place) =>
    make.statement(make.assignment(element(place), expression)),
  );
  return {
    fetch: [...fetch, leave],
    keep: make.block(at, [make.statement(make.increment(level())), ...keep]),
    globals: shared?.known ? [] : [arrays.depth, ...arrays.values].map((name) => make.global(at, name)),
    arrays,
  };
}

/** A thread is in at most one system call; a call that did not come back is overwritten by the next. */
export function handOverOne(
  session: Session,
  at: ast.Block,
  values: readonly EntryValue[],
  threadId: string,
): Handover {
  const arrays = values.map(() => uniqueName(session, '__entry_values'));
  const element = (place: number): ast.Index =>
    make.index(at, arrays[place] ?? '', [make.call(at, threadId, [])]);
  const keep = values.map(({ expression }, place) =>
    make.statement(make.assignment(element(place), expression)),
  );
  return {
    fetch: values.flatMap(({ local }, place): ast.Statement[] => [
      make.statement(make.assignment(make.identifier(at, local), element(place))),
      make.deletion(element(place)),
    ]),
    keep: make.block(at, keep),
    globals: arrays.map((name) => make.global(at, name)),
  };
}

/** Everything but what only the return knows. */
function isEntryVariable(node: ast.Node): node is ast.TargetVariable | ast.AtVar {
  if (node.kind === 'AtVar') return !node.name.includes('@') && node.module === undefined;
  return (
    node.kind === 'TargetVariable' &&
    node.name !== '$return' &&
    node.name !== '$$return' &&
    node.name !== '$$name'
  );
}

/** A parameter itself, or a text of all of them: a return probe has the arguments at hand as they came. */
function isPlainParameter(node: ast.Expression): boolean {
  return isEntryVariable(node) && node.steps.length === 0 && node.pretty === '' && !node.addressOf;
}

/** A number says which argument, so that nothing of it belongs to the entry alone. */
function isPlainArgument(node: ast.Expression, isArgument: (call: ast.Call) => boolean): boolean {
  return node.kind === 'Call' && node.arguments[0]?.kind === 'NumberLiteral' && isArgument(node);
}

/** Equal texts without indexes are one value; undefined where it cannot be told. */
function keyOf(node: ast.Expression): string | undefined {
  if (node.kind !== 'TargetVariable' || node.steps.some(({ kind }) => kind === 'index')) return undefined;
  const members = node.steps.map((step) => (step.kind === 'member' ? step.name : '')).join('->');
  return `${node.addressOf ? '&' : ''}${node.name}->${members}${node.pretty}`;
}

/** Where @entry stands outside return probes. */
export function refuseEntries(session: Session, body: ast.Block): void {
  for (const node of nodesOf(body, 'Entry')) session.report.add('STSX2206', node.span, {});
}
