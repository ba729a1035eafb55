/**
 * Evaluates expressions from left to right. What a later one could still change is kept in a temporary; the rest stays text in
 * the C expression that uses it.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { disturbs } from './effects.ts';
import { emitExpression } from './emit-expression.ts';
import type { Frame } from './frame.ts';
import { atom, type Value } from '../text/value.ts';

export function emitOperands(nodes: readonly ir.Expression[], frame: Frame): readonly Value[] {
  return nodes.map((node, index) => {
    const value = emitExpression(node, frame);
    if (value.fixed) return value;
    const changes = nodes.slice(index + 1).some((later) => disturbs(later, node));
    return changes ? keep(node, value, frame) : value;
  });
}

/** The value in a temporary of its own. A string variable's bytes are copied, not its address. */
export function keep(node: ir.Expression, value: Value, frame: Frame): Value {
  if (value.fixed) return value;
  if (node.type === 'void') throw new Error('a void expression has no value');
  if (node.type === 'string') {
    frame.madeStrings = true;
    return frame.temporary('string', `stsx_string_copy(c, ${value.text})`);
  }
  return frame.temporary('long', value.text);
}

/**
 * Keys as the run-time library takes them; `undefined` is a wildcard, whose entry is not looked at. With `lasting` they keep their
 * values while other statements run.
 */
export function emitKeys(
  keys: readonly (ir.Expression | undefined)[],
  following: readonly ir.Expression[],
  frame: Frame,
  lasting = false,
): Keys {
  const given = keys.filter((key) => key !== undefined);
  const all = [...given, ...following];
  const evaluated = emitOperands(all, frame);
  const values = lasting
    ? evaluated.map((value, index) => {
        const node = all[index];
        return node ? keep(node, value, frame) : value;
      })
    : evaluated;
  const rest = values.slice(given.length);
  let next = 0;
  const entries = keys.map((key) => {
    if (key === undefined) return '{ 0 }';
    const value = values[next++] ?? atom('0');
    return key.type === 'string' ? `{ .string = ${value.text} }` : `{ .number = ${value.text} }`;
  });
  const any = keys.reduce((mask, key, index) => (key === undefined ? mask | (1 << index) : mask), 0);
  return { text: `STSX_KEYS(${entries.join(', ')})`, entries, any, following: rest };
}

export interface Keys {
  /** An array literal. */
  readonly text: string;
  readonly entries: readonly string[];
  /** Bit i is set for a wildcard at key i. */
  readonly any: number;
  /** Values of the expressions that were evaluated behind the keys. */
  readonly following: readonly Value[];
}
