/**
 * A script and its recording, ready to be replayed: the script compiled as it was then, against the kernel that the recording describes.
 * In: paths. Out: the program and an open recording; what is wrong with either is in the report.
 */
import type { Plan } from '../5-split/plan.ts';
import { readHeader, requireScript } from '../6-run/recording/read-header.ts';
import { RecordingReader } from '../6-run/recording/read-recording.ts';
import { RecordingLines } from '../6-run/recording/recording-lines.ts';
import type { RecordedProbe, RecordingHeader } from '../6-run/recording/recording-format.ts';
import { RecordingProblem } from '../6-run/recording/recording-problem.ts';
import type { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';
import { describedKernel } from '../kernel/described/described-kernel.ts';
import type { SessionOptions } from '../session-options.ts';
import type { SourceFile } from '../source/source.ts';
import { compileFront, surroundings } from './compile-front.ts';
import type { ScriptOrigin } from './read-script.ts';
import { version } from './version.ts';

export interface Replay {
  readonly source: SourceFile;
  readonly program: ir.Program;
  readonly plan: Plan;
  readonly options: SessionOptions;
  readonly header: RecordingHeader;
  readonly recording: RecordingReader;
  readonly lines: RecordingLines;
}

/** What the command line says; the options of the run come from the recording. */
export interface ReplayRequest {
  readonly events: string;
  readonly libraryFolders: readonly string[];
  readonly verbosity: number;
}

/** Undefined: the report says why. */
export function openReplay(origin: ScriptOrigin, request: ReplayRequest, report: Report): Replay | undefined {
  try {
    const lines = new RecordingLines(request.events);
    const header = readHeader(lines);
    const options = optionsOf(header, request);
    const made = compileFront(
      origin,
      options,
      surroundings(options, describedKernel(header.kernel)),
      {
        depth: 'place',
        attachElsewhere: header.options.attachElsewhere,
        keepAlternatives: header.options.keepAlternatives,
        runStage: (_name, stage) => stage(),
        events: 'replayed',
      },
      report,
    );
    if (made === undefined) return undefined;
    requireScript(header, made.source.text, request.events);
    const { source, program, plan } = made;
    if (program === undefined || plan === undefined || report.hasErrors) return undefined;
    requireProbes(program, header, request.events);
    return { source, program, plan, options, header, recording: new RecordingReader(lines, header), lines };
  } catch (problem) {
    if (!(problem instanceof RecordingProblem)) throw problem;
    problem.addTo(report);
    return undefined;
  }
}

function optionsOf({ options }: RecordingHeader, request: ReplayRequest): SessionOptions {
  return {
    arguments: options.arguments,
    defines: new Map(Object.entries(options.defines)),
    globals: new Map(Object.entries(options.globals)),
    libraryFolders: request.libraryFolders,
    guru: options.guru,
    command: undefined,
    targetPid: undefined,
    timeoutSeconds: undefined,
    outputFile: undefined,
    suppressWarnings: options.suppressWarnings,
    suppressHandlerErrors: options.suppressHandlerErrors,
    showUnreadGlobals: options.showUnreadGlobals,
    unoptimized: options.unoptimized,
    verbosity: request.verbosity,
  };
}

/** The lines of a recording name probes by their place. */
function requireProbes(program: ir.Program, header: RecordingHeader, path: string): void {
  const { probes } = program;
  const difference =
    probes.length === header.probes.length
      ? header.probes.map((recorded, place) => probeDifference(recorded, probes[place])).find(Boolean)
      : `it has ${header.probes.length} probes, the script ${probes.length}`;
  if (difference === undefined) return;
  throw new RecordingProblem((report) => {
    report.add('STSX6037', undefined, { path, version, difference, made: header.made });
  });
}

function probeDifference(recorded: RecordedProbe, probe: ir.Probe | undefined): string | undefined {
  if (probe?.pointText === recorded.point && probe.point.kind === recorded.kind) return undefined;
  return `its probe ${recorded.point} is ${probe?.pointText ?? 'none'} in the script`;
}
