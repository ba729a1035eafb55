/** What a program keeps of the options that it was compiled with, as defaults of its own command line. */
export interface ProgramOptions {
  readonly command: string | undefined;
  readonly sessionName?: string | undefined;
  readonly outputFile: string | undefined;
  readonly targetPid: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly bufferMegabytes?: number | undefined;
  readonly suppressHandlerErrors: boolean;
  readonly suppressWarnings: boolean;
}

export const noProgramOptions: ProgramOptions = {
  command: undefined,
  outputFile: undefined,
  targetPid: undefined,
  timeoutSeconds: undefined,
  bufferMegabytes: undefined,
  suppressHandlerErrors: false,
  suppressWarnings: false,
};
