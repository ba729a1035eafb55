/**
 * Stage 4: from the typed program to the IR: names become ids, sugar goes, aggregates get their shapes, statements their charges against
 * MAXACTION, and unread globals the end probes that show them.
 */
import type { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';
import type { FunctionSymbol, TypedProgram } from '../program/program.ts';
import type { SessionOptions } from '../session-options.ts';
import { displayProbe } from './display-unread.ts';
import { limitsOf } from './limits.ts';
import { lowerExpression } from './lower-expression.ts';
import { lowerFunction, wrapIntrinsic } from './lower-functions.ts';
import { lowerGlobals } from './lower-globals.ts';
import { lowerBody } from './lower-statement.ts';
import { neededNesting } from './needed-nesting.ts';
import { pointerGlobals } from './pointer-globals.ts';
import { scopeOf, siteOf, type Lowering } from './scope.ts';

export type LowerOptions = Pick<SessionOptions, 'defines' | 'showUnreadGlobals'>;

export function lower(typed: TypedProgram, options: LowerOptions, report: Report): ir.Program {
  const functions: ir.Function[] = [];
  const lowering = startLowering(typed, functions, report);
  for (const [id, one] of typed.functions.entries()) functions[id] = lowerFunction(one, id, lowering);

  const probes = typed.probes.map((one, id): ir.Probe => {
    const { probe } = one;
    const scope = scopeOf(lowering, one.locals);
    return {
      id,
      point: probe.point,
      pointText: probe.pointText,
      name: probe.name,
      condition: one.condition && lowerExpression(one.condition, scopeOf(lowering, [])),
      locals: one.locals.map(({ name, type }, index) => ({ index, name, type })),
      body: lowerBody(one.body, scope),
      site: siteOf(probe.declaration.token),
      text: textOf(probe.declaration.span),
    };
  });
  if (options.showUnreadGlobals) {
    const pointers = pointerGlobals(typed);
    for (const symbol of typed.unreadGlobals) {
      const global = lowering.globals.get(symbol.name);
      if (!global) continue;
      const unread = { symbol, global: global.id, type: global.type, isPointer: pointers.has(symbol.name) };
      probes.push(displayProbe(probes.length, unread));
    }
  }

  const limits = limitsOf(options.defines, neededNesting(functions, probes), report);
  return { limits, globals: lowerGlobals(typed, limits.maxMapEntries), functions, probes };
}

function startLowering(typed: TypedProgram, functions: ir.Function[], report: Report): Lowering {
  const ids = new Map<FunctionSymbol, number>(typed.functions.map(({ symbol }, id) => [symbol, id]));
  const addFunction: Lowering['addFunction'] = (make) => {
    const one = make(Math.max(functions.length, typed.functions.length));
    functions[one.id] = one;
    return one;
  };
  return {
    typed,
    report,
    globals: new Map(typed.globals.map(({ symbol, type }, id) => [symbol.name, { id, type }])),
    functionId(symbol) {
      const known = ids.get(symbol);
      if (known !== undefined) return known;
      const { id } = addFunction((id) => wrapIntrinsic(symbol, id));
      ids.set(symbol, id);
      return id;
    },
    addFunction,
  };
}

function textOf({
  file,
  start,
  end,
}: {
  readonly file: { readonly text: string };
  readonly start: number;
  readonly end: number;
}): string {
  return file.text.slice(start, end);
}
