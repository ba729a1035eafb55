/** A bug of stsx, told in one line: what was thrown, that it is not the script's fault, how to report it. */
import { Report } from '../diagnostics/report.ts';
import { writeReport } from './write-report.ts';

export function internalError(error: unknown, words: readonly string[]): void {
  const report = new Report();
  const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  report.add('STSX9001', undefined, { problem: problem.split('\n', 1)[0] ?? problem });
  writeReport(report, { verbosity: 0 });
  const verbose = words.some((word) => word === '--verbose' || /^-[a-z]*v/.test(word));
  if (verbose && error instanceof Error && error.stack !== undefined)
    process.stderr.write(`${error.stack}\n`);
}
