/**
 * Infers every type of the program: rounds over all bodies, functions first, until a round tells nothing new (stap(1), section
 * VARIABLES). Takes the bodies and each global's number of keys; gives the table, with mismatches and what stays open
 * reported. A round passes over bodies that it could learn nothing from.
 */
import type { Report } from '../../diagnostics/report.ts';
import type { Program } from '../../program/program.ts';
import type { Body } from '../body.ts';
import type { Names } from '../names.ts';
import { infer } from './infer-expression.ts';
import { inferStatement } from './infer-statement.ts';
import { mentionedSlots } from './mentioned-slots.ts';
import { reportUnresolved } from './report-unresolved.ts';
import type { Slot } from './slots.ts';
import { typeTable, type TypeTable } from './type-table.ts';

export interface Inference {
  readonly table: TypeTable;
  /** Also for expressions that folding and removal have made anew. */
  infer(bodies: readonly Body[]): void;
}

/** The last look at a body. */
interface Look {
  /** By the table's clock. */
  readonly at: number;
  /** It told something: a second look may tell more. */
  readonly toldMore: boolean;
  readonly metProblems: boolean;
  readonly slots: readonly Slot[];
}

export function inferTypes(
  program: Program,
  bodies: readonly Body[],
  names: Names,
  keyCounts: ReadonlyMap<string, number>,
  report: Report,
): Inference {
  const table = typeTable(program, keyCounts, report);
  const looks = new Map<Body, Look>();

  function look(body: Body): void {
    const before = table.clock;
    const problemsBefore = table.problems.met;
    const context = { table, names, body };
    if (body.kind === 'probe' && body.condition) infer(body.condition, 'long', context);
    inferStatement(body.block, context);
    looks.set(body, {
      at: table.clock,
      toldMore: table.clock !== before,
      metProblems: table.problems.met !== problemsBefore,
      slots: looks.get(body)?.slots ?? mentionedSlots(body, names, table),
    });
  }

  /** Inference knows nothing but the body and the types of the names in it: where they are as they were, it finds the same. */
  function canTellMore(body: Body): boolean {
    const last = looks.get(body);
    return last === undefined || last.toldMore || last.slots.some(({ told }) => told > last.at);
  }

  function rounds(wanted: readonly Body[]): void {
    const order = functionsFirst(wanted);
    for (let before = -1; before !== table.clock;) {
      before = table.clock;
      for (const body of order) if (canTellMore(body)) look(body);
    }
  }

  rounds(bodies);
  table.problems.speak();
  for (const body of functionsFirst(bodies)) if (looks.get(body)?.metProblems === true) look(body);
  /** A name that only a mistaken use would type is no second mistake. */
  if (!report.hasErrors) reportUnresolved(program, functionsFirst(bodies), names, table, report);
  return { table, infer: rounds };
}

function functionsFirst(bodies: readonly Body[]): Body[] {
  return [
    ...bodies.filter((body) => body.kind === 'function'),
    ...bodies.filter((body) => body.kind === 'probe'),
  ];
}
