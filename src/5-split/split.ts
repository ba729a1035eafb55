/**
 * The planner. In: the program and what a target's kernel half can do. Out: for each handler and each global where it goes and why.
 *
 * Costs, cheapest first: a kernel handler that only adds; a kernel handler that takes a lock; a streamed handler. Each handler goes to
 * the first that can do it.
 */
import type * as ir from '../ir/ir.ts';
import { isEventPoint } from '../program/attach-point.ts';
import { examineProbe, type Candidate } from './candidate.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { canBeLate, processOf, readsMemory, readsUserMemory, type Unreadable } from './late-reads.ts';
import { ambientReads, placedReads, reachableFunctions, readingFunctions } from './event-reads.ts';
import { inlineCalls } from './inline-calls.ts';
import { dropConditional, placeGlobals, planGlobal, type Homes } from './place-globals.ts';
import {
  streamedPart,
  type KernelProbe,
  type LateRead,
  type Plan,
  type PlannedProbe,
  type StreamedPart,
} from './plan.ts';
import { pruneKernelPart } from './prune-kernel-part.ts';
import { sliceHandler } from './slice-handler.ts';
import { programLengths, type ProgramLengths } from './string-lengths.ts';
import { takeGuard } from './take-guard.ts';
import { touchedGlobals } from './touched-globals.ts';

/** An event read that no half can do; `site` is its place in the script. */
export interface PlacementProblem {
  readonly site: ir.Site;
  readonly probe: ir.Probe;
  readonly obstacle: string;
}

export type SplitResult =
  | { readonly plan: Plan; readonly problems: readonly [] }
  | { readonly plan: undefined; readonly problems: readonly PlacementProblem[] };

/** What the placing of one probe needs to know. */
interface Planning {
  readonly program: ir.Program;
  readonly lengths: ProgramLengths;
  readonly capabilities: KernelCapabilities;
  /** Functions that read memory of the event. */
  readonly reading: ReadonlySet<number>;
  readonly homes: Homes;
  readonly recording: boolean;
}

/** `recording`: the user half is to see each event and all that its handler reads of it. */
export function split(program: ir.Program, capabilities: KernelCapabilities, recording = false): SplitResult {
  const lengths = programLengths(program);
  const candidates = new Map<number, Candidate>();
  const obstacles = new Map<number, string>();
  for (const probe of program.probes) {
    if (!isEventPoint(probe.point)) continue;
    const examined = recording
      ? 'its events are recorded'
      : examineProbe(probe, program, lengths, capabilities);
    if (typeof examined === 'string') obstacles.set(probe.id, examined);
    else candidates.set(probe.id, examined);
  }
  dropConditional(program, candidates, obstacles);
  const homes = placeGlobals(program, candidates, obstacles, capabilities);
  const planning = { program, lengths, capabilities, reading: readingFunctions(program), homes, recording };

  const problems: PlacementProblem[] = [];
  const probes = program.probes.map((probe): PlannedProbe => {
    const touched = [...touchedGlobals(program, probe)];
    const merges = touched.some((global) => homes.fed.has(global));
    const locks = [...new Set(touched.flatMap((global) => homes.shared.get(global) ?? []))];
    if (!isEventPoint(probe.point)) {
      const reason = `${probe.point.kind} probes run in the user half`;
      return { placement: 'user', probe, reason, merges, locks };
    }
    const candidate = candidates.get(probe.id);
    if (candidate) return planKernelProbe(probe, candidate, planning);
    const reason = obstacles.get(probe.id) ?? '';
    const streamed = streamProbe(probe, planning, !recording);
    if ('guard' in streamed) return { placement: 'streamed', probe, reason, merges, locks, ...streamed };
    problems.push(
      ...streamed.map(({ read, obstacle }) => ({ probe, obstacle, site: siteOfRead(read, probe) })),
    );
    return { placement: 'user', probe, reason, merges, locks };
  });
  if (problems.length > 0) return { plan: undefined, problems };
  const globals = program.globals.map((global) => planGlobal(global, homes, candidates, lengths));
  const userFunctions = calledByUserHalf(program, probes);
  return {
    plan: { program, lengths, lockCount: homes.lockCount, probes, globals, userFunctions },
    problems: [],
  };
}

function calledByUserHalf(program: ir.Program, probes: readonly PlannedProbe[]): readonly ir.Function[] {
  const called = new Set(
    probes.flatMap((planned) => {
      const body = planned.placement === 'user' ? planned.probe.body : streamedPart(planned)?.userBody;
      return body ? [...reachableFunctions(program, body)] : [];
    }),
  );
  return program.functions.filter(({ id }) => called.has(id));
}

function siteOfRead(read: Unreadable['read'], probe: ir.Probe): ir.Site {
  return read.kind === 'argument' ? probe.site : read.site;
}

function planKernelProbe(probe: ir.Probe, candidate: Candidate, planning: Planning): KernelProbe {
  const { inlined, uses } = candidate;
  const { homes, program, capabilities } = planning;
  const base = {
    placement: 'kernel',
    probe,
    locals: inlined.locals.map((local) => ({ ...local, maxLength: candidate.lengths[local.index] ?? 0 })),
  } as const;
  const used = [...new Set(uses.map(({ global }) => global))].filter((global) => homes.shared.has(global));
  const lock = used.map((global) => homes.shared.get(global)).find((of) => of !== undefined);
  if (lock === undefined) {
    const reason = 'only reads the event and adds to globals';
    return { ...base, reason, body: inlined.body, locked: undefined };
  }
  const { guard, rest } = takeGuard(inlined.body, capabilities);
  // An event that cannot run in the kernel half is rather lost, and counted, than read late.
  const streamed = streamProbe(probe, planning, false);
  const names = used.map((global) => program.globals[global]?.name ?? '').join(', ');
  return {
    ...base,
    reason: `works on ${names} where the event is, under lock ${lock}`,
    body: rest,
    locked: {
      lock,
      guard: pruneKernelPart(guard, { kind: 'block', statements: [] }).guard,
      fallback: 'guard' in streamed ? streamed : undefined,
    },
  };
}

function streamProbe(
  probe: ir.Probe,
  { program, lengths, capabilities, reading, recording }: Planning,
  allowsLate: boolean,
): StreamedPart | readonly Unreadable[] {
  const inlined = inlineCalls(probe.body, probe.locals, program, (id) => reading.has(id));
  const { body, locals } = inlined ?? probe;
  const called = [...reachableFunctions(program, body)].flatMap((id) => program.functions[id] ?? []);
  const ambients = called.flatMap((fn) => ambientReads(fn.body));
  const late: LateRead[] = [];
  const obstacle = 'calls a recursive function';
  for (const read of called.flatMap((fn) => placedReads(fn.body))) {
    if (!allowsLate || !canBeLate(read, capabilities.lateReads)) return [{ read, obstacle }];
    if (readsMemory(read)) late.push({ site: read.site, obstacle });
    if (readsUserMemory(read)) ambients.push(processOf(probe.site));
  }
  const options = { recording, allowsLate };
  const sliced = sliceHandler(body, locals, ambients, probe.point, lengths, capabilities, options);
  return 'guard' in sliced ? { ...sliced, late: [...late, ...sliced.late] } : sliced;
}
