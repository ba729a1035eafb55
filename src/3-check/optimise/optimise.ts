/**
 * Removal of what has no effect, in SystemTap's order, since what is gone is neither type-checked nor shown at the end:
 * one sweep before the types are known, sweeps with constant folding until nothing changes after it. Bodies that
 * nothing calls any more go with the sweep that finds it.
 */
import type { Report } from '../../diagnostics/report.ts';
import { visit } from '../../ast/visit.ts';
import type { FunctionSymbol } from '../../program/program.ts';
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

export function optimiser(names: Names, report: Report): Optimiser {
  const warn = warnOnce(report);
  return {
    beforeTypes: (bodies) => sweep(foldConditions(dropUncalled(bodies, names)), names, warn),
    afterTypes(bodies) {
      let current = [...bodies];
      for (;;) {
        const next = sweep(dropUncalled(foldConstants(current, names), names), names, warn);
        if (
          next.length === current.length &&
          next.every((body, place) => body.block === current[place]?.block)
        )
          break;
        current = next;
      }
      return dropEmptyProbes(current, warn);
    },
  };
}

function sweep(bodies: readonly Body[], names: Names, warn: WarnOnce): Body[] {
  return dropUnusedValues(dropDeadStatements(dropUnreadAssignments(bodies, names, warn), names, warn), names);
}

export function dropUncalled(bodies: readonly Body[], names: Names): Body[] {
  const functions = new Map<FunctionSymbol, Body>();
  for (const body of bodies) if (body.kind === 'function') functions.set(body.symbol, body);
  const reached = new Set<FunctionSymbol>();
  const reach = (body: Body): void => {
    visit(body.block, {
      Call(call) {
        for (let callee = names.callee(call); callee && !reached.has(callee); callee = callee.nextOverload) {
          reached.add(callee);
          const inner = functions.get(callee);
          if (inner) reach(inner);
        }
      },
    });
  };
  for (const body of bodies) if (body.kind === 'probe') reach(body);
  return bodies.filter((body) => body.kind === 'probe' || reached.has(body.symbol));
}

/** A probe with a condition is never empty: the condition itself is code. */
function dropEmptyProbes(bodies: readonly Body[], warn: WarnOnce): Body[] {
  return bodies.filter((body) => {
    if (body.kind === 'function' || body.condition || body.block.statements.length > 0) return true;
    const point = body.probe.declaration.points[0];
    warn('STSX3103', point?.token ?? body.probe.declaration.token, elidedName(body));
    return false;
  });
}

function elidedName(body: Extract<Body, { kind: 'probe' }>): string {
  return /^\w+/.exec(body.probe.pointText)?.[0] ?? body.probe.name;
}
