/**
 * The options that `run`, `compile`, `check` and `explain` share, spelt as stap spells them. In: what Commander parsed. Out: SessionOptions.
 * Values are turned into byte strings here, so nothing behind this file sees UTF-16.
 */
import { InvalidArgumentError, type Command } from 'commander';
import type { SessionOptions } from '../session-options.ts';
import { toBytes } from './bytes.ts';

export interface SessionFlags {
  /** -e: the script's text; the operand that would be the file is then the first argument. */
  readonly e?: string;
  readonly c?: string;
  readonly x?: number;
  readonly T?: number;
  readonly m?: string;
  readonly o?: string;
  readonly record?: string;
  readonly s?: number;
  readonly g?: true;
  readonly D?: ReadonlyMap<string, string>;
  readonly G?: ReadonlyMap<string, string>;
  readonly I?: readonly string[];
  readonly w?: true;
  readonly u?: true;
  readonly suppressHandlerErrors?: true;
  readonly globalVarDisplay?: boolean;
}

export function addLibraryOption(command: Command): Command {
  return command.option('-I <dir>', 'more folders of library files (.stp)', collect);
}

/** What changes the meaning of a script, whatever is done with it. */
export function addScriptOptions(command: Command): Command {
  return addLibraryOption(command)
    .option('-e <text>', 'the script itself, instead of a file')
    .option(
      '-D <name=value>',
      'set a limit: MAXSTRINGLEN, MAXMAPENTRIES, MAXACTION, MAXERRORS, …',
      assignments,
    )
    .option('-G <var=value>', 'set the initial value of a global variable', assignments)
    .option('-g', 'guru mode')
    .option('-u', 'leave in what has no effect')
    .option('-w', 'no warnings');
}

/** What a run is given from outside. */
export function addRunOptions(command: Command): Command {
  return command
    .option('-c <cmd>', 'run cmd, end with it; target() is its pid')
    .option('-x <pid>', 'target() is pid', wholeNumber)
    .option('-m <name>', 'name of the session: procfs files are in /run/stsx/NAME', moduleName)
    .option('-T <seconds>', 'end after that many seconds', wholeNumber)
    .option('--record <file>', 'record the run: what its probes saw, for `stsx replay`')
    .option(
      '-s <megabytes>',
      'size of the buffer between kernel and program; events that find it full are skipped',
      bufferSize,
    )
    .option('--suppress-handler-errors', 'handler errors do not end the script')
    .option('--no-global-var-display', 'do not print unread globals at the end');
}

export function addVerbosityOption(command: Command): Command {
  return command.option(
    '-v, --verbose',
    'say more; again for still more',
    (_value, count: number) => count + 1,
    0,
  );
}

export function sessionOptions(
  flags: SessionFlags,
  scriptArguments: readonly string[],
  verbosity: number,
): SessionOptions {
  return {
    arguments: scriptArguments.map(toBytes),
    defines: flags.D ?? new Map(),
    globals: flags.G ?? new Map(),
    libraryFolders: flags.I ?? [],
    guru: flags.g ?? false,
    command: flags.c,
    targetPid: flags.x,
    timeoutSeconds: flags.T,
    sessionName: flags.m,
    outputFile: flags.o,
    recordFile: flags.record,
    bufferMegabytes: flags.s,
    suppressWarnings: flags.w ?? false,
    suppressHandlerErrors: flags.suppressHandlerErrors ?? false,
    showUnreadGlobals: flags.globalVarDisplay ?? true,
    unoptimized: flags.u ?? false,
    verbosity,
  };
}

/** As SystemTap has the names of its modules; a compiled program asks the same of its own -m. */
function moduleName(text: string): string {
  if (!/^\w{1,55}$/.test(text)) throw new InvalidArgumentError('It has up to 55 letters, digits and _.');
  return text;
}

/** `NAME=VALUE`; `-D NAME` alone is `NAME=1`, as for a C compiler. */
function assignments(
  text: string,
  previous: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const match = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(text);
  const name = match?.[1];
  if (name === undefined) throw new InvalidArgumentError('It is written NAME=VALUE.');
  return new Map([...(previous ?? []), [name, toBytes(match?.[2] ?? '1')]]);
}

function collect(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value === 0) {
    throw new InvalidArgumentError('It is a whole number above 0.');
  }
  return value;
}

const mostMegabytes = 2047;

function bufferSize(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > mostMegabytes) {
    throw new InvalidArgumentError(`It is a whole number from 1 to ${mostMegabytes}.`);
  }
  return value;
}
