/** `stsx explain`: the plan of a script, as text or JSON on standard output. */
import { Report } from '../diagnostics/report.ts';
import type { SessionOptions } from '../session-options.ts';
import { compileFront, surroundings } from './compile-front.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { explainJson, explainText } from './explain-plan.ts';
import type { ScriptOrigin } from './read-script.ts';
import { stageTiming } from './stage-timing.ts';
import { writeReport } from './write-report.ts';

export function explainScript(
  origin: ScriptOrigin,
  options: SessionOptions,
  format: 'text' | 'json',
): ExitStatus {
  const report = new Report();
  const front = { depth: 'place', attachElsewhere: false, runStage: stageTiming(false).run } as const;
  const made = compileFront(origin, options, surroundings(options), front, report);
  writeReport(report, options);
  if (made?.plan === undefined || report.hasErrors) return exitStatus.refused;
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(explainJson(made.plan))}\n` : explainText(made.plan),
  );
  return exitStatus.success;
}
