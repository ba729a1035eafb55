/**
 * Which expressions read the event, and which the kernel half can evaluate. An *event read* has a value only while the
 * event is handled: the probe's arguments, memory, and intrinsics with the `context` effect. An *ambient* read is an intrinsic that
 * takes no arguments (`pid()`): one field a record serves every place that reads it, in called functions too.
 */
import type * as ir from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';
import type { KernelCapabilities, SharedCapabilities } from './capabilities.ts';

export type EventRead = ir.Argument | PlacedRead;

/** Of memory, or by a function. */
export type PlacedRead = ir.Field | ir.Load | ir.Intrinsic;

export function isEventRead(node: ir.Expression): node is EventRead {
  switch (node.kind) {
    case 'argument':
    case 'field':
    case 'load':
      return true;
    case 'intrinsic':
      return node.effects.context;
    default:
      return false;
  }
}

export function isAmbient(node: ir.Expression): node is ir.Intrinsic {
  return node.kind === 'intrinsic' && node.effects.context && node.arguments.length === 0;
}

/** Functions by id that read memory at addresses they compute, themselves or through calls. */
export function readingFunctions(program: ir.Program): ReadonlySet<number> {
  return closeOverCalls(program, (fn) => placedReads(fn.body).length > 0);
}

/** Event reads in a function's own body that are not ambient. */
export function placedReads(body: ir.Statement | undefined): readonly EventRead[] {
  const found: EventRead[] = [];
  if (body) {
    walk(body, {
      expression(node) {
        if (isEventRead(node) && !isAmbient(node)) found.push(node);
      },
    });
  }
  return found;
}

/** Ambient intrinsics that a function's own body reads. */
export function ambientReads(body: ir.Statement): readonly ir.Intrinsic[] {
  const found: ir.Intrinsic[] = [];
  walk(body, {
    expression(node) {
      if (isAmbient(node)) found.push(node);
    },
  });
  return found;
}

/** Each handler's plan follows the calls of the same library functions. */
const calledByBody = new WeakMap<ir.Statement | ir.Expression, ReadonlySet<number>>();

export function calledFunctions(body: ir.Statement | ir.Expression): ReadonlySet<number> {
  const known = calledByBody.get(body);
  if (known !== undefined) return known;
  const called = new Set<number>();
  walk(body, {
    expression(node) {
      if (node.kind === 'call') called.add(node.function);
    },
  });
  calledByBody.set(body, called);
  return called;
}

/** Every function that a body can reach by calls and `next`. */
export function reachableFunctions(program: ir.Program, body: ir.Statement): ReadonlySet<number> {
  const reached = new Set<number>();
  const pending = [...calledFunctions(body)];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const fn = program.functions[id];
    if (fn === undefined || reached.has(id)) continue;
    reached.add(id);
    pending.push(...calledFunctions(fn.body));
    if (fn.nextOverload !== undefined) pending.push(fn.nextOverload);
  }
  return reached;
}

function closeOverCalls(program: ir.Program, seed: (fn: ir.Function) => boolean): ReadonlySet<number> {
  const closed = new Set(program.functions.filter(seed).map((fn) => fn.id));
  for (let grown = true; grown;) {
    grown = false;
    for (const fn of program.functions) {
      if (closed.has(fn.id)) continue;
      const callees = [
        ...calledFunctions(fn.body),
        ...(fn.nextOverload === undefined ? [] : [fn.nextOverload]),
      ];
      if (callees.some((id) => closed.has(id))) {
        closed.add(fn.id);
        grown = true;
      }
    }
  }
  return closed;
}

/**
 * What keeps the kernel half from evaluating an expression, in words, or undefined if it can. `known` tells of which locals
 * it has the value. With `locked` it holds the lock of the globals that the handler uses.
 */
export function kernelObstacle(
  node: ir.Expression,
  known: (local: number) => boolean,
  capabilities: KernelCapabilities,
  locked?: SharedCapabilities,
): string | undefined {
  const all = (...children: readonly (ir.Expression | undefined)[]) => {
    for (const child of children) {
      const obstacle = child && kernelObstacle(child, known, capabilities, locked);
      if (obstacle !== undefined) return obstacle;
    }
    return undefined;
  };
  const place = (target: ir.Place) => (target.kind === 'element' ? all(...target.keys) : undefined);
  switch (node.kind) {
    case 'long':
    case 'string':
    case 'argument':
    case 'captured':
    case 'captured-turn':
      return undefined;
    case 'read':
      if (node.place.kind === 'local') {
        return known(node.place.local) ? undefined : 'uses a local that the user half computes';
      }
      return locked ? place(node.place) : 'reads a global';
    case 'unary':
      return all(node.operand);
    case 'binary':
    case 'compare':
    case 'logical':
      return all(node.left, node.right);
    case 'conditional':
      if (node.type === 'string' && !locked) return 'chooses between strings';
      return all(node.condition, node.then, node.otherwise);
    case 'intrinsic':
      if (!capabilities.intrinsics.has(node.name)) return `calls ${node.name}()`;
      return all(...node.arguments);
    case 'field':
      return all(node.base, ...node.path.map((step) => (step.kind === 'index' ? step.index : undefined)));
    case 'load':
      return all(node.address);
    case 'concat':
      return locked ? all(node.left, node.right) : 'builds a string';
    case 'format':
      return locked
        ? (formatObstacle(node, locked) ?? all(...node.parts.map(argumentOf)))
        : 'builds a string';
    case 'regex':
      return 'matches a regular expression';
    case 'member':
      if (!locked) return 'tests for an array element';
      return node.keys.includes(undefined) ? 'looks for an element by a part of its key' : all(...node.keys);
    case 'assign':
      if (!locked || node.type === 'string') return 'assigns inside an expression';
      return place(node.target) ?? all(node.value);
    case 'step':
      return locked ? place(node.target) : 'assigns inside an expression';
    case 'call':
      return 'calls a function';
    case 'stat-read':
      if (!locked) return 'reads an aggregate';
      return all(...(node.stat.kind === 'stat-element' ? node.stat.keys : []));
    case 'bucket-read':
    case 'bucket-exists':
      return 'reads an aggregate';
  }
}

function argumentOf(part: ir.FormatPart): ir.Expression | undefined {
  return part.kind === 'conversion' ? part.argument : undefined;
}

/** Only plain conversions are done in the kernel half: no flags, no width, no precision. */
function formatObstacle(node: ir.Format, { conversions }: SharedCapabilities): string | undefined {
  const isPlain = node.parts.every((part) => {
    if (part.kind !== 'conversion') return part.kind === 'text';
    const { conversion, flags, width, precision } = part;
    return (
      conversions.has(conversion) && flags.length === 0 && width === undefined && precision === undefined
    );
  });
  return isPlain ? undefined : 'formats a string';
}

/** Evaluating it can raise a run-time error: it reads memory or divides. */
export function canFail(node: ir.Expression): boolean {
  let fails = false;
  walk(node, {
    expression(child) {
      if (child.kind === 'field' || child.kind === 'load') fails = true;
      if (child.kind === 'intrinsic' && child.arguments.length > 0) fails = true;
      if (child.kind === 'binary' && (child.operator === '/' || child.operator === '%')) {
        fails ||= child.right.kind !== 'long' || child.right.value === 0n;
      }
    },
  });
  return fails;
}
