/**
 * Expressions as text, with the brackets that precedence asks for and no others. Reading the text gives the same tree.
 * stap(1), section EXPRESSIONS.
 */
import type * as ast from './ast.ts';
import { printFormat } from './print-format.ts';
import { quoteString } from './quote-string.ts';

const binaryLevels: Readonly<Record<ast.ArithmeticOperator, number>> = {
  '|': 5,
  '^': 6,
  '&': 7,
  '<<': 10,
  '>>': 10,
  '>>>': 10,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
};

const conditionalLevel = 2;
const membershipLevel = 8;
const comparisonLevel = 9;
const concatenationLevel = 11;
const unaryLevel = 14;
const valueLevel = 16;

/** How tightly an expression's own operator binds; values bind tightest. */
function levelOf(node: ast.Expression): number {
  switch (node.kind) {
    case 'Assignment':
      return 1;
    case 'Conditional':
      return conditionalLevel;
    case 'Logical':
      return node.operator === '||' ? 3 : 4;
    case 'Binary':
      return binaryLevels[node.operator];
    case 'Membership':
      return membershipLevel;
    case 'Comparison':
    case 'RegexMatch':
      return comparisonLevel;
    case 'Concatenation':
      return concatenationLevel;
    case 'Unary':
      return unaryLevel;
    case 'Step':
      return 15;
    default:
      return valueLevel;
  }
}

/** The text, in brackets if it binds looser than its place asks for. */
function within(level: number, node: ast.Expression): string {
  const text = printExpression(node);
  return levelOf(node) < level ? `(${text})` : text;
}

function infix(level: number, left: ast.Expression, operator: string, right: ast.Expression): string {
  return `${within(level, left)} ${operator} ${within(level + 1, right)}`;
}

function list(nodes: readonly (ast.Expression | ast.Wildcard)[]): string {
  return nodes.map((node) => (node.kind === 'Wildcard' ? '*' : printExpression(node))).join(', ');
}

export function printExpression(node: ast.Expression): string {
  switch (node.kind) {
    case 'NumberLiteral':
      return String(BigInt.asUintN(64, node.value));
    case 'StringLiteral':
      return quoteString(node.value);
    case 'Identifier':
      return node.name;
    case 'Index':
      return `${node.base.name}[${list(node.keys)}]`;
    case 'Call':
      return `${node.name}(${list(node.arguments)})`;
    case 'Unary':
      return printUnary(node);
    case 'Step':
      return node.position === 'prefix'
        ? node.operator + within(valueLevel, node.operand)
        : within(valueLevel, node.operand) + node.operator;
    case 'Binary':
    case 'Logical':
      return infix(levelOf(node), node.left, node.operator, node.right);
    case 'Comparison':
      return printComparison(node);
    case 'Concatenation':
      return infix(concatenationLevel, node.left, '.', node.right);
    case 'RegexMatch':
      return `${within(comparisonLevel + 1, node.value)} ${node.operator} ${quoteString(node.pattern.value)}`;
    case 'Membership':
      return printMembership(node);
    case 'Conditional':
      return (
        `${within(conditionalLevel + 1, node.condition)} ? ${printExpression(node.then)}` +
        ` : ${within(conditionalLevel, node.otherwise)}`
      );
    case 'Assignment':
      return `${within(conditionalLevel, node.target)} ${node.operator} ${printExpression(node.value)}`;
    case 'Print':
      return printPrint(node);
    case 'StatExtract':
      return `@${node.operator}(${list(node.shift === undefined ? [node.stat] : [node.stat, node.shift])})`;
    case 'Histogram':
      return printHistogram(node);
    case 'HistogramBucket':
      return `${printHistogram(node.histogram)}[${printExpression(node.index)}]`;
    case 'TargetVariable':
      return accessed(node, node.name);
    case 'Cast':
      return accessed(
        node,
        `@cast(${printExpression(node.operand)}, ${typeArguments(node.type, node.module)})`,
      );
    case 'AtVar':
      return accessed(node, `@var(${typeArguments(node.name, node.module)})`);
    case 'Autocast':
      return accessed(node, printAutocastOperand(node));
    case 'Defined':
      return `@defined(${printExpression(node.operand)})`;
    case 'Entry':
      return `@entry(${printExpression(node.operand)})`;
    case 'ProbeWrite':
      return `@probewrite(${node.name})`;
    case 'Perf':
      return `@perf(${quoteString(node.counter)})`;
    case 'OperatorCall':
      return `@${node.operator}(${list(node.arguments)})`;
    case 'EmbeddedExpression':
      return `%{${node.code}%}`;
  }
}

/** `- -x` and `! ~x` need their blank: `--` and `!~` are operators. */
function printUnary(node: ast.Unary): string {
  const operand = within(unaryLevel, node.operand);
  return /^[-+~]/.test(operand) ? `${node.operator} ${operand}` : node.operator + operand;
}

/** `a =~ "x" == b` is no expression. */
function printComparison(node: ast.Comparison): string {
  const level = node.left.kind === 'RegexMatch' ? comparisonLevel + 1 : comparisonLevel;
  return `${within(level, node.left)} ${node.operator} ${within(comparisonLevel + 1, node.right)}`;
}

function printMembership(node: ast.Membership): string {
  const keys = node.keys.map((key) => (key.kind === 'Wildcard' ? '*' : within(comparisonLevel, key)));
  const isPlain = keys.length === 1 && node.keys[0]?.kind !== 'Wildcard';
  return `${isPlain ? keys.join('') : `[${keys.join(', ')}]`} in ${printBase(node.base)}`;
}

export function printBase(base: ast.Identifier | ast.Histogram): string {
  return base.kind === 'Identifier' ? base.name : printHistogram(base);
}

function printHistogram({ stat, shape }: ast.Histogram): string {
  if (shape.kind === 'log') return `@hist_log(${printExpression(stat)})`;
  return `@hist_linear(${printExpression(stat)}, ${shape.low}, ${shape.high}, ${shape.step})`;
}

function printPrint(node: ast.Print): string {
  const head: string[] = [];
  if (node.format !== undefined) head.push(printFormat(node.format));
  if (node.delimiter !== undefined) head.push(quoteString(node.delimiter));
  return `${node.name}(${[...head, ...node.arguments.map(printExpression)].join(', ')})`;
}

function typeArguments(name: string, module: string | undefined): string {
  return module === undefined ? quoteString(name) : `${quoteString(name)}, ${quoteString(module)}`;
}

/** What would read as something else in front of `->` or `[` stands in brackets. */
function printAutocastOperand({ operand, steps }: ast.Autocast): string {
  const text = printExpression(operand);
  const isSafe =
    operand.kind === 'Call' ||
    operand.kind === 'Index' ||
    (operand.kind === 'Identifier' && steps[0]?.kind === 'member');
  return isSafe ? text : `(${text})`;
}

type Chain = Pick<ast.TargetVariable, 'addressOf' | 'steps' | 'pretty'>;

function accessed({ addressOf, steps, pretty }: Chain, value: string): string {
  const path = steps.map((step) =>
    step.kind === 'member' ? `->${step.name}` : `[${printExpression(step.index)}]`,
  );
  return `${addressOf ? '&' : ''}${value}${path.join('')}${pretty}`;
}
