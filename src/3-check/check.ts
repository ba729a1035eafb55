/**
 * Stage 3: from the resolved program to the typed one. Its sub-passes run in SystemTap's order and, as there, those after one that
 * found an error do not run: what is reported first is what stap would report first.
 */
import type { Report } from '../diagnostics/report.ts';
import type { Program, TypedProgram } from '../program/program.ts';
import type { SessionOptions } from '../session-options.ts';
import { bodiesOf, type Body } from './body.ts';
import { checkArity } from './check-arity.ts';
import { checkFiles } from './check-files.ts';
import { checkForeach } from './check-foreach.ts';
import { checkPlacement } from './check-placement.ts';
import { checkRegex } from './check-regex.ts';
import { checkStats } from './check-stats.ts';
import { checkAssignmentTargets, checkOperands } from './check-targets.ts';
import { leaveOutUnknown } from './leave-out-unknown.ts';
import { namesOf } from './names.ts';
import { optimiser } from './optimise/optimise.ts';
import { inferTypes, type Inference } from './types/infer-types.ts';
import { typeTable } from './types/type-table.ts';
import { typedProgram } from './typed-program.ts';
import { warnNeverAssigned } from './warn-never-assigned.ts';

export type CheckOptions = Pick<SessionOptions, 'unoptimized'>;

export function check(program: Program, options: CheckOptions, report: Report): TypedProgram {
  const names = namesOf(program);
  const original = bodiesOf(program);
  let bodies: readonly Body[] = original;
  let keyCounts: ReadonlyMap<string, number> = new Map();
  let inference: Inference | undefined;
  const optimise = optimiser(names, report);

  const steps: readonly (() => void)[] = [
    () => {
      checkFiles(program, report);
      keyCounts = checkArity(program, original, names, report);
    },
    () => {
      warnNeverAssigned(program, original, names, report);
    },
    () => {
      checkAssignmentTargets(original, report);
    },
    () => {
      if (!options.unoptimized) bodies = optimise.beforeTypes(bodies);
    },
    () => {
      bodies = leaveOutUnknown(program, bodies);
      checkOperands(bodies, report);
    },
    () => {
      inference = inferTypes(program, bodies, names, keyCounts, report);
    },
    () => {
      if (!options.unoptimized) bodies = optimise.afterTypes(bodies);
      if (!bodies.some((body) => body.kind === 'probe')) report.add('STSX3013', undefined, {});
    },
    () => {
      checkForeach(bodies, names, report);
    },
    () => {
      checkRegex(bodies, report);
    },
    () => {
      checkStats(bodies, names, report);
    },
    () => {
      inference?.infer(bodies);
      if (inference) checkPlacement(bodies, inference.table.expressions, report);
    },
  ];
  for (const step of steps) {
    step();
    if (report.hasErrors) break;
  }
  const table = inference?.table ?? typeTable(program, keyCounts, report);
  return typedProgram(program, original, bodies, names, table);
}
