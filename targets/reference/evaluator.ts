/**
 * The parts of evaluation call each other through this. An expression is turned once into code, a function of the frame; to
 * evaluate it is to call that. So names, types and operators are looked up once, and each part reads like the rule it carries out.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { LongCode, Machine, StringCode, ValueCode } from './machine.ts';

export interface Evaluator {
  readonly machine: Machine;
  /** For expressions of type long. */
  long(node: ir.Expression): LongCode;
  string(node: ir.Expression): StringCode;
  value(node: ir.Expression): ValueCode;
  /** Of a call whose value nobody takes. */
  effect(node: ir.Expression): (frame: Parameters<ValueCode>[0]) => void;
  parts(parts: readonly ir.FormatPart[], site: ir.Site): StringCode;
}
