/**
 * What every part of name resolution works with. It grows while library files are pulled in by the names that are used;
 * what is final goes into the Program.
 */
import type * as ast from '../ast/ast.ts';
import type { MessageCode, MessageValues } from '../diagnostics/messages.ts';
import { Report, type Diagnostic, type RelatedPlace } from '../diagnostics/report.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { GlobalSymbol } from '../program/program.ts';
import type { SourceFile, Span } from '../source/source.ts';
import type { Library } from '../tapset/library.ts';
import type { EntryArrays } from './bodies/entry-values.ts';
import type { TargetProcess } from './points/point-kind.ts';

/** The part of SessionOptions that names depend on. */
export interface ResolveOptions {
  /** -G VAR=VALUE */
  readonly globals: ReadonlyMap<string, string>;
  /** -D NAME=VALUE, for @const("NAME"). */
  readonly defines?: ReadonlyMap<string, string> | undefined;
  /** The program may be for another machine: what serves nothing here need only exist in this kernel's types. */
  readonly attachElsewhere?: boolean | undefined;
  /** Where points are alternatives (`A !, B`), all go into the program: the kernel that runs it decides. */
  readonly keepAlternatives?: boolean | undefined;
  /** -c and -x. */
  readonly target?: TargetProcess | undefined;
}

export interface Session {
  readonly library: Library;
  readonly kernel: Kernel;
  readonly options: ResolveOptions;
  readonly report: Report;
  /** The user's first, then library files in the order in which they were pulled in. */
  readonly units: Unit[];
  readonly unitsByFile: Map<SourceFile, Unit | undefined>;
  /** Public ones by the name that scripts use. */
  readonly globals: Map<string, GlobalSymbol>;
  readonly functions: Map<string, FunctionEntry[]>;
  /** Of library files, by file and the point that they stand for; entered when first asked for. */
  readonly aliases: Map<Unit, ReadonlyMap<string, readonly ast.Alias[]>>;
  readonly uniqueNames: Set<string>;
  /** Names that the library was searched for already. */
  readonly lookedUp: Set<string>;
  /** Errors that are reported once for a name, not at every use. */
  readonly reportedOnce: Set<string>;
  /** Of return probes with many points: the arrays that hand over values of the entry, by what they hold. */
  readonly entryArrays: Map<ast.Probe, Map<string, EntryArrays>>;
  /** Trees that stand in some body already: in another one they have to be copied. */
  readonly bound: Set<ast.Node>;
  /** How many more points may be followed: aliases and groups can multiply without end. */
  pointsLeft: number;
  /** Lists of alternatives that were kept so far. */
  ladders: number;
  /** Whether a probe without a place ends it, with no report: something else is tried then. */
  readonly isTrial: boolean;
  lacksPlace: boolean;
}

/** One file and what only it can see. */
export interface Unit {
  readonly file: ast.File;
  readonly privateGlobals: Map<string, GlobalSymbol>;
  readonly privateFunctions: Map<string, FunctionEntry[]>;
}

/** A declared function before its overload chain is known. */
export interface FunctionEntry {
  /** Unique in the program. */
  readonly name: string;
  readonly declaration: ast.FunctionDeclaration;
  readonly unit: Unit;
  /** Lower ones come first in the overload chain, equal ones in the order of declaration. */
  readonly priority: number;
}

/** Points as written, expanded by groups and aliases; what a wildcard in a function's name matches is one. */
export const mostPoints = 10_000;

export function createSession(
  library: Library,
  kernel: Kernel,
  options: ResolveOptions,
  report: Report,
  isTrial = false,
): Session {
  return {
    library,
    kernel,
    options,
    report,
    units: [],
    unitsByFile: new Map(),
    globals: new Map(),
    functions: new Map(),
    aliases: new Map(),
    uniqueNames: new Set(),
    lookedUp: new Set(),
    reportedOnce: new Set(),
    entryArrays: new Map(),
    bound: new Set(),
    pointsLeft: mostPoints,
    ladders: 0,
    isTrial,
    lacksPlace: false,
  };
}

/** A diagnostic that may or may not be reported later. */
export function diagnosticOf<Code extends MessageCode>(
  code: Code,
  span: Span | undefined,
  values: MessageValues<Code>,
  extra: { readonly hint?: string | undefined; readonly related?: readonly RelatedPlace[] } = {},
): Diagnostic {
  const single = new Report();
  single.add(code, span, values, extra);
  const [diagnostic] = single.diagnostics;
  if (diagnostic === undefined) throw new Error(`message ${code} made no diagnostic`);
  return diagnostic;
}
