/**
 * The bpftrace target's emission of a script that stands alone: from the IR to the text of a .bt, a pure function. Also out: what
 * differs from the script, and what bpftrace cannot do at all.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { PlacementProblem } from '../../src/5-split/split.ts';
import { DeviationList, type Deviation } from './deviations.ts';
import type { Dialect } from './dialects.ts';
import { classifyNumbers } from './number-classes.ts';
import { Obstacle } from './obstacle.ts';
import { arraysWithoutOrder } from './script/element-order.ts';
import { emitHandlers, type HandlerProblem } from './script/emit-handlers.ts';
import { headLines } from './script/head.ts';
import { namedKeys } from './script/named-keys.ts';
import { isNonNegative, nonNegativeLocals } from './script/non-negative.ts';
import type { Script } from './script/script-writer.ts';
import { planStorage, type ScriptHandler } from './script/storage.ts';
import { tidyHandler } from './tidy/tidy-handler.ts';
import { walk } from '../../src/ir/visit.ts';

export interface ScriptOptions {
  /** What target() gives: a process id, `cpid` for that of bpftrace's -c, `0`. */
  readonly target: string;
}

export interface EmittedScript {
  readonly text: string;
  readonly deviations: readonly Deviation[];
  readonly problems: readonly PlacementProblem[];
}

/** `name` is the script's: a file name without folder and suffix. */
export function emitBpftrace(
  program: ir.Program,
  name: string,
  dialect: Dialect,
  options: ScriptOptions,
): EmittedScript {
  const problems: HandlerProblem[] = [];
  const deviations = new DeviationList();
  const handlers = program.probes.flatMap((probe): readonly ScriptHandler[] => {
    if (probe.point.kind === 'never') return [];
    const tidied = tidyHandler(probe, program);
    if (typeof tidied !== 'string') {
      if (tidied.lostWidths) deviations.note('format', [], { what: 'computed width' });
      return [{ probe, body: tidied.body, locals: tidied.locals }];
    }
    problems.push({ probe, obstacle: new Obstacle(tidied, undefined) });
    return [];
  });
  const script: Script = {
    program,
    dialect,
    storage: planStorage(program, handlers, dialect, deviations),
    classes: classifyNumbers(handlers.map(({ probe, body }) => ({ id: probe.id, body }))),
    deviations,
    target: options.target,
    leftOut: new Set(),
    typedArrays: new Set(),
    arraysWithoutOrder: arraysWithoutOrder(program, handlers),
    addsNoNegatives: addsNoNegatives(handlers, program),
    namedKeys: dialect.has('map-loops') ? new Map() : namedKeys(handlers, program),
  };
  const body = emitHandlers(script, handlers, problems);
  if (!dialect.has('messages-on-stderr')) deviations.note('own-messages');
  const found = deviations.list();
  return {
    text: [...headLines(name, dialect, found), ...body, ''].join('\n'),
    deviations: found,
    problems: problems.map(({ probe, obstacle }) => ({
      probe,
      obstacle: obstacle.message,
      site: obstacle.site ?? probe.site,
    })),
  };
}

function addsNoNegatives(
  handlers: readonly ScriptHandler[],
  program: ir.Program,
): (global: number) => boolean {
  const mayAddNegatives = new Set<number>();
  for (const handler of handlers) {
    const locals = nonNegativeLocals(handler, program);
    walk(handler.body, {
      statement(node) {
        if (node.kind === 'stat-add' && !isNonNegative(node.value, locals, program))
          mayAddNegatives.add(node.stat.global);
      },
    });
  }
  return (global) => !mayAddNegatives.has(global);
}
