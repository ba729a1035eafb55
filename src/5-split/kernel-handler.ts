/**
 * Whether a whole handler can run in the kernel half. In: a handler with its calls inlined; out: how it uses globals, or the first
 * obstacle in words. *Additions* commute, so that they need no lock and no order; any other use of a global needs its lock.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';
import type { KernelCapabilities } from './capabilities.ts';
import { kernelObstacle } from './event-reads.ts';
import { stringLength, type LengthOfLocal, type ProgramLengths } from './string-lengths.ts';

export interface GlobalUse {
  readonly global: number;
  readonly adds: boolean;
  /** What it does that is no addition, in words. */
  readonly what: string;
}

export type KernelHandler =
  { readonly uses: readonly GlobalUse[]; readonly obstacle: undefined } | { readonly obstacle: string };

export function examineHandler(
  body: ir.Block,
  program: ir.Program,
  capabilities: KernelCapabilities,
  lengthOf: LengthOfLocal,
  lengths: ProgramLengths,
): KernelHandler {
  const { shared } = capabilities;
  const uses: GlobalUse[] = [];
  let effort = 0;
  const bytesOf = (keys: readonly (ir.Expression | undefined)[]) => keyBytes(keys, lengthOf, lengths);
  /** Looking an element up in shared memory: its key is hashed and compared word by word. */
  const lookUp = (keys: readonly (ir.Expression | undefined)[]) => {
    effort += 1 + Math.floor(bytesOf(keys) / 64);
  };

  function reject(node: ir.Expression): string | undefined {
    const obstacle = kernelObstacle(node, () => true, capabilities, shared);
    if (obstacle === undefined) noteUses(node);
    return obstacle;
  }

  function use(global: number, what: string): string | undefined {
    if (!shared) return what;
    uses.push({ global, adds: false, what });
    return undefined;
  }

  function noteUses(node: ir.Expression): void {
    walk(node, {
      place(place) {
        if (place.kind !== 'local') uses.push({ global: place.global, adds: false, what: 'reads a global' });
        if (place.kind === 'element') lookUp(place.keys);
      },
      statPlace(place) {
        uses.push({ global: place.global, adds: false, what: 'reads an aggregate' });
        lookUp(place.kind === 'stat-element' ? place.keys : []);
      },
      expression(child) {
        // Text is built byte by byte.
        if (child.kind === 'concat' || child.kind === 'format')
          effort += 1 + Math.floor(stringLength(child, lengthOf, lengths) / 128);
        if (child.kind !== 'member') return;
        uses.push({ global: child.global, adds: false, what: 'tests for an array element' });
        lookUp(child.keys);
      },
    });
  }

  function addition(global: number, keys: readonly ir.Expression[], value: ir.Expression | undefined) {
    const shape = program.globals[global];
    effort += 1 + Math.floor(bytesOf(keys) / 256);
    const rejected = firstObstacle(keys, reject) ?? (value && reject(value));
    if (rejected !== undefined) return rejected;
    const order =
      (shape && orderedAddition(shape, capabilities)) ??
      keySizeObstacle(keys, lengthOf, lengths, capabilities);
    if (order !== undefined) return use(global, order);
    uses.push({ global, adds: true, what: 'adds to a global' });
    return undefined;
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
      case 'delete':
        return remove(node);
      case 'print':
        return 'prints';
      case 'loop':
      case 'break':
      case 'continue':
        return 'loops';
      case 'foreach':
      case 'foreach-bucket':
        return 'iterates over a global';
      case 'delete-matching':
        return 'deletes elements by a part of their key';
      case 'capture':
        return undefined;
    }
  }

  function remove({ target }: ir.Delete): string | undefined {
    switch (target.kind) {
      case 'local':
        return undefined;
      case 'array':
        return 'empties an array';
      case 'global':
      case 'stat-global':
        return use(target.global, 'deletes');
      case 'element':
      case 'stat-element':
        lookUp(target.keys);
        return firstObstacle(target.keys, reject) ?? use(target.global, 'deletes');
    }
  }

  function evaluate(node: ir.Expression): string | undefined {
    if (node.kind !== 'assign' && node.kind !== 'step') return reject(node);
    const { target } = node;
    if (target.kind === 'local') {
      const computes = node.kind === 'assign' && node.type === 'string' && node.operator !== undefined;
      if (computes && !shared) return 'builds a string';
      return node.kind === 'assign' ? reject(node.value) : undefined;
    }
    const keys = target.kind === 'element' ? target.keys : [];
    const value = node.kind === 'assign' ? node.value : undefined;
    const adds =
      node.kind === 'step' || (node.type === 'long' && (node.operator === '+' || node.operator === '-'));
    if (adds) return addition(target.global, keys, value);
    lookUp(keys);
    return firstObstacle(keys, reject) ?? (value && reject(value)) ?? use(target.global, 'sets a global');
  }

  const obstacle = statement(body);
  if (obstacle !== undefined) return { obstacle };
  if (shared && effort > shared.maxEffort)
    return { obstacle: "looks up and builds more than the kernel's verifier follows" };
  return { uses, obstacle };
}

function firstObstacle<Item>(items: readonly Item[], examine: (item: Item) => string | undefined) {
  for (const item of items) {
    const obstacle = examine(item);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** Additions to these have no meaning apart from the order of events. */
function orderedAddition(global: ir.Global, capabilities: KernelCapabilities): string | undefined {
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
  lengths: ProgramLengths,
  capabilities: KernelCapabilities,
): string | undefined {
  const bytes = keyBytes(keys, lengthOf, lengths);
  return bytes > capabilities.maxKeyBytes ? `uses array keys of ${bytes} bytes` : undefined;
}

function keyBytes(
  keys: readonly (ir.Expression | undefined)[],
  lengthOf: LengthOfLocal,
  lengths: ProgramLengths,
): number {
  return keys.reduce(
    (sum, key) => sum + (key?.type === 'string' ? stringLength(key, lengthOf, lengths) + 1 : 8),
    0,
  );
}
