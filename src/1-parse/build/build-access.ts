/**
 * Target variables, casts, and `->` and `[…]` behind any value. A trailing `$` or `$$` asks for the whole as text; the
 * lexer has it as the tail of a name, so `$a->b$` is found here. stap(1), sections VARIABLES and TYPECASTING.
 */
import type { IToken } from 'chevrotain';
import { endOf } from '../../../grammar/tokens/written.ts';
import type * as syntax from '../../../grammar/syntax.ts';
import * as literal from '../../../grammar/tokens/literals.ts';
import type * as ast from '../../ast/ast.ts';
import { buildExpression } from './build-expression.ts';
import { readString } from '../literals.ts';
import { imagesOf } from './build-literal.ts';
import { buildValue } from './build-value.ts';
import { at, problem, type Building, type Place } from './building.ts';

type Pretty = ast.TargetVariable['pretty'];

interface Chain {
  readonly addressOf: boolean;
  readonly steps: readonly ast.AccessStep[];
  readonly pretty: Pretty;
}

const prettyName = /^(.*[^$])(\$\$?)$/s;

/** The name without its pretty-printing suffix. */
function splitPretty(image: string): { readonly name: string; readonly pretty: Pretty } {
  const match = prettyName.exec(image);
  if (match === null) return { name: image, pretty: '' };
  return { name: match[1] ?? image, pretty: match[2] === '$$' ? '$$' : '$' };
}

export function isTargetName(token: IToken): boolean {
  return token.image.startsWith('$') && token.tokenType !== literal.Identifier;
}

export function buildTargetVariable(token: IToken, building: Building): ast.TargetVariable {
  const { name, pretty } = splitPretty(token.image);
  const place = at(building, token, token, token);
  return { kind: 'TargetVariable', name, addressOf: false, steps: [], pretty, ...place };
}

export function buildAccess(node: syntax.AccessSyntax, building: Building): ast.Expression {
  const { value } = node;
  if (value.kind === 'name' && isTargetName(value.token)) {
    const { name, pretty } = splitPretty(value.token.image);
    const chain = buildChain(node, pretty, building);
    return { kind: 'TargetVariable', name, ...chain, ...at(building, value.token, node.first, node.last) };
  }
  if (value.kind === 'operator-call') {
    const typed = buildTyped(value, buildChain(node, '', building), building, node.first, node.last);
    if (typed !== undefined) return typed;
  }
  const [step] = node.steps;
  const token = step === undefined ? (node.ampersand ?? node.first) : stepToken(step);
  const place = at(building, token, node.first, node.last);
  const operand = buildValue(value, building);
  if (node.steps.length === 0 && 'addressOf' in operand && !operand.addressOf) {
    // `&(x->y)` is the address of the member, not of the value in the brackets.
    return { ...operand, addressOf: true, span: place.span };
  }
  return { kind: 'Autocast', operand, ...buildChain(node, '', building), ...place };
}

/** `@cast` and `@var`, which are the head of a chain themselves; undefined for other operators. */
export function buildTyped(
  node: syntax.OperatorCallSyntax,
  chain: Chain,
  building: Building,
  first: IToken,
  last: IToken,
): ast.Cast | ast.AtVar | undefined {
  const place: Place = at(building, node.first, first, last);
  const strings = node.arguments.flatMap((argument) =>
    argument.kind === 'string' ? [readString(imagesOf(argument))] : [],
  );
  if (node.first.image === '@var') {
    const [name = '', module] = strings;
    return { kind: 'AtVar', name, module, ...chain, ...place };
  }
  const [operand] = node.arguments;
  if (node.first.image !== '@cast' || operand === undefined) return undefined;
  const [type = '', module] = operand.kind === 'string' ? strings.slice(1) : strings;
  return { kind: 'Cast', operand: buildExpression(operand, building), type, module, ...chain, ...place };
}

export const noChain: Chain = { addressOf: false, steps: [], pretty: '' };

/** `pretty` is what the chain's head ended in already. */
function buildChain(node: syntax.AccessSyntax, headPretty: Pretty, building: Building): Chain {
  const steps: ast.AccessStep[] = [];
  let pretty = headPretty;
  for (const step of node.steps) {
    if (pretty !== '') {
      problem(building, 'STSX1023', stepToken(step), {});
      break;
    }
    if (step.kind === 'pretty') {
      pretty = step.mark.image === '$$' ? '$$' : '$';
    } else if (step.kind === 'index') {
      const span = at(building, step.open, step.open, step.close).span;
      steps.push({ kind: 'index', index: buildExpression(step.index, building), span });
    } else {
      const member = splitPretty(step.name.image);
      pretty = member.pretty;
      if (step.name.tokenType === literal.PrettyMark) pretty = step.name.image === '$$' ? '$$' : '$';
      else steps.push({ kind: 'member', name: member.name, span: memberSpan(step, building) });
    }
  }
  return { addressOf: node.ampersand !== undefined, steps, pretty };
}

function memberSpan(
  step: { readonly arrow: IToken; readonly name: IToken },
  building: Building,
): Place['span'] {
  return { file: building.source, start: step.arrow.startOffset, end: endOf(step.name) };
}

function stepToken(step: syntax.AccessStepSyntax): IToken {
  if (step.kind === 'member') return step.arrow;
  return step.kind === 'index' ? step.open : step.mark;
}
