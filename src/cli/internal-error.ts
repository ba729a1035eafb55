/** A bug of stsx as one line; with -v its stack goes to standard error. */
export function internalError(error: unknown, verbosity: number): string {
  if (verbosity > 0 && error instanceof Error && error.stack !== undefined)
    process.stderr.write(`${error.stack}\n`);
  const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return problem.split('\n', 1)[0] ?? problem;
}
