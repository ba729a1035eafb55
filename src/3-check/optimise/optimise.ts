/**
 * Removal of what has no effect, in SystemTap's order, since what is gone is neither type-checked nor shown at the end:
 * one sweep before the types are known, sweeps with constant folding until nothing changes after it. Bodies that
 * nothing calls any more go with the sweep that finds it.
 */
import type { Report } from '../../diagnostics/report.ts';
import type { TokenRef } from '../../ast/ast.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import type { DerivedProbe, FunctionSymbol } from '../../program/program.ts';
import type { Body } from '../body.ts';
import type { Names } from '../names.ts';
import { dropDeadStatements } from './drop-dead-statements.ts';
import { dropUnreadAssignments } from './drop-unread-assignments.ts';
import { dropUnusedValues } from './drop-unused-values.ts';
import { foldConditions, foldConstants } from './fold-constants.ts';
import { warnOnce, type WarnOnce } from './warn-once.ts';

export interface Optimiser {
  beforeTypes(bodies: readonly Body[]): Body[];
  afterTypes(bodies: readonly Body[]): Body[];
}

interface Swept {
  readonly bodies: Body[];
  /** Something went whose going may free more; blocks, branches and loops that went do not count, as in SystemTap. */
  readonly mayGoOn: boolean;
}

export function optimiser(names: Names, report: Report): Optimiser {
  const warn = warnOnce(report);
  const quiet: WarnOnce = () => undefined;
  let mayGoOn = false;
  return {
    beforeTypes(bodies) {
      const swept = sweep(foldConditions(dropUncalled(bodies, names)), names, warn);
      ({ mayGoOn } = swept);
      return swept.bodies;
    },
    afterTypes(bodies) {
      let current = [...bodies];
      for (;;) {
        const folded = foldConstants(current, names);
        const called = dropUncalled(folded, names);
        if (!mayGoOn && isSame(current, folded) && called.length === folded.length) break;
        ({ bodies: current, mayGoOn } = sweep(called, names, quiet));
      }
      return dropEmptyProbes(current, warn);
    },
  };
}

function sweep(bodies: readonly Body[], names: Names, warn: WarnOnce): Swept {
  const elided: TokenRef[] = [];
  const noticing: WarnOnce = (code, token, name) => {
    elided.push(token);
    warn(code, token, name);
  };
  const kept = dropUnreadAssignments(bodies, names, noticing);
  const alive = dropDeadStatements(kept, names, noticing);
  const valued = dropUnusedValues(alive, names);
  return { bodies: valued, mayGoOn: elided.length > 0 || !isSame(alive, valued) };
}

function isSame(one: readonly Body[], other: readonly Body[]): boolean {
  return one.length === other.length && one.every((body, place) => body.block === other[place]?.block);
}

export function dropUncalled(bodies: readonly Body[], names: Names): Body[] {
  const functions = new Map<FunctionSymbol, Body>();
  for (const body of bodies) if (body.kind === 'function') functions.set(body.symbol, body);
  const reached = new Set<FunctionSymbol>();
  const called = (body: Body): void => {
    for (const call of nodesOf(body.block, 'Call')) {
      for (let callee = names.callee(call); callee && !reached.has(callee); callee = callee.nextOverload)
        reached.add(callee);
    }
  };
  for (const body of bodies) if (body.kind === 'probe') called(body);
  // A set that grows while it is walked: what is added is walked too.
  for (const symbol of reached) {
    const body = functions.get(symbol);
    if (body) called(body);
  }
  return bodies.filter((body) => body.kind === 'probe' || reached.has(body.symbol));
}

/** A probe with a condition is never empty: the condition itself is code. */
function dropEmptyProbes(bodies: readonly Body[], warn: WarnOnce): Body[] {
  return bodies.filter((body) => {
    if (body.kind === 'function' || body.condition || body.block.statements.length > 0) return true;
    const { point, alias } = elidedPoint(body.probe);
    warn('STSX3103', alias?.token ?? body.probe.declaration.token, point);
    return false;
  });
}

/** The name of the probe point's kind, and the alias that the script reached it by: that one is blamed then. */
function elidedPoint(probe: DerivedProbe) {
  const firstWord = (text: string) => /^\w+/.exec(text)?.[0] ?? text;
  const point = firstWord(probe.pointText);
  const spelt = firstWord(probe.name);
  const alias =
    spelt === point
      ? undefined
      : probe.declaration.points.find(({ span }) => firstWord(span.file.text.slice(span.start)) === spelt);
  return { point, alias };
}
