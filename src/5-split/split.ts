/**
 * The planner. In: the program and what a target's kernel half can do. Out: for each handler and each global where it goes and why.
 *
 * Handlers are wished into the kernel half and fall out of it until nothing changes: a global that some streamed handler uses is
 * the user half's alone, so every handler that adds to it must be streamed too.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';
import { isEventPoint } from '../program/attach-point.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { ambientReads, placedReads, reachableFunctions, readingFunctions } from './event-reads.ts';
import { inlineCalls, type InlinedBody } from './inline-calls.ts';
import { examineHandler, type Addition } from './kernel-handler.ts';
import type { Plan, PlannedGlobal, PlannedProbe } from './plan.ts';
import { sliceHandler, type Unreadable } from './slice-handler.ts';
import { localLengths, stringLength } from './string-lengths.ts';

/** An event read that no half can do; `site` is its place in the script. */
export interface PlacementProblem {
  readonly site: ir.Site;
  readonly probe: ir.Probe;
  readonly obstacle: string;
}

export type SplitResult =
  | { readonly plan: Plan; readonly problems: readonly [] }
  | { readonly plan: undefined; readonly problems: readonly PlacementProblem[] };

/** A handler that can run in the kernel half as far as its own text goes. */
interface Candidate {
  readonly inlined: InlinedBody;
  readonly additions: readonly Addition[];
  readonly lengths: readonly number[];
}

/** `recording`: the user half is to see each event and all that its handler reads of it. */
export function split(program: ir.Program, capabilities: KernelCapabilities, recording = false): SplitResult {
  const candidates = new Map<number, Candidate>();
  const obstacles = new Map<number, string>();
  for (const probe of program.probes) {
    if (!isEventPoint(probe.point)) continue;
    const examined = recording ? 'its events are recorded' : examineProbe(probe, program, capabilities);
    if (typeof examined === 'string') obstacles.set(probe.id, examined);
    else candidates.set(probe.id, examined);
  }
  dropConflicting(program, candidates, obstacles);

  const fed = new Set(
    [...candidates.values()].flatMap((candidate) => candidate.additions.map(({ global }) => global)),
  );
  const problems: PlacementProblem[] = [];
  const reading = readingFunctions(program);
  const probes = program.probes.map((probe): PlannedProbe => {
    const merges = [...touchedGlobals(program, probe)].some((global) => fed.has(global));
    if (!isEventPoint(probe.point)) {
      return { placement: 'user', probe, reason: `${probe.point.kind} probes run in the user half`, merges };
    }
    const candidate = candidates.get(probe.id);
    if (candidate) {
      return {
        placement: 'kernel',
        probe,
        reason: 'only reads the event and adds to globals',
        body: candidate.inlined.body,
        locals: candidate.inlined.locals.map((local) => ({
          ...local,
          maxLength: candidate.lengths[local.index] ?? 0,
        })),
      };
    }
    const streamed = streamProbe(probe, program, capabilities, reading, recording);
    const reason = obstacles.get(probe.id) ?? '';
    if ('guard' in streamed) return { placement: 'streamed', probe, reason, merges, ...streamed };
    problems.push(
      ...streamed.map(({ read, obstacle }) => ({ probe, obstacle, site: siteOfRead(read, probe) })),
    );
    return { placement: 'user', probe, reason, merges };
  });
  if (problems.length > 0) return { plan: undefined, problems };
  const globals = program.globals.map((global) => planGlobal(global, program, candidates, fed));
  const userFunctions = calledByUserHalf(program, probes);
  return { plan: { program, probes, globals, userFunctions }, problems: [] };
}

function calledByUserHalf(program: ir.Program, probes: readonly PlannedProbe[]): readonly ir.Function[] {
  const called = new Set(
    probes.flatMap((planned) => {
      if (planned.placement === 'kernel') return [];
      const body = planned.placement === 'user' ? planned.probe.body : planned.userBody;
      return [...reachableFunctions(program, body)];
    }),
  );
  return program.functions.filter(({ id }) => called.has(id));
}

function siteOfRead(read: Unreadable['read'], probe: ir.Probe): ir.Site {
  return read.kind === 'argument' ? probe.site : read.site;
}

function examineProbe(
  probe: ir.Probe,
  program: ir.Program,
  capabilities: KernelCapabilities,
): Candidate | string {
  if (probe.condition) return 'has a condition on globals';
  const inlined = inlineCalls(probe.body, probe.locals, program, () => true);
  if (!inlined) return 'calls a recursive function';
  const lengths = localLengths(inlined.body, inlined.locals, program.limits);
  const examined = examineHandler(inlined.body, program, capabilities, (local) => lengths[local] ?? 0);
  if (examined.obstacle !== undefined) return examined.obstacle;
  return { inlined, additions: examined.additions, lengths };
}

/** Takes out candidates that add to a global which a streamed handler or a probe's condition uses. */
function dropConflicting(
  program: ir.Program,
  candidates: Map<number, Candidate>,
  obstacles: Map<number, string>,
): void {
  for (let changed = true; changed;) {
    changed = false;
    const streamedUse = new Map<number, string>();
    for (const probe of program.probes) {
      for (const global of probe.condition ? globalsIn(probe.condition) : []) {
        streamedUse.set(global, `the condition of ${probe.pointText}`);
      }
      if (!isEventPoint(probe.point) || candidates.has(probe.id)) continue;
      for (const global of touchedGlobals(program, probe)) streamedUse.set(global, probe.pointText);
    }
    for (const [id, { additions }] of candidates) {
      const conflict = additions.find(({ global }) => streamedUse.has(global));
      if (!conflict) continue;
      const name = program.globals[conflict.global]?.name ?? '';
      obstacles.set(id, `adds to ${name}, which ${streamedUse.get(conflict.global)} uses event by event`);
      candidates.delete(id);
      changed = true;
    }
  }
}

function streamProbe(
  probe: ir.Probe,
  program: ir.Program,
  capabilities: KernelCapabilities,
  reading: ReadonlySet<number>,
  recording: boolean,
) {
  const inlined = inlineCalls(probe.body, probe.locals, program, (id) => reading.has(id));
  if (!inlined) {
    const called = [...reachableFunctions(program, probe.body)].filter((id) => reading.has(id));
    const reads = called.flatMap((id) => placedReads(program.functions[id]?.body));
    return reads.slice(0, 1).map((read): Unreadable => ({ read, obstacle: 'is in a recursive function' }));
  }
  const ambients = [...reachableFunctions(program, inlined.body)].flatMap((id) => {
    const fn = program.functions[id];
    return fn ? ambientReads(fn.body) : [];
  });
  const sliced = sliceHandler(
    inlined.body,
    inlined.locals,
    ambients,
    probe.point,
    program,
    capabilities,
    recording,
  );
  return 'guard' in sliced ? { ...sliced, userLocals: inlined.locals } : sliced;
}

function planGlobal(
  global: ir.Global,
  program: ir.Program,
  candidates: ReadonlyMap<number, Candidate>,
  fed: ReadonlySet<number>,
): PlannedGlobal {
  if (!fed.has(global.id)) {
    return {
      global,
      home: 'user',
      reason: 'only the user half uses it',
      singleWriter: false,
      keyLengths: [],
    };
  }
  const writers = [...candidates.values()].filter(({ additions }) =>
    additions.some((to) => to.global === global.id),
  );
  const keys = global.kind === 'array' ? global.keys : [];
  const keyLengths = keys.map((type, index) => {
    if (type === 'long') return 0;
    const lengths = writers.flatMap(({ additions, lengths: locals }) =>
      additions
        .filter((addition) => addition.global === global.id)
        .map(({ keys: given }) => {
          const key = given[index];
          return key ? stringLength(key, (local) => locals[local] ?? 0, program.limits) : 0;
        }),
    );
    return Math.max(0, ...lengths);
  });
  const reason = `added to in the kernel half, merged before the user half uses it`;
  return { global, home: 'fed', reason, singleWriter: writers.length === 1, keyLengths };
}

/** Globals that a handler reads or writes, itself or through calls. */
function touchedGlobals(program: ir.Program, probe: ir.Probe): ReadonlySet<number> {
  const bodies = [
    probe.body,
    ...[...reachableFunctions(program, probe.body)].flatMap((id) => program.functions[id]?.body ?? []),
  ];
  return new Set([
    ...bodies.flatMap((body) => [...globalsIn(body)]),
    ...(probe.condition ? globalsIn(probe.condition) : []),
  ]);
}

function globalsIn(node: ir.Statement | ir.Expression): ReadonlySet<number> {
  const found = new Set<number>();
  walk(node, {
    place(place) {
      if (place.kind !== 'local') found.add(place.global);
    },
    statPlace(place) {
      found.add(place.global);
    },
    expression(expression) {
      if (expression.kind === 'member') found.add(expression.global);
    },
    statement(statement) {
      if (statement.kind === 'foreach' || statement.kind === 'delete-matching') found.add(statement.global);
      if (statement.kind === 'delete' && statement.target.kind === 'array')
        found.add(statement.target.global);
    },
  });
  return found;
}
