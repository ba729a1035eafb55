/**
 * The compiler, read downwards: what happens to a script, a pass a line. In: a script's text and what surrounds it; out: what the
 * passes made of it as far as they came. A pass whose report has an error is the last.
 */
import { parseFile } from './1-parse/parse-file.ts';
import { resolve } from './2-resolve/resolve.ts';
import { check } from './3-check/check.ts';
import { lower } from './4-lower/lower.ts';
import type { KernelCapabilities } from './5-split/capabilities.ts';
import type { Plan } from './5-split/plan.ts';
import { misusedReads } from './5-split/misused-reads.ts';
import { split, type PlacementProblem } from './5-split/split.ts';
import type * as ast from './ast/ast.ts';
import type { Report } from './diagnostics/report.ts';
import type * as ir from './ir/ir.ts';
import { labelReads } from './ir/label-reads.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { SessionOptions } from './session-options.ts';
import type { SharedLibrary } from './shared-library.ts';
import type { SourceFile, Span } from './source/source.ts';

/** How far to go. */
export type Depth = 'parse' | 'types' | 'place';

export interface Input {
  readonly source: SourceFile;
  readonly options: SessionOptions;
  readonly kernel: Kernel;
  /** The library's .stp and .stpm files, those of -I behind stsx's own. */
  readonly library: SharedLibrary;
  /** What the target's kernel half can do; undefined: the target has none, and the program is not split. */
  readonly capabilities: KernelCapabilities | undefined;
  /** The program may be for another machine: where nothing that this kernel can attach to serves, points need not be attachable here. */
  readonly attachElsewhere: boolean;
  /** Where points are alternatives (`A !, B`), all go into the program: the kernel that runs it decides. */
  readonly keepAlternatives?: boolean;
  readonly depth: Depth;
  /** The program's events are to be recorded, or come from a recording. */
  readonly events?: 'recorded' | 'replayed' | undefined;
}

export interface Compilation {
  readonly syntax: ast.File | undefined;
  readonly program: ir.Program | undefined;
  readonly plan: Plan | undefined;
}

/** Runs a stage; `stsx --timing` wraps it in a clock. */
export type RunStage = <Result>(name: string, stage: () => Result) => Result;

export function compileScript(
  input: Input,
  report: Report,
  run: RunStage = (_name, stage) => stage(),
): Compilation {
  const made: { -readonly [Part in keyof Compilation]: Compilation[Part] } = {
    syntax: undefined,
    program: undefined,
    plan: undefined,
  };
  const { options, kernel, attachElsewhere, keepAlternatives } = input;
  // A call, so that each question is asked anew.
  const failed = () => report.hasErrors;
  const used = new Set<number>();
  const listener = { report, argumentUsed: (place: number) => used.add(place) };
  const environment = input.library.environment(listener);
  const syntax = run('parse', () => parseFile(input.source, environment, report));
  made.syntax = syntax;
  if (syntax && input.depth === 'parse') warnUnusedArguments(options.arguments, used, report);
  if (!syntax || failed() || input.depth === 'parse') return made;

  const library = input.library.library(listener);
  const target = { command: options.command, pid: options.targetPid };
  const { globals, defines } = options;
  const names = { globals, defines, attachElsewhere, keepAlternatives, target };
  const resolved = run('resolve', () => resolve(syntax, library, kernel, names, report));
  // Library files use arguments too: argv[1].
  warnUnusedArguments(options.arguments, used, report);
  if (failed()) return made;

  const typed = run('check', () => check(resolved, options, report));
  if (failed()) return made;

  const lowered = run('lower', () => lower(typed, options, report));
  if (failed()) return made;
  const program = input.events === undefined ? lowered : labelReads(lowered);
  made.program = program;

  const { capabilities } = input;
  if (input.depth === 'types' || !capabilities) return made;
  for (const { site, problem, ...misused } of misusedReads(program, capabilities)) {
    const span = spanOfSite(site, [input.source, ...input.library.files]);
    report.add('STSX5002', span, { function: misused.function, problem });
  }
  if (failed()) return made;
  const { plan, problems } = run('split', () => split(program, capabilities, input.events === 'recorded'));
  const code = input.events === 'recorded' ? 'STSX5004' : 'STSX5001';
  for (const problem of problems)
    reportPlacement(code, problem, [input.source, ...input.library.files], report);
  if (plan) warnOfLateReads(plan, [input.source, ...input.library.files], report);
  made.plan = plan;
  return made;
}

function warnUnusedArguments(given: readonly string[], used: ReadonlySet<number>, report: Report): void {
  for (const place of given.keys()) {
    if (!used.has(place)) report.add('STSX1101', undefined, { place: place + 1 });
  }
}

function reportPlacement(
  code: 'STSX5001' | 'STSX5004',
  { site, obstacle, probe }: PlacementProblem,
  files: readonly SourceFile[],
  report: Report,
): void {
  report.add(code, spanOfSite(site, files), { probe: probe.pointText, obstacle });
}

/** Once for each place, however many points a pattern has. */
function warnOfLateReads(plan: Plan, files: readonly SourceFile[], report: Report): void {
  const seen = new Set<string>();
  for (const planned of plan.probes) {
    if (planned.placement !== 'streamed') continue;
    for (const { site, obstacle } of planned.late) {
      const place = `${site.file}:${site.line}:${site.column}`;
      if (seen.has(place)) continue;
      seen.add(place);
      report.add('STSX5003', spanOfSite(site, files), { probe: planned.probe.pointText, obstacle });
    }
  }
}

/** The token that a site in the IR stands for. */
export function spanOfSite(site: ir.Site, files: readonly SourceFile[]): Span | undefined {
  const file = files.find(({ name }) => name === site.file);
  const lineStart = file?.lineStarts[site.line - 1];
  if (!file || lineStart === undefined) return undefined;
  const start = lineStart + site.column - 1;
  return { file, start, end: start + Math.max(1, site.token.length) };
}
