/**
 * One probe of a script to its derived probes, each with a body of its own: alias prologues, the script's body, alias epilogues, names
 * bound and @defined decided for that attach point. Comes in: a parsed probe; goes out: derived probes whose target variables
 * are still to be resolved (resolve-probe-accesses.ts), since that needs the functions.
 */
import type * as ast from '../ast/ast.ts';
import type { DerivedProbe, GlobalSymbol } from '../program/program.ts';
import { bindConditions } from './bodies/bind-condition.ts';
import { bindNames } from './bodies/bind-names.ts';
import { extractEntryValues, refuseEntries } from './bodies/entry-values.ts';
import { foldDefined } from './bodies/fold-defined.ts';
import * as make from './bodies/make-nodes.ts';
import { replaceConstants } from './bodies/replace-constants.ts';
import { findFunctions } from './find-name.ts';
import type { FunctionBodies } from './function-bodies.ts';
import type { Derivation } from './points/derivation.ts';
import type { Session, Unit } from './session.ts';
import { isDefined } from './targets/is-defined.ts';
import { targetContext, type TargetContext } from './targets/target-context.ts';

/** A derived probe and what its target variables are resolved with. */
export interface BoundProbe {
  readonly probe: DerivedProbe;
  readonly context: TargetContext;
  /** Locals that hold entry values: what they are, in the body of the entry probe. */
  readonly entryLocals: ReadonlyMap<string, ast.Expression>;
}

export interface BoundProbes {
  readonly probes: readonly BoundProbe[];
  /** Arrays that carry entry values. */
  readonly globals: readonly GlobalSymbol[];
}

export function bindProbe(
  session: Session,
  declaration: ast.Probe,
  unit: Unit,
  derivation: Derivation,
  functions: FunctionBodies,
): BoundProbes {
  const context = targetContext(session.kernel.types, derivation.attach);
  const body = foldDefined(bindBody(session, declaration, unit, derivation, functions), (operand) =>
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
  if (attach.kind !== 'function' || attach.at !== 'return') {
    refuseEntries(session, body);
    return { probes: [{ probe, context, entryLocals: new Map() }], globals: [] };
  }
  const threadId = threadIdName(session, unit, functions);
  const entry = extractEntryValues(session, body, threadId);
  if (entry === undefined) return { probes: [{ probe, context, entryLocals: new Map() }], globals: [] };
  const entryPoint = { ...attach, at: 'entry', maxactive: undefined } as const;
  const entryProbe: DerivedProbe = {
    ...probe,
    point: entryPoint,
    pointText: pointTextOfEntry(probe.pointText),
    condition: undefined,
    body: entry.entryBody,
    origin: 'tapset',
  };
  // The condition guards the script's part only: what was kept at entry is taken away in any case.
  const { returnBody, fetched } = entry;
  const guarded =
    condition === undefined
      ? returnBody
      : {
          ...returnBody,
          statements: [
            ...returnBody.statements.slice(0, fetched),
            make.conditional(condition, make.block(body, returnBody.statements.slice(fetched))),
          ],
        };
  return {
    probes: [
      { probe: entryProbe, context: targetContext(session.kernel.types, entryPoint), entryLocals: new Map() },
      { probe: { ...probe, condition: undefined, body: guarded }, context, entryLocals: entry.locals },
    ],
    globals: entry.globals.map(entryGlobal),
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

function threadIdName(session: Session, unit: Unit, functions: FunctionBodies): string {
  const tid = findFunctions(session, unit, 'tid').find((entry) => entry.unit.file.source.origin === 'tapset');
  if (tid === undefined) throw new Error('the tapset defines no function tid()');
  functions.call(tid);
  return tid.name;
}

function pointTextOfEntry(text: string): string {
  return text.replace(/\.return\b.*$/, '.call');
}

function entryGlobal(declaration: ast.Global): GlobalSymbol {
  const { name } = declaration;
  return { name, displayName: name, declaration, origin: 'tapset', initialOverride: undefined };
}
