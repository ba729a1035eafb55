/**
 * The group variables: `$$parms`, `$$vars`, `$$locals`, `$$return` as `name=0x…` texts, and a tracepoint's `$$name` (stapprobes(3stap), CONTEXT
 * VARIABLES). With `$` or `$$` behind them every value is written with its members.
 */
import type * as ast from '../../ast/ast.ts';
import type { CType } from '../../program/c-type.ts';
import type { Access, AccessTextPart } from '../../program/program.ts';
import { describeValue } from './describe-value.ts';
import type { TargetContext } from './target-context.ts';

export function isGroupName(name: string): boolean {
  return name.startsWith('$$');
}

export interface DescribedVariables {
  readonly access: Access;
  readonly type: undefined;
  /** The function whose variables are not known, so that the text is empty. */
  readonly unknownOf: string | undefined;
}

/** Undefined: there is no such group here. */
export function describeVariables(
  context: TargetContext,
  node: ast.TargetVariable | ast.AtVar,
  name: string,
): DescribedVariables | undefined {
  const unknownOf = namesVariables(name) ? context.typeless : undefined;
  const parts = unknownOf === undefined ? partsOf(context, node, name) : [];
  return parts && { access: { kind: 'text', parts }, type: undefined, unknownOf };
}

function namesVariables(group: string): boolean {
  return ['$$parms', '$$vars', '$$locals', '$$return'].includes(group);
}

function partsOf(
  context: TargetContext,
  node: ast.TargetVariable | ast.AtVar,
  name: string,
): readonly AccessTextPart[] | undefined {
  if (name === '$$name')
    return context.eventName === undefined ? undefined : [{ kind: 'text', text: context.eventName }];
  if (name === '$$provider')
    return context.provider === undefined ? undefined : [{ kind: 'text', text: context.provider }];
  if (context.lacking !== undefined && context.result === undefined) return undefined;
  const parts: AccessTextPart[] = [];
  switch (name) {
    case '$$parms':
    case '$$vars':
      context.parameters.forEach((parameter, index) => {
        if (index > 0) parts.push({ kind: 'text', text: ' ' });
        parts.push(
          { kind: 'text', text: `${parameter.name}=` },
          ...valueParts(context, node, index, parameter.type),
        );
      });
      return parts;
    case '$$locals':
      return [];
    case '$$return':
      if (context.result === undefined) return [];
      return [{ kind: 'text', text: 'return=' }, ...valueParts(context, node, -1, context.result)];
    default:
      return undefined;
  }
}

function valueParts(
  context: TargetContext,
  node: ast.TargetVariable | ast.AtVar,
  index: number,
  type: CType,
): readonly AccessTextPart[] {
  const access = { kind: 'argument', index, type, steps: [], addressOf: false } as const;
  if (node.pretty !== '' && context.kernel.types !== undefined) {
    const described = describeValue(context.kernel.types, node, access, type, node.pretty);
    return described.kind === 'text' ? described.parts : [];
  }
  // A structure handed over by value has no number.
  if (type.kind === 'struct' || type.kind === 'array') return [{ kind: 'text', text: '?' }];
  return [
    { kind: 'text', text: '0x' },
    { kind: 'value', conversion: 'x', access },
  ];
}
