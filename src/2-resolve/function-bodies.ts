/**
 * Binds the functions that bodies call, those that these call, and so on. Comes in: heads of overload chains, as calls
 * name them; goes out: a symbol for each function, and which functions each body still calls once `@defined` was decided, so
 * that only what probes reach gets into the program.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import type { FunctionSymbol } from '../program/program.ts';
import { bindNames } from './bodies/bind-names.ts';
import { refuseEntries } from './bodies/entry-values.ts';
import { constantValue, replaceConstants } from './bodies/replace-constants.ts';
import { foldDefined } from './bodies/fold-defined.ts';
import { findFunctions } from './find-name.ts';
import { intrinsicDeclaration } from './intrinsic-declaration.ts';
import type { FunctionEntry, Session } from './session.ts';
import type { AccessBody } from './targets/resolve-accesses.ts';
import { isDefined } from './targets/is-defined.ts';
import { functionContext } from './targets/target-context.ts';
import type { FlowFunction } from './targets/value-types.ts';

export interface FunctionBodies {
  /** Takes note of a call; the function is bound by `finish`. */
  readonly call: (head: FunctionEntry) => void;
  /** Binds everything called so far and what that calls. */
  readonly finish: () => void;
  /** Those that were bound. */
  readonly bodies: () => AccessBody[];
  /** What a call may run: the function that it names and those that this one can fall through to. */
  readonly calledBy: (call: ast.Call) => readonly FlowFunction[];
  /** Symbols of the functions that the bodies call, directly and through others, heads before what they fall to. */
  readonly reachedFrom: (bodies: readonly ast.Block[]) => FunctionSymbol[];
}

export function functionBodies(session: Session): FunctionBodies {
  const waiting: FunctionEntry[] = [];
  const known = new Set<FunctionEntry>();
  const blocks = new Map<FunctionEntry, ast.Block>();
  const byName = new Map<string, FunctionEntry>();

  function call(head: FunctionEntry): void {
    if (known.has(head)) return;
    for (const entry of chainFrom(session, head)) {
      if (known.has(entry)) continue;
      known.add(entry);
      byName.set(entry.name, entry);
      waiting.push(entry);
    }
  }

  function finish(): void {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      const { body, parameters } = entry.declaration;
      if (body.kind === 'EmbeddedCode') continue;
      const scope = {
        unit: entry.unit,
        hidesScript: !isUser(entry),
        parameters: new Set(parameters.map((parameter) => parameter.name)),
        locals: new Set<string>(),
        onCall: call,
      };
      const context = functionContext(session.kernel);
      const named = replaceConstants(session, bindNames(session, body, scope));
      refuseEntries(session, named);
      blocks.set(
        entry,
        foldDefined(named, (operand) => isDefined(context, operand)),
      );
    }
  }

  function bodies(): AccessBody[] {
    const context = functionContext(session.kernel);
    return [...blocks].map(([entry, block]) => ({ block, context, function: flowFunction(entry) }));
  }

  function calledBy(call: ast.Call): readonly FlowFunction[] {
    const head = byName.get(call.name);
    return head === undefined ? [] : chainFrom(session, head).map(flowFunction);
  }

  function reachedFrom(bodies: readonly ast.Block[]): FunctionSymbol[] {
    const symbols = new Map<FunctionEntry, FunctionSymbol>();
    const reached: FunctionSymbol[] = [];
    const open: ast.Block[] = [...bodies];
    for (let body = open.shift(); body !== undefined; body = open.shift()) {
      for (const { name } of nodesOf(body, 'Call')) {
        const head = byName.get(name);
        if (head === undefined || symbols.has(head)) continue;
        let next: FunctionSymbol | undefined;
        const chain: FunctionSymbol[] = [];
        for (const entry of chainFrom(session, head).reverse()) {
          next = symbols.get(entry) ?? symbolOf(session, entry, blocks.get(entry), next);
          if (!symbols.has(entry)) chain.unshift(next);
          symbols.set(entry, next);
          const block = blocks.get(entry);
          if (block !== undefined) open.push(block);
        }
        reached.push(...chain);
      }
    }
    return reached;
  }

  return {
    call,
    finish,
    bodies,
    calledBy,
    reachedFrom,
  };
}

/**
 * A chain from one of its functions on. The library's functions behind a user's own are in it only if the user's can fall through:
 * a script that defines strlen() has nothing to do with the library's.
 */
function chainFrom(session: Session, head: FunctionEntry): FunctionEntry[] {
  const { name, parameters } = head.declaration;
  const chain = findFunctions(session, head.unit, name).filter(
    ({ declaration }) => declaration.parameters.length === parameters.length,
  );
  const from = chain.slice(chain.indexOf(head));
  const end = from.findIndex((entry, place) => {
    const before = from[place - 1];
    return before !== undefined && isUser(before) && !isUser(entry) && !fallsThrough(before);
  });
  return end < 0 ? from : from.slice(0, end);
}

function flowFunction({ name, declaration }: FunctionEntry): FlowFunction {
  return { name, parameters: declaration.parameters.map((parameter) => parameter.name) };
}

function isUser(entry: FunctionEntry): boolean {
  return entry.unit.file.source.origin === 'user';
}

function fallsThrough({ declaration }: FunctionEntry): boolean {
  return nodesOf(declaration.body, 'NextStatement').length > 0;
}

function symbolOf(
  session: Session,
  entry: FunctionEntry,
  block: ast.Block | undefined,
  nextOverload: FunctionSymbol | undefined,
): FunctionSymbol {
  const { declaration, name, unit } = entry;
  return {
    name,
    displayName: declaration.name,
    declaration,
    origin: unit.file.source.origin,
    body:
      declaration.body.kind === 'EmbeddedCode'
        ? intrinsicDeclaration(declaration.name, declaration.body, (name) =>
            Number(constantValue(session, name) ?? 0n),
          )
        : { kind: 'block', block: block ?? declaration.body },
    nextOverload,
  };
}
