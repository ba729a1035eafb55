/**
 * Whether a whole handler can run in the kernel half: it reads the event, computes with locals, and *adds* to globals, which
 * commutes, so that no lock and no order is needed. In: a handler with its calls inlined; out: what it adds to, or the first
 * obstacle in words.
 */
import type * as ir from '../ir/ir.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { kernelObstacle } from './event-reads.ts';
import { stringLength, type LengthOfLocal } from './string-lengths.ts';

export interface Addition {
  readonly global: number;
  readonly keys: readonly ir.Expression[];
}

export type KernelHandler =
  { readonly additions: readonly Addition[]; readonly obstacle: undefined } | { readonly obstacle: string };

export function examineHandler(
  body: ir.Block,
  program: ir.Program,
  capabilities: KernelCapabilities,
  lengthOf: LengthOfLocal,
): KernelHandler {
  const additions: Addition[] = [];
  const known = () => true;
  const reject = (node: ir.Expression) => kernelObstacle(node, known, capabilities);

  function addition(global: number, keys: readonly ir.Expression[], value: ir.Expression | undefined) {
    const shape = program.globals[global];
    const obstacle =
      (shape && globalObstacle(shape, capabilities)) ??
      firstObstacle(keys, reject) ??
      (value && reject(value)) ??
      keySizeObstacle(keys, lengthOf, program.limits, capabilities);
    if (obstacle === undefined) additions.push({ global, keys });
    return obstacle;
  }

  function statement(node: ir.Statement): string | undefined {
    switch (node.kind) {
      case 'block':
      case 'scope': {
        const statements = node.kind === 'block' ? node.statements : node.body.statements;
        return firstObstacle(statements, statement);
      }
      case 'charge':
      case 'next':
      case 'leave':
        return undefined;
      case 'return':
        return node.value && reject(node.value);
      case 'if':
        return (
          reject(node.condition) ?? statement(node.then) ?? (node.otherwise && statement(node.otherwise))
        );
      case 'try':
        if (node.message) return 'keeps the message of an error';
        return statement(node.body) ?? statement(node.handler);
      case 'stat-add':
        return addition(
          node.stat.global,
          node.stat.kind === 'stat-element' ? node.stat.keys : [],
          node.value,
        );
      case 'evaluate':
        return evaluate(node.expression);
      case 'print':
        return 'prints';
      case 'loop':
      case 'break':
      case 'continue':
        return 'loops';
      case 'foreach':
      case 'foreach-bucket':
        return 'iterates over a global';
      case 'delete':
      case 'delete-matching':
        return 'deletes';
      case 'capture':
        return undefined;
    }
  }

  function evaluate(node: ir.Expression): string | undefined {
    if (node.kind === 'assign' && node.target.kind === 'local' && node.operator === undefined) {
      return reject(node.value);
    }
    const target = node.kind === 'assign' || node.kind === 'step' ? node.target : undefined;
    if (target && target.kind !== 'local' && target.type === 'long') {
      const adds =
        node.kind === 'step' || (node.kind === 'assign' && (node.operator === '+' || node.operator === '-'));
      if (!adds) return 'sets a global';
      return addition(
        target.global,
        target.kind === 'element' ? target.keys : [],
        node.kind === 'assign' ? node.value : undefined,
      );
    }
    if (
      node.kind === 'assign' &&
      target?.kind === 'local' &&
      target.type === 'long' &&
      node.operator !== 'concat'
    ) {
      return reject(node.value);
    }
    if (node.kind === 'step' && target?.kind === 'local') return undefined;
    if (target && target.kind !== 'local') return 'sets a global';
    return reject(node);
  }

  const obstacle = statement(body);
  return obstacle === undefined ? { additions, obstacle } : { obstacle };
}

function firstObstacle<Item>(items: readonly Item[], examine: (item: Item) => string | undefined) {
  for (const item of items) {
    const obstacle = examine(item);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** Additions to these have no meaning apart from the order of events. */
function globalObstacle(global: ir.Global, capabilities: KernelCapabilities): string | undefined {
  if (global.kind === 'array' && global.wrap)
    return `adds to ${global.name}, which drops its oldest elements`;
  const stat = global.kind === 'scalar' ? undefined : global.stat;
  if (stat === undefined) return undefined;
  const missing = stat.operators.find((operator) => !capabilities.statOperators.has(operator));
  if (missing !== undefined) return `keeps @${missing} of ${global.name}`;
  if (stat.histogram && !capabilities.histograms) return `keeps a histogram of ${global.name}`;
  return undefined;
}

function keySizeObstacle(
  keys: readonly ir.Expression[],
  lengthOf: LengthOfLocal,
  limits: ir.Limits,
  capabilities: KernelCapabilities,
): string | undefined {
  const bytes = keys.reduce(
    (sum, key) => sum + (key.type === 'string' ? stringLength(key, lengthOf, limits) + 1 : 8),
    0,
  );
  return bytes > capabilities.maxKeyBytes ? `uses array keys of ${bytes} bytes` : undefined;
}
