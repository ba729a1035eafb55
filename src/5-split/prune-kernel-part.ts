/**
 * Drops from the kernel part of a streamed handler what no capture and no rejecting test depends on. In and out: guard and capture
 * blocks; assignments to locals that nothing reads go, and tests and tries that became empty.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';

export interface KernelPart {
  readonly guard: ir.Block;
  readonly capture: ir.Block;
}

export function pruneKernelPart(guard: ir.Block, capture: ir.Block): KernelPart {
  let part: KernelPart = { guard, capture };
  for (let size = -1, pruned = count(part); pruned !== size;) {
    size = pruned;
    const needed = new Set([...readLocals(part.guard), ...readLocals(part.capture)]);
    // The guard's assignments are done again by the capture part only if that reads them after a record was taken.
    part = { guard: pruneBlock(part.guard, needed), capture: pruneBlock(part.capture, needed) };
    pruned = count(part);
  }
  return part;
}

function count(part: KernelPart): number {
  let statements = 0;
  for (const block of [part.guard, part.capture]) {
    walk(block, {
      statement() {
        statements++;
      },
    });
  }
  return statements;
}

function captures(node: ir.Statement): boolean {
  let found = false;
  walk(node, {
    statement(child) {
      found ||= child.kind === 'capture';
    },
  });
  return found;
}

function readLocals(block: ir.Block): readonly number[] {
  const read: number[] = [];
  walk(block, {
    expression(node) {
      if (node.kind === 'read' && node.place.kind === 'local') read.push(node.place.local);
      if (node.kind === 'assign' && node.operator !== undefined && node.target.kind === 'local') {
        read.push(node.target.local);
      }
    },
  });
  return read;
}

function pruneBlock(block: ir.Block, needed: ReadonlySet<number>): ir.Block {
  return {
    kind: 'block',
    statements: block.statements.flatMap((statement) => pruneStatement(statement, needed)),
  };
}

function pruneStatement(node: ir.Statement, needed: ReadonlySet<number>): readonly ir.Statement[] {
  switch (node.kind) {
    case 'charge':
      return [];
    case 'block':
      return pruneBlock(node, needed).statements;
    case 'evaluate': {
      const { expression } = node;
      if (expression.kind !== 'assign' || expression.target.kind !== 'local') return [];
      return needed.has(expression.target.local) ? [node] : [];
    }
    case 'if': {
      const then = pruneBlock(node.then, needed);
      const otherwise = node.otherwise && pruneBlock(node.otherwise, needed);
      if (then.statements.length === 0 && !otherwise?.statements.length) return [];
      return [{ ...node, then, otherwise: otherwise?.statements.length ? otherwise : undefined }];
    }
    case 'try': {
      const body = pruneBlock(node.body, needed);
      return body.statements.length === 0
        ? []
        : [{ ...node, body, handler: pruneBlock(node.handler, needed) }];
    }
    case 'scope': {
      const body = pruneBlock(node.body, needed);
      return body.statements.length === 0 ? [] : [{ ...node, body }];
    }
    case 'loop': {
      // What it leaves in locals is not relied on behind it.
      if (!captures(node)) return [];
      const step = node.step && pruneBlock(node.step, needed);
      return [
        { ...node, body: pruneBlock(node.body, needed), step: step?.statements.length ? step : undefined },
      ];
    }
    case 'leave':
    case 'next':
    case 'break':
    case 'continue':
    case 'capture':
      return [node];
    default:
      // Everything else is the user half's.
      return [];
  }
}
