/**
 * `@entry(e)` and parameters in return probes (stapprobes(3stap), MORE ON RETURN PROBES): their values at entry are kept, by thread and depth
 * of nesting, by a probe at the function's entry, and fetched when the return probe starts. Comes in: a return probe's body;
 * goes out: the body that reads locals instead, and what hands the values over. Plain parameters stay: every target hands them to
 * return probes as they came. A call that began before the session started has no entry values: they read as 0 or "".
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

/** `ownVariables`: what is not in @entry belongs to the return probe's own event. */
export function extractEntryValues(body: ast.Block, ownVariables = false): Extracted {
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
      const stays = !ownVariables && isPlainParameter(node.operand);
      return stays ? node.operand : make.identifier(node, localFor(node.operand));
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

/** `threadId`: the name of the function that gives the thread's number. `nests`: a thread can be in the function more than once. */
export function handOver(
  session: Session,
  at: ast.Block,
  values: readonly EntryValue[],
  threadId: string,
  nests = true,
): Handover {
  if (!nests) return handOverOne(session, at, values, threadId);
  const depth = uniqueName(session, '__entry_depth');
  const arrays = values.map(() => uniqueName(session, '__entry_values'));
  const thread = (): ast.Call => make.call(at, threadId, []);
  const level = (): ast.Index => make.index(at, depth, [thread()]);
  const element = (place: number): ast.Index => make.index(at, arrays[place] ?? '', [thread(), level()]);
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
    globals: [depth, ...arrays].map((name) => make.global(at, name)),
  };
}

/** A thread is in at most one system call; a call that did not come back is overwritten by the next. */
function handOverOne(
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
