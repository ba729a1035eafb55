/**
 * Stage 2: from one parsed script to the whole program. Binds names over script and library, derives probes from probe points, resolves
 * target variables by the kernel's types. What a script does not reach is neither parsed nor checked.
 */
import type * as ast from '../ast/ast.ts';
import { nodesOf } from '../ast/nodes-of.ts';
import { Report } from '../diagnostics/report.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { GlobalSymbol, Program } from '../program/program.ts';
import type { Library } from '../tapset/library.ts';
import { addUnit } from './add-unit.ts';
import { bindProbe, type BoundProbe } from './bind-probe.ts';
import { functionBodies, type FunctionBodies } from './function-bodies.ts';
import { overridesOf } from './override-globals.ts';
import { derivePoints, scriptRoute } from './points/derive-points.ts';
import { expandGroups } from './points/expand-groups.ts';
import { createPointTree } from './points/point-tree.ts';
import { reportFailures } from './report-failures.ts';
import { createSession, type ResolveOptions, type Session } from './session.ts';
import { resolveAccesses } from './targets/resolve-accesses.ts';

/**
 * With `attachElsewhere`, unless all alternatives are kept, what this kernel can attach to is tried first, and given up at the first
 * probe that has no place: then all are, since nobody knows which of them the other machine has.
 */
export function resolve(
  userFile: ast.File,
  library: Library,
  kernel: Kernel,
  options: ResolveOptions,
  report: Report,
): Program {
  if (options.attachElsewhere === true && options.keepAlternatives !== true) {
    const found = new Report();
    const session = createSession(library, kernel, { ...options, attachElsewhere: false }, found, true);
    const program = resolveIn(session, userFile);
    if (!session.lacksPlace) {
      report.diagnostics.push(...found.diagnostics);
      return program;
    }
  }
  const kept = options.attachElsewhere === true ? { ...options, keepAlternatives: true } : options;
  return resolveIn(createSession(library, kernel, kept, report), userFile);
}

function resolveIn(session: Session, userFile: ast.File): Program {
  const { report } = session;
  addUnit(session, userFile);
  const functions = functionBodies(session);
  const { probes, globals: entryGlobals } = bindProbes(session, functions);
  const probeBodies = probes.map(({ probe, context }) => ({
    block: probe.body,
    context,
    function: undefined,
  }));
  const maps = resolveAccesses(session, [...functions.bodies(), ...probeBodies], {
    isGlobal: globalTester(session),
    calledBy: functions.calledBy,
  });
  if (probes.length === 0 && !report.hasErrors) report.add('STSX2102', undefined, {});

  const derived = probes.map(({ probe }) => probe);
  const reached = functions.reachedFrom(derived.map(({ body }) => body));
  const bodies = [
    ...derived.flatMap(({ body, condition }) => (condition === undefined ? [body] : [body, condition])),
    ...reached.flatMap(({ body }) => (body.kind === 'block' ? [body.block] : [])),
  ];
  return {
    globals: [...programGlobals(session, bodies), ...entryGlobals],
    functions: reached,
    probes: derived,
    accesses: maps.accesses,
    unresolvedAccesses: maps.unresolved,
  };
}

/** Files that are pulled in while bodies are bound may bring probes of their own. */
function bindProbes(
  session: Session,
  functions: FunctionBodies,
): { readonly probes: readonly BoundProbe[]; readonly globals: readonly GlobalSymbol[] } {
  const tree = createPointTree(session);
  const probes: BoundProbe[] = [];
  const globals: GlobalSymbol[] = [];
  for (let place = 0; place < session.units.length; place++) {
    const unit = session.units[place];
    if (unit === undefined) break;
    for (const item of unit.file.items) {
      if (item.kind !== 'Probe') continue;
      const resolution = derivePoints(session, tree, item.points.flatMap(expandGroups), scriptRoute(unit));
      reportFailures(session, resolution);
      if (session.lacksPlace) return { probes, globals };
      const { derivations } = resolution;
      for (const derivation of derivations) {
        const bound = bindProbe(session, item, unit, derivation, functions, derivations.length > 1);
        probes.push(...bound.probes);
        globals.push(...bound.globals);
      }
    }
    functions.finish();
  }
  return { probes, globals };
}

/** By the unique names that bound bodies have. */
function globalTester(session: Session): (name: string) => boolean {
  const scopes = [session.globals, ...session.units.map((unit) => unit.privateGlobals)];
  const names = new Set(scopes.flatMap((scope) => [...scope.values()].map(({ name }) => name)));
  return (name) => names.has(name);
}

/** All of the user's; of the library's those that are mentioned. */
function programGlobals(session: Session, bodies: readonly ast.Node[]): GlobalSymbol[] {
  const mentioned = new Set<string>();
  for (const body of bodies) {
    for (const { name } of nodesOf(body, 'Identifier')) mentioned.add(name);
  }
  const all = session.units.flatMap((unit) =>
    unit.file.items.flatMap((item) => symbolsOf(session, unit, item)),
  );
  const kept = all.filter(({ name, origin }) => origin === 'user' || mentioned.has(name));
  const overrides = overridesOf(session, kept);
  return kept.map((symbol) => {
    const initialOverride = overrides.get(symbol);
    return initialOverride === undefined ? symbol : { ...symbol, initialOverride };
  });
}

function symbolsOf(session: Session, unit: Session['units'][number], item: ast.Item): GlobalSymbol[] {
  if (item.kind !== 'Global') return [];
  const symbol = (item.isPrivate ? unit.privateGlobals : session.globals).get(item.name);
  return symbol?.declaration === item ? [symbol] : [];
}
