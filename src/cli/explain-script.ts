/** `stsx explain`: the plan of a script, as text or JSON on standard output. */
import { Report } from '../diagnostics/report.ts';
import type { SessionOptions } from '../session-options.ts';
import { compileFront, surroundings } from './compile-front.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { explainJson, explainText } from './explain-plan.ts';
import type { ScriptOrigin } from './read-script.ts';
import { stageTiming } from './stage-timing.ts';
import type { Compilation } from '../pipeline.ts';
import { writeReport } from './write-report.ts';

export function explainScript(
  origin: ScriptOrigin,
  options: SessionOptions,
  format: 'text' | 'json',
): ExitStatus {
  const { made, report } = explained(origin, options);
  writeReport(report, options);
  if (made?.plan === undefined) return exitStatus.refused;
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(explainJson(made.plan))}\n` : explainText(made.plan),
  );
  return exitStatus.success;
}

interface Explained {
  readonly made: Compilation | undefined;
  readonly report: Report;
}

/** What this kernel cannot attach may serve on another: it is explained as `compile` takes it, and what is wrong here becomes a warning. */
function explained(origin: ScriptOrigin, options: SessionOptions): Explained {
  const here = compiled(origin, options, false);
  if (here.made !== undefined) return here;
  const elsewhere = compiled(origin, options, true);
  if (elsewhere.made === undefined) return here;
  for (const diagnostic of here.report.diagnostics) {
    if (diagnostic.severity === 'error')
      elsewhere.report.diagnostics.push({ ...diagnostic, severity: 'warning' });
  }
  return elsewhere;
}

function compiled(origin: ScriptOrigin, options: SessionOptions, attachElsewhere: boolean): Explained {
  const report = new Report();
  const front = { depth: 'place', attachElsewhere, runStage: stageTiming(false).run } as const;
  const made = compileFront(origin, options, surroundings(options), front, report);
  return { made: report.hasErrors ? undefined : made, report };
}
