/** Expressions, one case a kind. Operand order is kept: the IR evaluates left to right as SystemTap does. */
import { tokenText } from '../3-check/token-text.ts';
import type * as ast from '../ast/ast.ts';
import type * as ir from '../ir/ir.ts';
import { lowerAccess } from './lower-access.ts';
import { lowerCall } from './lower-call.ts';
import { lowerPattern, lowerPlace, lowerStatPlace, globalOf } from './lower-place.ts';
import { lowerPrintParts } from './lower-print.ts';
import { siteOf, textUntilNul, zero, type Scope } from './scope.ts';
import { printValue, statAddValue } from './statement-value.ts';

export function lowerExpression(node: ast.Expression, scope: Scope): ir.Expression {
  const lower = (child: ast.Expression) => lowerExpression(child, scope);
  switch (node.kind) {
    case 'NumberLiteral':
      return { kind: 'long', type: 'long', value: node.value };
    case 'StringLiteral':
      return { kind: 'string', type: 'string', value: textUntilNul(node.value) };
    case 'Identifier':
    case 'Index': {
      const place = lowerPlace(node, scope);
      if (place === undefined) throw new Error(`no place for ${node.kind}`);
      return { kind: 'read', place, type: place.type };
    }
    case 'Call':
      return lowerCall(node, scope);
    case 'Unary':
      return node.operator === '+'
        ? lower(node.operand)
        : { kind: 'unary', type: 'long', operator: node.operator, operand: lower(node.operand) };
    case 'Step': {
      const target = writtenPlace(node.operand, scope);
      return {
        kind: 'step',
        type: 'long',
        target,
        delta: node.operator === '++' ? 1 : -1,
        result: node.position === 'prefix' ? 'new' : 'old',
        site: siteOf(node.token),
      };
    }
    case 'Binary': {
      const { operator } = node;
      return {
        kind: 'binary',
        type: 'long',
        operator,
        left: lower(node.left),
        right: lower(node.right),
        site: siteOf(node.token),
      };
    }
    case 'Logical':
      return {
        kind: 'logical',
        type: 'long',
        operator: node.operator,
        left: lower(node.left),
        right: lower(node.right),
      };
    case 'Comparison':
      return {
        kind: 'compare',
        type: 'long',
        operator: node.operator,
        left: lower(node.left),
        right: lower(node.right),
      };
    case 'Concatenation':
      return { kind: 'concat', type: 'string', left: lower(node.left), right: lower(node.right) };
    case 'RegexMatch':
      return {
        kind: 'regex',
        type: 'long',
        value: lower(node.value),
        pattern: textUntilNul(node.pattern.value),
        negated: node.operator === '!~',
        site: siteOf(node.token),
      };
    case 'Membership':
      return lowerMembership(node, scope);
    case 'Conditional': {
      const condition = lower(node.condition);
      const then = lower(node.then);
      const type = then.type === 'string' ? 'string' : 'long';
      return { kind: 'conditional', type, condition, then, otherwise: lower(node.otherwise) };
    }
    case 'Assignment':
      return lowerAssignment(node, scope);
    case 'Print': {
      const parts = lowerPrintParts(node, scope);
      return node.name.startsWith('s')
        ? { kind: 'format', type: 'string', parts, site: siteOf(node.token) }
        : printValue(parts, siteOf(node.token), scope.lowering);
    }
    case 'StatExtract':
      return {
        kind: 'stat-read',
        type: 'long',
        operator: node.operator,
        stat: lowerStatPlace(node.stat, scope),
        site: siteOf(node.token),
      };
    case 'HistogramBucket':
      return {
        kind: 'bucket-read',
        type: 'long',
        stat: lowerStatPlace(node.histogram.stat, scope),
        index: lower(node.index),
        site: siteOf(node.token),
      };
    case 'TargetVariable':
    case 'Cast':
    case 'AtVar':
    case 'Autocast': {
      const access = scope.lowering.typed.accesses.get(node);
      return access ? lowerAccess(access, siteOf(node.token), scope) : unsupported(node, node.kind, scope);
    }
    case 'Histogram':
    case 'Defined':
    case 'Entry':
      throw new Error(`${node.kind} as a value after checking`);
    case 'ProbeWrite':
      return unsupported(node, '@probewrite', scope);
    case 'Perf':
      return unsupported(node, '@perf', scope);
    case 'OperatorCall':
      return node.operator === 'enumname'
        ? unnamed(node, scope)
        : unsupported(node, `@${node.operator}`, scope);
    case 'EmbeddedExpression':
      return unsupported(node, 'embedded C code', scope);
  }
}

function lowerMembership(node: ast.Membership, scope: Scope): ir.Expression {
  const keys = lowerPattern(node.keys, scope);
  if (node.base.kind === 'Identifier') {
    return {
      kind: 'member',
      type: 'long',
      global: globalOf(node.base, scope).id,
      keys,
      site: siteOf(node.base.token),
    };
  }
  const stat = lowerStatPlace(node.base.stat, scope);
  return { kind: 'bucket-exists', type: 'long', stat, index: keys[0] ?? zero, site: siteOf(node.token) };
}

const operators: Record<Exclude<ast.AssignmentOperator, '<<<'>, ir.BinaryOperator | 'concat' | undefined> = {
  '=': undefined,
  '.=': 'concat',
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
  '%=': '%',
  '&=': '&',
  '|=': '|',
  '^=': '^',
  '<<=': '<<',
  '>>=': '>>',
};

function lowerAssignment(node: ast.Assignment, scope: Scope): ir.Expression {
  const site = siteOf(node.token);
  if (node.operator === '<<<') {
    const stat = lowerStatPlace(node.target, scope);
    return statAddValue(stat, lowerExpression(node.value, scope), site, scope.lowering);
  }
  const target = writtenPlace(node.target, scope);
  const value = lowerExpression(node.value, scope);
  return { kind: 'assign', type: target.type, target, operator: operators[node.operator], value, site };
}

/** Name resolution refuses writes of target variables, checking all else that is no place. */
function writtenPlace(node: ast.Expression, scope: Scope): ir.Place {
  const place = lowerPlace(node, scope);
  if (place === undefined) throw new Error(`a ${node.kind} is written`);
  return place;
}

function unnamed(node: ast.Expression, scope: Scope): ir.Expression {
  scope.lowering.report.add('STSX4002', node.token.span, { token: tokenText(node.token) });
  return zero;
}

function unsupported(node: ast.Expression, construct: string, scope: Scope): ir.Expression {
  scope.lowering.report.add('STSX4003', node.token.span, { construct, token: tokenText(node.token) });
  return zero;
}
