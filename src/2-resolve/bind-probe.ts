/**
 * One probe of a script to its derived probes, each with a body of its own: alias prologues, the script's body, alias epilogues, names
 * bound and @defined decided for that attach point. Comes in: a parsed probe; goes out: derived probes whose target variables
 * are still to be resolved (resolve-probe-accesses.ts), since that needs the functions.
 */
import type * as ast from '../ast/ast.ts';
import { printExpression } from '../ast/print-expression.ts';
import type { FunctionPoint, TracepointPoint, UserFunctionPoint } from '../program/attach-point.ts';
import { cTypeText } from '../program/c-type-text.ts';
import type { DerivedProbe, GlobalSymbol } from '../program/program.ts';
import { bindConditions } from './bodies/bind-condition.ts';
import { bindNames } from './bodies/bind-names.ts';
import {
  extractEntryValues,
  handOver,
  handOverOne,
  refuseEntries,
  type EntryArrays,
  type EntryValue,
  type SharedArrays,
} from './bodies/entry-values.ts';
import { callForFileValue } from './bodies/file-value.ts';
import { foldDefined } from './bodies/fold-defined.ts';
import * as make from './bodies/make-nodes.ts';
import { replaceConstants } from './bodies/replace-constants.ts';
import { nameSyscallResult, syscallEntry, testsForEntry } from './bodies/syscall-return.ts';
import { findFunctions } from './find-name.ts';
import type { FunctionBodies } from './function-bodies.ts';
import type { Derivation } from './points/derivation.ts';
import type { Session, Unit } from './session.ts';
import { isDefined } from './targets/is-defined.ts';
import { isTargetExpression, resolveAccess } from './targets/resolve-access.ts';
import { targetContext, type TargetContext } from './targets/target-context.ts';

/** A derived probe and what its target variables are resolved with. */
export interface BoundProbe {
  readonly probe: DerivedProbe;
  readonly context: TargetContext;
}

export interface BoundProbes {
  readonly probes: readonly BoundProbe[];
  /** Arrays that carry entry values. */
  readonly globals: readonly GlobalSymbol[];
}

/** `isOneOfMany`: the declaration has other points too. */
export function bindProbe(
  session: Session,
  declaration: ast.Probe,
  unit: Unit,
  derivation: Derivation,
  functions: FunctionBodies,
  isOneOfMany = false,
): BoundProbes {
  const context = targetContext(session.kernel, derivation.attach);
  const entry = syscallEntry(derivation.attach, session.kernel);
  const bound = callForFileValue(
    session,
    bindBody(session, declaration, unit, derivation, functions),
    derivation.attach,
    (name) => libraryFunction(session, unit, functions, name),
  );
  const body = foldDefined(entry === undefined ? bound : nameSyscallResult(bound), (operand) =>
    isDefined(context, operand),
  );
  const condition = bindConditions(session, derivation.conditions);
  const probe: DerivedProbe = {
    point: derivation.attach,
    pointText: derivation.pointText,
    name: derivation.name,
    condition,
    body,
    origin: unit.file.source.origin,
    declaration,
  };
  const { attach } = derivation;
  if ((attach.kind === 'function' || attach.kind === 'user-function') && attach.at === 'return') {
    return bindReturn(session, unit, { ...probe, point: attach }, functions, isOneOfMany);
  }
  if (entry !== undefined) return bindSyscallReturn(session, unit, probe, entry, functions);
  refuseEntries(session, body);
  return { probes: [{ probe, context }], globals: [] };
}

/** A return probe that needs values from the function's entry gets a probe there, which comes first. */
function bindReturn(
  session: Session,
  unit: Unit,
  probe: DerivedProbe & { readonly point: FunctionPoint | UserFunctionPoint },
  functions: FunctionBodies,
  isOneOfMany: boolean,
): BoundProbes {
  const context = targetContext(session.kernel, probe.point);
  const { body, values } = extractEntryValues(probe.body, (call) => isArgumentFunction(session, call.name));
  if (values.length === 0) return { probes: [{ probe: { ...probe, body }, context }], globals: [] };

  const threadId = libraryFunction(session, unit, functions, 'tid');
  const known =
    isOneOfMany && probe.point.kind === 'function' ? arraysFor(session, probe.declaration) : undefined;
  const key = valuesText(context, values);
  const shared: SharedArrays | undefined = known && {
    known: known.get(key),
    address: libraryFunction(session, unit, functions, 'addr'),
  };
  const { fetch, keep, globals, arrays } = handOver(session, body, values, threadId, shared);
  known?.set(key, arrays);
  const entry: DerivedProbe = {
    ...probe,
    point: entryOf(probe.point),
    pointText: probe.pointText.replace(/\.return\b.*$/, '.call'),
    condition: undefined,
    body: keep,
    origin: 'tapset',
  };
  // The condition guards the script's part only: what was kept at entry is taken away in any case.
  const { condition } = probe;
  const guarded = condition === undefined ? body.statements : [make.conditional(condition, body)];
  const back: DerivedProbe = {
    ...probe,
    condition: undefined,
    body: make.block(body, [...fetch, ...guarded]),
  };
  return {
    probes: [
      { probe: entry, context: targetContext(session.kernel, entry.point) },
      { probe: back, context },
    ],
    globals: globals.map(entryGlobal),
  };
}

/** The library's functions that give an argument by its place, which return probes have at hand (tapset/arguments.stp). */
const argumentFunctions = [
  ...['int_arg', 'uint_arg', 'long_arg', 'ulong_arg', 'longlong_arg', 'ulonglong_arg', 'pointer_arg'],
  ...['s32_arg', 'u32_arg', 's64_arg', 'u64_arg'],
];

function isArgumentFunction(session: Session, name: string): boolean {
  return argumentFunctions.some((known) =>
    session.functions
      .get(known)
      ?.some((entry) => entry.name === name && entry.unit.file.source.origin === 'tapset'),
  );
}

/**
 * Points of one probe that keep the same values have the same arrays, so that one handler, and one program, serves all of them: a
 * wildcard's arrays would be hundreds, its programs more than a kernel verifies in seconds.
 */
function arraysFor(session: Session, declaration: ast.Probe): Map<string, EntryArrays> {
  const known = session.entryArrays.get(declaration) ?? new Map<string, EntryArrays>();
  session.entryArrays.set(declaration, known);
  return known;
}

/** The expressions and what they point to, which may be another thing in another function. */
function valuesText(context: TargetContext, values: readonly EntryValue[]): string {
  return values
    .map(({ expression }) => {
      const resolved = isTargetExpression(expression)
        ? resolveAccess(context, expression, () => undefined)
        : undefined;
      const type = resolved && 'access' in resolved ? resolved.type : undefined;
      return `${printExpression(expression)}: ${type ? cTypeText(type) : ''}`;
    })
    .join(', ');
}

function entryOf(point: FunctionPoint | UserFunctionPoint): FunctionPoint | UserFunctionPoint {
  return point.kind === 'function'
    ? { ...point, at: 'entry', maxactive: undefined }
    : { ...point, at: 'entry' };
}

/** The same for the return of a system call, which is an event of its own with variables of its own. */
function bindSyscallReturn(
  session: Session,
  unit: Unit,
  probe: DerivedProbe,
  point: TracepointPoint,
  functions: FunctionBodies,
): BoundProbes {
  const { kernel } = session;
  const context = targetContext(kernel, probe.point);
  const tests = testsForEntry(probe.body, point);
  const { body, values } = extractEntryValues(probe.body, undefined, true);
  if (values.length === 0) return { probes: [{ probe, context }], globals: [] };

  const threadId = libraryFunction(session, unit, functions, 'tid');
  const { fetch, keep, globals } = handOverOne(session, body, values, threadId);
  const entry: DerivedProbe = {
    ...probe,
    point,
    pointText: probe.pointText.replace('sys_exit', 'sys_enter'),
    condition: undefined,
    body: make.block(keep, [...tests, ...keep.statements]),
    origin: 'tapset',
  };
  const rest = make.block(body, body.statements.slice(tests.length));
  const { condition } = probe;
  const guarded = condition === undefined ? rest.statements : [make.conditional(condition, rest)];
  const back: DerivedProbe = {
    ...probe,
    condition: undefined,
    body: make.block(body, [...body.statements.slice(0, tests.length), ...fetch, ...guarded]),
  };
  return {
    probes: [
      { probe: entry, context: targetContext(kernel, point) },
      { probe: back, context },
    ],
    globals: globals.map(entryGlobal),
  };
}

/** All pieces share their locals: what a prologue sets, the script's body reads. */
function bindBody(
  session: Session,
  declaration: ast.Probe,
  unit: Unit,
  derivation: Derivation,
  functions: FunctionBodies,
): ast.Block {
  const locals = new Set<string>();
  const pieces = [...derivation.prologues, { node: declaration.body, unit }, ...derivation.epilogues];
  const statements = pieces.flatMap(({ node, unit: from }) => {
    const scope = {
      unit: from,
      hidesScript: false,
      parameters: new Set<string>(),
      locals,
      onCall: functions.call,
    };
    return replaceConstants(session, bindNames(session, node, scope)).statements;
  });
  return { ...declaration.body, statements };
}

/** Its unique name. */
function libraryFunction(session: Session, unit: Unit, functions: FunctionBodies, name: string): string {
  const found = findFunctions(session, unit, name).find(
    (entry) => entry.unit.file.source.origin === 'tapset',
  );
  if (found === undefined) throw new Error(`the tapset defines no function ${name}()`);
  functions.call(found);
  return found.name;
}

function entryGlobal(declaration: ast.Global): GlobalSymbol {
  const { name } = declaration;
  return { name, displayName: name, declaration, origin: 'tapset', initialOverride: undefined };
}
