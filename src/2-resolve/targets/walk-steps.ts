/**
 * Follows `->member` and `[index]` through C types (stapprobes(3stap), CONTEXT VARIABLES: `->` serves structures and pointers alike). Comes
 * in: the type at the start and the steps as written; goes out: the steps with their loads, and the type that they reach.
 */
import type * as ast from '../../ast/ast.ts';
import type { Diagnostic } from '../../diagnostics/report.ts';
import type { KernelTypes } from '../../kernel/kernel.ts';
import type { CType } from '../../program/c-type.ts';
import type { ResolvedStep } from '../../program/program.ts';
import { diagnosticOf } from '../session.ts';
import { similarText } from '../similar-names.ts';
import { cTypeText } from '../../program/c-type-text.ts';

export interface Walked {
  readonly steps: readonly ResolvedStep[];
  readonly type: CType;
  /** The last member is a bit field, which has no address. */
  readonly bitField: boolean;
}

/** `behindPointer`: the start is an object that a pointer leads to, so an index takes its neighbours. */
export function walkSteps(
  types: KernelTypes,
  start: CType,
  behindPointer: boolean,
  written: readonly ast.AccessStep[],
): Walked | Diagnostic {
  const steps: ResolvedStep[] = [];
  let type = start;
  let neighbours = behindPointer;
  let bitField = false;
  const dereference = (): void => {
    if (type.kind !== 'pointer') return;
    steps.push({ kind: 'dereference' });
    type = type.to;
    neighbours = true;
  };
  for (const step of written) {
    bitField = false;
    if (step.kind === 'index') {
      if (type.kind === 'array') type = type.element;
      else if (type.kind === 'pointer' && !neighbours) dereference();
      else if (!neighbours)
        return diagnosticOf('STSX2204', step.span, { step: '[…]', type: quotedType(type) });
      if (types.sizeOf(type) === 0)
        return diagnosticOf('STSX2204', step.span, { step: '[…]', type: quotedType(type) });
      steps.push({ kind: 'index', index: step.index, type });
      neighbours = false;
      continue;
    }
    dereference();
    if (type.kind !== 'struct') {
      return diagnosticOf('STSX2204', step.span, { step: `->${step.name}`, type: quotedType(type) });
    }
    const struct = { keyword: type.keyword, name: type.name };
    const members = types.members(struct);
    const member = members?.find(({ name }) => name === step.name);
    if (member === undefined) {
      const similar = similarText(step.name, members?.map(({ name }) => name) ?? []);
      return diagnosticOf('STSX2202', step.span, { member: step.name, type: cTypeText(type), similar });
    }
    bitField = member.bitSize > 0;
    const found = { kind: 'member', struct, name: member.name, type: member.type } as const;
    steps.push(bitField ? { ...found, bitSize: member.bitSize } : found);
    type = member.type;
    neighbours = false;
  }
  return { steps, type, bitField };
}

function quotedType(type: CType): string {
  return `'${cTypeText(type)}'`;
}
