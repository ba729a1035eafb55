/**
 * `@entry(e)` and parameters in return probes (stapprobes(3stap), MORE ON RETURN PROBES): their values at entry are kept, by thread and depth
 * of nesting, by a probe at the function's entry, and fetched when the return probe starts. Comes in: a return probe's body;
 * goes out: the body that reads locals instead, and the body of the entry probe. A call that began before the session started
 * has no entry values: they read as 0 or "".
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import { visit } from '../../ast/visit.ts';
import { uniqueName } from '../add-unit.ts';
import type { Session } from '../session.ts';
import * as make from './make-nodes.ts';

export interface EntryValues {
  readonly returnBody: ast.Block;
  /** How many statements at its start fetch values and take them away. */
  readonly fetched: number;
  readonly entryBody: ast.Block;
  /** The arrays that hand the values over. */
  readonly globals: readonly ast.Global[];
  /** Which local of the return body holds which expression of the entry body. */
  readonly locals: ReadonlyMap<string, ast.Expression>;
}

/** `threadId`: the name of the function that gives the thread's number. Undefined: nothing of the kind is in the body. */
export function extractEntryValues(
  session: Session,
  body: ast.Block,
  threadId: string,
): EntryValues | undefined {
  const values: { readonly local: string; readonly expression: ast.Expression; readonly key: string }[] = [];

  function localFor(expression: ast.Expression): string {
    const key = keyOf(expression);
    const same = values.find((value) => key !== undefined && value.key === key);
    if (same !== undefined) return same.local;
    const local = `__entry_value_${values.length}`;
    values.push({ local, expression, key: key ?? local });
    return local;
  }

  function replace(node: ast.Node): ast.Node {
    if (node.kind === 'Entry') return make.identifier(node, localFor(node.operand));
    if (isEntryVariable(node)) return make.identifier(node, localFor(node));
    return mapChildren(node, replace);
  }

  const replaced = replace(body) as ast.Block;
  if (values.length === 0) return undefined;

  const depth = uniqueName(session, '__entry_depth');
  const arrays = values.map(() => uniqueName(session, '__entry_values'));
  const thread = (): ast.Call => make.call(body, threadId, []);
  const level = (): ast.Index => make.index(body, depth, [thread()]);
  const element = (place: number): ast.Index => make.index(body, arrays[place] ?? '', [thread(), level()]);
  const fetch = values.flatMap(({ local }, place): ast.Statement[] => [
    make.statement(make.assignment(make.identifier(body, local), element(place))),
    make.deletion(element(place)),
  ]);
  const leave = make.conditional(
    make.comparison('<', make.decrement(level()), make.number(body, 1n)),
    make.deletion(level()),
  );
  const keep = values.map(({ expression }, place) =>
    make.statement(make.assignment(element(place), expression)),
  );
  return {
    returnBody: { ...replaced, statements: [...fetch, leave, ...replaced.statements] },
    fetched: fetch.length + 1,
    entryBody: { ...body, statements: [make.statement(make.increment(level())), ...keep] },
    globals: [depth, ...arrays].map((name) => make.global(body, name)),
    locals: new Map(values.map(({ local, expression }) => [local, expression])),
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

/** Equal texts without indexes are one value; undefined where it cannot be told. */
function keyOf(node: ast.Expression): string | undefined {
  if (node.kind !== 'TargetVariable' || node.steps.some(({ kind }) => kind === 'index')) return undefined;
  const members = node.steps.map((step) => (step.kind === 'member' ? step.name : '')).join('->');
  return `${node.addressOf ? '&' : ''}${node.name}->${members}${node.pretty}`;
}

/** Where @entry stands outside return probes. */
export function refuseEntries(session: Session, body: ast.Block): void {
  visit(body, {
    Entry: (node) => {
      session.report.add('STSX2206', node.span, {});
      return false;
    },
  });
}
