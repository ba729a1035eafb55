/**
 * What a session tells: the handlers' output, their errors and warnings, and the count of errors at the end. A handler's output
 * leaves in one piece when the handler ends, or before something goes to standard error.
 */
import type * as ir from '../../src/ir/ir.ts';
import { describeScriptError, type ScriptError } from './script-error.ts';
import type { ReferenceSession } from './run-reference.ts';

export interface Journal {
  print(bytes: string): void;
  warn(message: string): void;
  flush(): void;
  /** True: that was one error too many, the session has failed. */
  report(error: ScriptError, probe: ir.Probe): boolean;
  /** The session cannot even begin. */
  refuse(problem: { warning: string; error: string }): void;
  /** Events were lost. True: too many, the session has failed. */
  skip(events: number): boolean;
  summarize(): void;
  /** More than MAXERRORS errors: error probes run instead of end probes. */
  readonly failed: boolean;
  /** Some error was shown. */
  readonly reportedError: boolean;
}

type Sinks = Pick<ReferenceSession, 'write' | 'writeError' | 'suppressHandlerErrors' | 'suppressWarnings'>;

export function makeJournal(limits: ir.Limits, sinks: Sinks): Journal {
  let pending = '';
  let errors = 0;
  let skipped = 0;
  let failed = false;
  let reportedError = false;

  function flush(): void {
    if (pending !== '') sinks.write(pending);
    pending = '';
  }

  function tell(line: string): void {
    flush();
    sinks.writeError(line.endsWith('\n') ? line : `${line}\n`);
  }

  function warn(message: string): void {
    if (!sinks.suppressWarnings) tell(`WARNING: ${message}`);
  }

  return {
    print(bytes) {
      pending += bytes;
    },
    warn,
    flush,
    report(error, probe) {
      errors++;
      if (sinks.suppressHandlerErrors) return false;
      reportedError = true;
      tell(`ERROR: ${describeScriptError(error, probe)}`);
      if (errors > limits.maxErrors) failed = true;
      return failed;
    },
    refuse(problem) {
      warn(problem.warning);
      tell(`ERROR: ${problem.error}`);
    },
    skip(events) {
      skipped += events;
      if (skipped <= limits.maxSkipped || failed) return false;
      tell('ERROR: Skipped too many probes, check MAXSKIPPED or try again with stap -t for more details.');
      failed = true;
      return true;
    },
    summarize() {
      if (errors > 0 || skipped > 0) warn(`Number of errors: ${errors}, skipped probes: ${skipped}`);
    },
    get failed() {
      return failed;
    },
    get reportedError() {
      return reportedError;
    },
  };
}
