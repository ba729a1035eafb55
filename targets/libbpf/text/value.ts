/**
 * A C expression with what its reader must know to build on it. `int64_t` for a long, `const char *` for a string.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { cLong } from './literal.ts';

export interface Value {
  readonly text: string;
  /** Needs brackets inside a larger expression. */
  readonly compound: boolean;
  /** Of C type int: a small literal, or the result of a comparison. */
  readonly narrow: boolean;
  /** A literal or a temporary: nothing that runs later changes it. */
  readonly fixed: boolean;
}

export function atom(text: string, fixed = false): Value {
  return { text, compound: false, narrow: false, fixed };
}

export function compound(text: string): Value {
  return { text, compound: true, narrow: false, fixed: false };
}

/** 0 or 1. */
export function truth(text: string): Value {
  return { text, compound: true, narrow: true, fixed: false };
}

export function longLiteral(value: bigint): Value {
  const text = cLong(value);
  return { text, compound: text.startsWith('-'), narrow: !text.includes('INT64'), fixed: true };
}

/** As an operand: in brackets if it needs them. */
export function operand(value: Value): string {
  return value.compound ? `(${value.text})` : value.text;
}

/** As an operand whose operator must work on 64 bits. */
export function wide(value: Value): string {
  return value.narrow ? `(int64_t)${operand(value)}` : operand(value);
}

export function cType(type: ir.ScalarType): string {
  return type === 'long' ? 'int64_t ' : 'const char *';
}

/** The value that an unset local, a missing element and a failed call have. */
export function zeroOf(type: ir.ScalarType): string {
  return type === 'long' ? '0' : '""';
}
