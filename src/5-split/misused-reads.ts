/**
 * Event reads that no half can do: of an event that has no answer to them (a tracepoint has no registers), or with an operand that
 * has to stand in the script and does not. Looked for in the handlers of events and in all functions that they reach.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';
import { isEventPoint } from '../program/attach-point.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { reachableFunctions } from './event-reads.ts';

export interface MisusedRead {
  readonly probe: ir.Probe;
  readonly site: ir.Site;
  readonly function: string;
  readonly problem: string;
}

export function misusedReads(program: ir.Program, capabilities: KernelCapabilities): readonly MisusedRead[] {
  const misused: MisusedRead[] = [];
  for (const probe of program.probes) {
    if (!isEventPoint(probe.point)) continue;
    const functions = [...reachableFunctions(program, probe.body)].flatMap(
      (id) => program.functions[id] ?? [],
    );
    for (const body of [probe.body, ...functions.map((fn) => fn.body)]) {
      walk(body, {
        expression(node) {
          if (node.kind !== 'intrinsic') return;
          const problem = eventProblem(node, probe, capabilities) ?? operandProblem(node, capabilities);
          if (problem !== undefined) misused.push({ probe, site: node.site, function: node.name, problem });
        },
      });
    }
  }
  return misused;
}

function eventProblem(
  node: ir.Intrinsic,
  { point, pointText }: ir.Probe,
  { eventsOf }: KernelCapabilities,
): string | undefined {
  const kinds = eventsOf.get(node.name);
  return kinds === undefined || kinds.has(point.kind) ? undefined : `${pointText} has no registers`;
}

function operandProblem(node: ir.Intrinsic, { literalOperands }: KernelCapabilities): string | undefined {
  const allowed = literalOperands.get(node.name);
  const [operand] = node.arguments;
  if (allowed === undefined || operand === undefined) return undefined;
  if (operand.kind !== 'long' && operand.kind !== 'string') return 'its operand has to stand in the script';
  if (allowed.includes(operand.value)) return undefined;
  return `there are ${allowed.join(' ')}`;
}
