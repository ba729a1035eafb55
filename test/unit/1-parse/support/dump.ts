/**
 * A tree in the shape of `stap -p1`'s dump, fully bracketed, so that the two can be compared. Blanks, the text of strings
 * and separators between statements are left out of the comparison by `normalizeDump`.
 */
import type * as ast from '../../../../src/ast/ast.ts';

/** stap prints by kind: embedded code, globals, aliases, probes, functions. */
const order: readonly ast.Item['kind'][] = [
  'EmbeddedCode',
  'Global',
  'Alias',
  'Probe',
  'FunctionDeclaration',
];

export function dumpFile(file: ast.File): string {
  return order
    .flatMap((kind) => file.items.filter((item) => item.kind === kind))
    .map(dumpItem)
    .join('\n');
}

export function normalizeDump(text: string): string {
  return text
    .replace(/^#.*$/gm, '')
    .replace(/"(?:\\[^]|[^"\\])*"/g, '""')
    .replace(/[\s;]+/g, '');
}

function dumpItem(item: ast.Item): string {
  switch (item.kind) {
    case 'EmbeddedCode':
      return `%{${item.code}%}`;
    case 'Global':
      return dumpGlobal(item);
    case 'Alias':
      return dumpAlias(item);
    case 'Probe':
      return `probe ${points(item.points)}${statement(item.body)}`;
    case 'FunctionDeclaration': {
      const parameters = item.parameters.map(({ name }) => name).join(',');
      const body = item.body.kind === 'Block' ? statement(item.body) : `%{${item.body.code}%}`;
      return `function ${item.name}(${parameters})${body}`;
    }
  }
}

function dumpGlobal(item: ast.Global): string {
  const { initial } = item;
  const value = initial === undefined ? '' : `= ${initial.kind === 'NumberLiteral' ? initial.value : '""'}`;
  const size = item.size === undefined ? '' : `[${item.size}]`;
  return `global ${item.name}${item.wrap ? '%' : ''}${size}${value}`;
}

/** Of two bodies only the first is printed. */
function dumpAlias(item: ast.Alias): string {
  const body = item.prologue ?? item.epilogue;
  const sign = item.prologue === undefined ? '+=' : '=';
  const names = item.names.map((name) => `${points([name])}${sign}`).join('');
  return `probe ${names}${points(item.points)}${body === undefined ? '{}' : statement(body)}`;
}

function points(list: readonly ast.ProbePoint[]): string {
  return list.flatMap(expandPoint).join(',');
}

/** Brace groups are a product; a suffix and a condition stay with the last component. */
function expandPoint(point: ast.ProbePoint): string[] {
  const condition = point.condition === undefined ? '' : `if(${expression(point.condition)})`;
  return point.components
    .map((component) =>
      component.kind === 'GroupComponent' ? component.points.flatMap(expandPoint) : [named(component)],
    )
    .reduce((heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head}.${tail}`)))
    .map((text) => text + (point.suffix ?? '') + condition);
}

function named(component: ast.NamedComponent): string {
  const { argument, name } = component;
  if (argument === undefined) return name;
  return `${name}(${argument.kind === 'NumberLiteral' ? argument.value : '""'})`;
}

function statement(node: ast.Statement): string {
  switch (node.kind) {
    case 'Block':
      return `{${node.statements.map(statement).join('')}}`;
    case 'EmptyStatement':
      return '';
    case 'ExpressionStatement':
      return expression(node.expression);
    case 'IfStatement': {
      const otherwise = node.otherwise === undefined ? '' : `else ${statement(node.otherwise)}`;
      return `if (${expression(node.condition)}) ${statement(node.then)} ${otherwise}`;
    }
    case 'WhileStatement':
      return `for (; ${expression(node.condition)}; ) ${statement(node.body)}`;
    case 'ForStatement': {
      const condition = node.condition === undefined ? '1' : expression(node.condition);
      return `for (${optional(node.initial)}; ${condition}; ${optional(node.step)}) ${statement(node.body)}`;
    }
    case 'ForeachStatement':
      return foreach(node);
    case 'TryStatement': {
      const variable = node.variable === undefined ? '' : `(${node.variable.name})`;
      return `try {${statement(node.body)}} catch ${variable} {${statement(node.handler)}}`;
    }
    case 'ReturnStatement':
      return `return ${optional(node.value)}`;
    case 'DeleteStatement':
      return `delete ${expression(node.target)}`;
    case 'BreakStatement':
      return 'break';
    case 'ContinueStatement':
      return 'continue';
    case 'NextStatement':
      return 'next';
  }
}

function optional(node: ast.Expression | undefined): string {
  return node === undefined ? '' : expression(node);
}

function foreach(node: ast.ForeachStatement): string {
  const sign = node.sort?.direction === 'descending' ? '-' : '+';
  const keys = node.keys.map((key, place) => key.name + (node.sort?.by === place ? sign : '')).join(',');
  const value = node.value === undefined ? '' : `${node.value.name} = `;
  const slice = node.slice === undefined ? '' : `[${list(node.slice)}]`;
  const operator = node.sort?.operator === undefined ? '' : `@${node.sort.operator}`;
  const mark = node.sort?.by === 'value' ? operator + sign : '';
  const limit = node.limit === undefined ? '' : `limit ${expression(node.limit)}`;
  return `foreach (${value}[${keys}] in ${expression(node.base)}${slice}${mark}${limit}) ${statement(node.body)}`;
}

function list(nodes: readonly (ast.Expression | ast.Wildcard)[]): string {
  return nodes.map((node) => (node.kind === 'Wildcard' ? '*' : expression(node))).join(',');
}

/** stap prints plain operands without brackets. */
function operand(node: ast.Expression): string {
  return `(${expression(node)})`;
}

export function expression(node: ast.Expression): string {
  switch (node.kind) {
    case 'NumberLiteral':
      return String(node.value);
    case 'StringLiteral':
      return '""';
    case 'Identifier':
      return node.name;
    case 'Index':
      return `${node.base.name}[${list(node.keys)}]`;
    case 'Call':
      return `${node.name}(${list(node.arguments)})`;
    case 'Unary':
      return node.operator + operand(node.operand);
    case 'Step':
      return node.position === 'prefix'
        ? node.operator + operand(node.operand)
        : operand(node.operand) + node.operator;
    case 'Binary':
    case 'Logical':
    case 'Comparison':
      return `${operand(node.left)}${node.operator}${operand(node.right)}`;
    case 'Concatenation':
      return `${operand(node.left)}.${operand(node.right)}`;
    case 'RegexMatch':
      return `${operand(node.value)}${node.operator}""`;
    case 'Membership':
      return `[${list(node.keys)}] in ${expression(node.base)}`;
    case 'Conditional':
      return `${operand(node.condition)}?${operand(node.then)}:${operand(node.otherwise)}`;
    case 'Assignment':
      return `${operand(node.target)}${node.operator}${operand(node.value)}`;
    case 'Print': {
      const literal = node.format !== undefined || node.delimiter !== undefined ? ['""'] : [];
      return `${node.name}(${[...literal, ...node.arguments.map(expression)].join(',')})`;
    }
    case 'StatExtract':
      return `@${node.operator}(${list(node.shift === undefined ? [node.stat] : [node.stat, node.shift])})`;
    case 'Histogram':
      return node.shape.kind === 'log'
        ? `@hist_log(${expression(node.stat)})`
        : `@hist_linear(${expression(node.stat)},${node.shape.low},${node.shape.high},${node.shape.step})`;
    case 'HistogramBucket':
      return `${expression(node.histogram)}[${expression(node.index)}]`;
    case 'TargetVariable':
      return access(node, node.name);
    case 'Cast':
      return access(node, `@cast(${expression(node.operand)},""${node.module === undefined ? '' : ',""'})`);
    case 'AtVar':
      return access(node, `@var(""${node.module === undefined ? '' : ',""'})`);
    case 'Autocast':
      return access(node, operand(node.operand));
    case 'Defined':
      return `@defined(${expression(node.operand)})`;
    case 'Entry':
      return `@entry(${expression(node.operand)})`;
    case 'ProbeWrite':
      return `@probewrite(${node.name})`;
    case 'Perf':
      return '@perf("")';
    case 'OperatorCall':
      return `@${node.operator}(${list(node.arguments)})`;
    case 'EmbeddedExpression':
      return `%{${node.code}%}`;
  }
}

function access(node: Pick<ast.Autocast, 'addressOf' | 'steps' | 'pretty'>, head: string): string {
  const steps = node.steps.map((step) =>
    step.kind === 'member' ? `->${step.name}` : `[${expression(step.index)}]`,
  );
  return `${node.addressOf ? '&' : ''}${head}${steps.join('')}${node.pretty === '' ? '' : `->${node.pretty}`}`;
}
