/** What a process's status says, as stap's does. */
export const exitStatus = {
  /** Done, or a run that ended by exit(), ^C, -T or -c's end without errors. */
  success: 0,
  /** A script that was refused, or that ended by a run-time error or too many skipped events; a machine that lacks something. */
  refused: 1,
  /** A wrong command line. */
  usage: 2,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
