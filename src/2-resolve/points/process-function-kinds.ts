/**
 * Entries and returns of functions in programs and their libraries, stubs that lead to library functions, and plain addresses:
 * stapprobes(3stap), USER-SPACE. What there is comes from the symbol tables of the files.
 */
import { MalformedElf } from '../../kernel/elf/elf-file.ts';
import type { ProgramFile } from '../../kernel/elf/programs.ts';
import type { UserFunctionPoint } from '../../program/attach-point.ts';
import { similarText } from '../similar-names.ts';
import { patternMatcher } from './name-pattern.ts';
import {
  hasComponent,
  numberOf,
  problem,
  stringOf,
  type BuiltPoint,
  type BuiltPoints,
  type PointKind,
  type PointRequest,
} from './point-kind.ts';
import { pointText, quoted } from './point-text.ts';
import { probedFiles, type ProbedFile } from './process-files.ts';

/** What names a program: the target, a file, a process; or a library of one of them. */
export const programHeads = ['process', 'process(string)', 'process(number)'].flatMap((head) => [
  head,
  `${head}.library(string)`,
]);
const functionTails = ['', '.call', '.exported', '.return', '.call.return', '.exported.return'];
const stubTails = ['plt', 'plt(string)', 'plt.return', 'plt(string).return'];
const statementTails = ['statement(number)', 'statement(number).absolute', 'function(number)'];

export const processFunctionKinds: readonly PointKind[] = programHeads.flatMap((head): PointKind[] => [
  ...functionTails.map((tail) => ({
    shape: `${head}.function(string)${tail}`,
    build: (request: PointRequest) => buildPoints(request, functionPoints),
  })),
  ...stubTails.map((tail) => ({
    shape: `${head}.${tail}`,
    build: (request: PointRequest) => buildPoints(request, stubPoints),
  })),
  ...statementTails.map((tail) => ({
    shape: `${head}.${tail}`,
    build: (request: PointRequest) => buildPoints(request, addressPoints),
  })),
]);

/** The points of one file; an empty list with the names that there are, for suggestions. */
type PointsOfFile = (
  file: ProbedFile,
  request: PointRequest,
) => { readonly points: readonly BuiltPoint[]; readonly names: () => readonly string[] } | string;

function buildPoints(request: PointRequest, pointsOf: PointsOfFile): BuiltPoints {
  const lack = uprobeLack(request);
  if (lack !== undefined) return problem(lack);
  const files = probedFiles(request);
  if ('problem' in files) return problem(files.problem, files.hint);
  const points: BuiltPoint[] = [];
  const names: (() => readonly string[])[] = [];
  for (const file of files) {
    const found = readable(file, () => pointsOf(file, request));
    if (typeof found === 'string') return problem(found);
    points.push(...found.points);
    names.push(found.names);
  }
  if (points.length > 0) return { kind: 'points', points };
  const wanted = stringOf(request, 'function') ?? stringOf(request, 'plt') ?? '';
  return problem(
    () =>
      `no match${similarText(
        wanted,
        names.flatMap((each) => each()),
      ).replace('(similar:', '(similar functions:')}`,
    strippedHint(files),
  );
}

/** Tables are read when they are asked for, so only then does it show that they are damaged. */
export function readable<Result>({ program }: ProbedFile, read: () => Result): Result | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedElf) return `'${program.path}' cannot be probed: ${error.message}`;
    throw error;
  }
}

export function uprobeLack({ kernel: { features }, attachElsewhere }: PointRequest): string | undefined {
  if (attachElsewhere || features.uprobe) return undefined;
  const reason = features.reasons?.uprobe?.replace(/^it /, ' ') ?? '';
  return `this kernel cannot probe programs:${reason === '' ? ' it lacks uprobes (CONFIG_UPROBE_EVENTS)' : reason}`;
}

function strippedHint(files: readonly ProbedFile[]): string | undefined {
  const stripped = files.find(({ program }) => program.isStripped);
  if (stripped === undefined) return undefined;
  return `the symbols of ${stripped.program.path} were taken out of it (strip): only exported functions are known, until its debug symbols are installed`;
}

const functionPoints: PointsOfFile = (file, request) => {
  const pattern = stringOf(request, 'function') ?? '';
  if (pattern.includes('@')) {
    return `the source files of programs are not read, so ${JSON.stringify(pattern)} cannot be found`;
  }
  const matches = patternMatcher(pattern);
  const onlyExported = hasComponent(request, 'exported');
  const seen = new Set<bigint>();
  const found = file.program
    .functions()
    .filter(({ name, exported }) => matches(name) && (exported || !onlyExported))
    // Several names of one function are one point.
    .filter(({ offset }) => !seen.has(offset) && seen.add(offset));
  return {
    points: found.map(({ name, offset }) =>
      builtPoint(file, request, { offset, symbol: name, label: undefined }, `function(${quoted(name)})`),
    ),
    names: () => file.program.functions().map(({ name }) => name),
  };
};

const stubPoints: PointsOfFile = (file, request) => {
  const matches = patternMatcher(stringOf(request, 'plt') ?? '*');
  const found = file.program.plt().filter(({ name }) => matches(name));
  return {
    points: found.map(({ name, offset }) =>
      builtPoint(file, request, { offset, symbol: undefined, label: name }, `plt(${quoted(name)})`),
    ),
    names: () => file.program.plt().map(({ name }) => name),
  };
};

/** An address as the linker placed it, which `nm` and `objdump` show. */
const addressPoints: PointsOfFile = (file, request) => {
  const address = numberOf(request, 'statement') ?? numberOf(request, 'function') ?? 0n;
  const offset = file.program.fileOffset(address);
  if (offset === undefined)
    return `address 0x${address.toString(16)} is not in the code of ${file.program.path}`;
  const symbol = file.program.functions().find((each) => each.offset === offset)?.name;
  return {
    points: [
      builtPoint(file, request, { offset, symbol, label: undefined }, `statement(0x${address.toString(16)})`),
    ],
    names: () => [],
  };
};

interface Found {
  readonly offset: bigint;
  readonly symbol: string | undefined;
  readonly label: string | undefined;
}

/** What stands behind the function, stub or address in the point, `.return`, is kept. */
function builtPoint(file: ProbedFile, request: PointRequest, found: Found, text: string): BuiltPoint {
  const suffix = request.components.filter(({ name }) =>
    ['call', 'exported', 'return', 'absolute'].includes(name),
  );
  return {
    attach: userFunction(file, found, hasComponent(request, 'return') ? 'return' : 'entry'),
    text: [file.text, text, ...(suffix.length === 0 ? [] : [pointText(suffix)])].join('.'),
  };
}

function userFunction(
  { program, processes, images }: ProbedFile,
  { offset, symbol, label }: Found,
  at: 'entry' | 'return',
): UserFunctionPoint {
  return {
    kind: 'user-function',
    place: { path: program.path, buildId: program.buildId, offset, symbol },
    processes,
    images,
    at,
    label,
    parameters: [],
    result: { kind: 'void' },
    lacking: variableLack(program, label),
  };
}

function variableLack(program: ProgramFile, label: string | undefined): string {
  if (label !== undefined)
    return 'a stub has no variables but $$name: int_arg(1), pointer_arg(2), … give its arguments';
  return `the debugging information of ${program.path} is not read: int_arg(1), pointer_arg(2), … give its arguments and returnval() its result`;
}
