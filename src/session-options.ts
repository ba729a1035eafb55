/** What the command line says of a run, spelt as stap spells it; the stages take from it what they need. */
export interface SessionOptions {
  /** Script arguments: $1, @1, … */
  readonly arguments: readonly string[];
  /** -D NAME=VALUE, in order. */
  readonly defines: ReadonlyMap<string, string>;
  /** -G VAR=VALUE */
  readonly globals: ReadonlyMap<string, string>;
  /** -I: more folders of library files. */
  readonly libraryFolders: readonly string[];
  /** -g */
  readonly guru: boolean;
  /** -c */
  readonly command: string | undefined;
  /** -x */
  readonly targetPid: number | undefined;
  /** -T, in seconds. */
  readonly timeoutSeconds: number | undefined;
  /** -m: of the folder of procfs files, and what module_name() gives. */
  readonly sessionName?: string | undefined;
  /** -o */
  readonly outputFile: string | undefined;
  /** --record */
  readonly recordFile?: string | undefined;
  /** -s: megabytes of the buffer between the halves of a program. */
  readonly bufferMegabytes?: number | undefined;
  /** -w */
  readonly suppressWarnings: boolean;
  /** --suppress-handler-errors */
  readonly suppressHandlerErrors: boolean;
  /** --no-global-var-display */
  readonly showUnreadGlobals: boolean;
  /** -u: no removal of what has no effect. */
  readonly unoptimized: boolean;
  /** -v, counted. */
  readonly verbosity: number;
}
