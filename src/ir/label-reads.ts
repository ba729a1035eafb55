/**
 * Gives each event read and each call of a program a label that no other in its body has. In: the program before it is divided; out: the
 * same with labels. Inlining copies bodies, labels with them, so the labels of the calls on the way and of the read itself tell which read
 * it is in every shape that the planner gives to a handler: a recording knows its values by them (read-key.ts). A label says
 * what is read and, where a body reads the same twice, which time: it stays when other reads come and go.
 */
import type * as ir from './ir.ts';
import { mapExpressionChildren, mapStatementChildren, type Mapper } from './map.ts';

export function labelReads(program: ir.Program): ir.Program {
  const depths = overloadDepths(program);
  return {
    ...program,
    functions: program.functions.map((fn) => ({
      ...fn,
      body: labelBody(fn.body, program, overloadMark(depths.get(fn.id) ?? 0)),
    })),
    probes: program.probes.map((probe) => ({ ...probe, body: labelBody(probe.body, program, '') })),
  };
}

/** How often `next` was taken until a function runs: overloads stand in one call and may not share labels. */
function overloadDepths(program: ir.Program): ReadonlyMap<number, number> {
  const depths = new Map<number, number>();
  const targets = new Set(program.functions.map(({ nextOverload }) => nextOverload));
  for (const head of program.functions) {
    if (targets.has(head.id)) continue;
    let depth = 0;
    for (let next = head.nextOverload; next !== undefined && !depths.has(next);) {
      depths.set(next, ++depth);
      next = program.functions[next]?.nextOverload;
    }
  }
  return depths;
}

function overloadMark(depth: number): string {
  return depth === 0 ? '' : `next ${depth}: `;
}

function labelBody(body: ir.Block, program: ir.Program, mark: string): ir.Block {
  const times = new Map<string, number>();
  const unique = (text: string): string => {
    const time = (times.get(text) ?? 0) + 1;
    times.set(text, time);
    return `${mark}${text}${time === 1 ? '' : ` #${time}`}`;
  };
  const mapper: Mapper = {
    expression(node) {
      const text = labelText(node, program);
      // Before its operands, which are read on the way to it.
      const label = text === undefined ? undefined : unique(text);
      const mapped = mapExpressionChildren(node, mapper);
      return label === undefined ? mapped : withLabel(mapped, label);
    },
    statement: (node) => mapStatementChildren(node, mapper),
  };
  return { kind: 'block', statements: body.statements.map((statement) => mapper.statement(statement)) };
}

function withLabel(node: ir.Expression, label: string): ir.Expression {
  switch (node.kind) {
    case 'field':
    case 'load':
    case 'intrinsic':
    case 'call':
      return { ...node, label };
    default:
      return node;
  }
}

function labelText(node: ir.Expression, program: ir.Program): string | undefined {
  switch (node.kind) {
    case 'field': {
      const path = node.path.map((step) =>
        step.kind === 'member' ? `.${step.name}` : indexText(step.index),
      );
      return `${node.result === 'address' ? '&' : ''}${node.struct.name}${path.join('')}`;
    }
    case 'load':
      return `*${node.space}`;
    case 'intrinsic':
      return node.effects.context && node.arguments.length > 0 ? node.name : undefined;
    case 'call':
      return program.functions[node.function]?.name;
    default:
      return undefined;
  }
}

function indexText(index: ir.Expression): string {
  return index.kind === 'long' ? `[${index.value}]` : '[]';
}
