/**
 * Infers every type of the program: rounds over all bodies, functions first, until a round tells nothing new (stap(1), section
 * VARIABLES). Takes the bodies and each global's number of keys; gives the table, with mismatches and what stays open
 * reported.
 */
import type { Report } from '../../diagnostics/report.ts';
import type { Program } from '../../program/program.ts';
import type { Body } from '../body.ts';
import type { Names } from '../names.ts';
import { infer } from './infer-expression.ts';
import { inferStatement } from './infer-statement.ts';
import { reportUnresolved } from './report-unresolved.ts';
import { typeTable, type TypeTable } from './type-table.ts';

export function inferTypes(
  program: Program,
  bodies: readonly Body[],
  names: Names,
  keyCounts: ReadonlyMap<string, number>,
  report: Report,
): TypeTable {
  const table = typeTable(program, keyCounts, report);
  inferRounds(table, bodies, names);
  table.problems.speak();
  inferRounds(table, bodies, names);
  /** A name that only a mistaken use would type is no second mistake. */
  if (!report.hasErrors) reportUnresolved(program, bodies, names, table, report);
  return table;
}

/** Also for expressions that folding and removal have made anew. */
export function inferRounds(table: TypeTable, bodies: readonly Body[], names: Names): void {
  const functions = bodies.filter((body) => body.kind === 'function');
  const probes = bodies.filter((body) => body.kind === 'probe');
  do {
    for (const body of [...functions, ...probes]) {
      const context = { table, names, body };
      if (body.kind === 'probe' && body.condition) infer(body.condition, 'long', context);
      inferStatement(body.block, context);
    }
  } while (table.takeChanged());
}
