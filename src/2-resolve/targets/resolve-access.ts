/**
 * One target-variable expression: how to get its value and what type it has. Comes in: an expression whose names are bound;
 * goes out: its access, or why there is none, to be reported if the expression survives.
 */
import type * as ast from '../../ast/ast.ts';
import type { Diagnostic } from '../../diagnostics/report.ts';
import type { KernelTypes } from '../../kernel/kernel.ts';
import type { CType } from '../../program/c-type.ts';
import type { Access } from '../../program/program.ts';
import { diagnosticOf } from '../session.ts';
import { similarText } from '../similar-names.ts';
import { cTypeText } from '../../program/c-type-text.ts';
import { describeValue } from './describe-value.ts';
import { describeVariables, isGroupName } from './describe-variables.ts';
import type { TargetContext } from './target-context.ts';
import { walkSteps } from './walk-steps.ts';

export type TargetExpression = ast.TargetVariable | ast.Cast | ast.AtVar | ast.Autocast;

export interface ResolvedAccess {
  readonly access: Access;
  /** Of the value, as later `->` see it; undefined for texts. */
  readonly type: CType | undefined;
  /** The function whose variables are not known, so that their text is empty. */
  readonly unknownOf?: string | undefined;
}

export function isTargetExpression(node: ast.Node): node is TargetExpression {
  return (
    node.kind === 'TargetVariable' ||
    node.kind === 'Cast' ||
    node.kind === 'AtVar' ||
    node.kind === 'Autocast'
  );
}

/** `typeOf` tells the C type of an autocast's operand. */
export function resolveAccess(
  context: TargetContext,
  node: TargetExpression,
  typeOf: (operand: ast.Expression) => CType | undefined,
): ResolvedAccess | Diagnostic {
  switch (node.kind) {
    case 'TargetVariable':
      return resolveVariable(context, node, node.name);
    case 'AtVar':
      if (!node.name.includes('@') && node.module === undefined)
        return resolveVariable(context, node, `$${node.name}`);
      return diagnosticOf('STSX2209', node.span, {
        name: node.name,
        problem: 'BTF does not know where variables are',
      });
    case 'Cast':
      return resolveCast(context, node);
    case 'Autocast': {
      const type = typeOf(node.operand);
      if (type?.kind !== 'pointer')
        return diagnosticOf('STSX2205', node.span, { operand: operandText(node.operand) });
      return resolvePointer(context, node, type.to);
    }
  }
}

function resolveVariable(
  context: TargetContext,
  node: ast.TargetVariable | ast.AtVar,
  name: string,
): ResolvedAccess | Diagnostic {
  const unresolved = (why: string): Diagnostic => diagnosticOf('STSX2201', node.span, { name, problem: why });
  if (isGroupName(name))
    return describeVariables(context, node, name) ?? unresolved(groupProblem(context, name));
  const index =
    name === '$return' ? -1 : context.parameters.findIndex((parameter) => `$${parameter.name}` === name);
  const type = name === '$return' ? context.result : context.parameters[index]?.type;
  if (type === undefined || context.kernel.types === undefined)
    return unresolved(variableProblem(context, name));
  return finish(
    context.kernel.types,
    node,
    { kind: 'argument', index, type, steps: [], addressOf: false },
    type,
    false,
  );
}

function variableProblem(context: TargetContext, name: string): string {
  if (context.kernel.types === undefined) return 'this kernel has no BTF';
  if (name === '$return') return 'there is no return value here';
  if (context.lacking !== undefined) return context.lacking;
  const names = context.parameters.map((parameter) => `$${parameter.name}`);
  if (names.length === 0) return 'there are no variables here';
  return `no such variable here${similarText(name, names)}; there are ${names.join(', ')}`;
}

function groupProblem(context: TargetContext, name: string): string {
  return context.lacking ?? `${name} is not known here`;
}

function resolveCast(context: TargetContext, node: ast.Cast): ResolvedAccess | Diagnostic {
  const unknown = (similar: string): Diagnostic =>
    diagnosticOf('STSX2203', node.span, { type: node.type, similar });
  if (context.kernel.types === undefined) return unknown(': this kernel has no BTF');
  if (node.module?.includes('/') === true && !/^(kernel)?</.test(node.module)) {
    return unknown(': the types of user-space programs are not read');
  }
  const type = context.kernel.types.named(node.type);
  if (type === undefined) return unknown('');
  return resolvePointer(context, node, type.kind === 'pointer' ? type.to : type);
}

function resolvePointer(
  context: TargetContext,
  node: ast.Cast | ast.Autocast,
  type: CType,
): ResolvedAccess | Diagnostic {
  if (context.kernel.types === undefined)
    return diagnosticOf('STSX2205', node.span, { operand: operandText(node.operand) });
  const bare = node.steps.length === 0 && node.pretty === '';
  const start = {
    kind: 'pointer',
    operand: node.operand,
    type,
    space: 'kernel',
    steps: [],
    addressOf: bare,
  } as const;
  if (bare) return { access: start, type: { kind: 'pointer', to: type } };
  return finish(context.kernel.types, node, start, type, true);
}

type ValueAccess = Exclude<Access, { readonly kind: 'text' }>;

/** Follows the steps, then says what the expression as a whole is: a value, an address or a text. */
function finish(
  types: KernelTypes,
  node: TargetExpression,
  start: ValueAccess,
  type: CType,
  behindPointer: boolean,
): ResolvedAccess | Diagnostic {
  const walked = walkSteps(types, type, behindPointer, node.steps);
  if (!('steps' in walked)) return walked;
  if (node.pretty !== '') {
    return {
      access: describeValue(types, node, { ...start, steps: walked.steps }, walked.type, node.pretty),
      type: undefined,
    };
  }
  const access: ValueAccess = { ...start, steps: walked.steps, addressOf: node.addressOf };
  if (node.addressOf) {
    const addressable =
      !walked.bitField &&
      (start.kind === 'pointer' || walked.steps.some(({ kind }) => kind === 'dereference'));
    if (!addressable)
      return diagnosticOf('STSX2204', node.span, {
        step: '&',
        type: `'${cTypeText(walked.type)}', which has no address`,
      });
    return { access, type: { kind: 'pointer', to: walked.type } };
  }
  if (walked.type.kind === 'struct') {
    return diagnosticOf('STSX2204', node.span, {
      step: 'to a value',
      type: `'${cTypeText(walked.type)}': name a member, or take the address with &`,
    });
  }
  return {
    access,
    type: walked.type.kind === 'array' ? { kind: 'pointer', to: walked.type.element } : walked.type,
  };
}

function operandText(operand: ast.Expression): string {
  const { file, start, end } = operand.span;
  return file.text.slice(start, end);
}
