/**
 * Generic traversal of the IR: rebuilding a node with its children mapped, and walking. The one place that knows every
 * node's children; a new node kind fails to compile here first.
 */
import type * as ir from './ir.ts';

export interface Mapper {
  expression(node: ir.Expression): ir.Expression;
  statement(node: ir.Statement): ir.Statement;
  /** Places that are written or read; their keys come to `expression` first. */
  place?(node: ir.Place): ir.Place;
  statPlace?(node: ir.StatPlace): ir.StatPlace;
}

/** The node with its direct children mapped; the mapper recurses if it wants to. */
export function mapExpressionChildren(node: ir.Expression, mapper: Mapper): ir.Expression {
  const map = (child: ir.Expression) => mapper.expression(child);
  switch (node.kind) {
    case 'long':
    case 'string':
    case 'argument':
    case 'captured':
      return node;
    case 'read':
      return { ...node, place: mapPlace(node.place, mapper) };
    case 'member':
      return { ...node, keys: node.keys.map((key) => key && map(key)) };
    case 'unary':
      return { ...node, operand: map(node.operand) };
    case 'binary':
    case 'compare':
    case 'logical':
    case 'concat':
      return { ...node, left: map(node.left), right: map(node.right) };
    case 'conditional':
      return {
        ...node,
        condition: map(node.condition),
        then: map(node.then),
        otherwise: map(node.otherwise),
      };
    case 'regex':
      return { ...node, value: map(node.value) };
    case 'assign':
      return { ...node, target: mapPlace(node.target, mapper), value: map(node.value) };
    case 'step':
      return { ...node, target: mapPlace(node.target, mapper) };
    case 'call':
    case 'intrinsic':
      return { ...node, arguments: node.arguments.map(map) };
    case 'stat-read':
      return { ...node, stat: mapStatPlace(node.stat, mapper) };
    case 'bucket-read':
    case 'bucket-exists':
      return { ...node, stat: mapStatPlace(node.stat, mapper), index: map(node.index) };
    case 'format':
      return { ...node, parts: node.parts.map((part) => mapFormatPart(part, mapper)) };
    case 'field':
      return {
        ...node,
        base: map(node.base),
        path: node.path.map((step) => (step.kind === 'index' ? { ...step, index: map(step.index) } : step)),
      };
    case 'load':
      return { ...node, address: map(node.address) };
  }
}

export function mapStatementChildren(node: ir.Statement, mapper: Mapper): ir.Statement {
  const map = (child: ir.Expression) => mapper.expression(child);
  const optional = (child: ir.Expression | undefined) => child && mapper.expression(child);
  const block = (child: ir.Block) => mapBlock(child, mapper);
  switch (node.kind) {
    case 'charge':
    case 'next':
    case 'break':
    case 'continue':
    case 'leave':
      return node;
    case 'block':
      return block(node);
    case 'evaluate':
      return { ...node, expression: map(node.expression) };
    case 'print':
      return { ...node, parts: node.parts.map((part) => mapFormatPart(part, mapper)) };
    case 'if': {
      const condition = map(node.condition);
      return {
        ...node,
        condition,
        then: block(node.then),
        otherwise: node.otherwise && block(node.otherwise),
      };
    }
    case 'loop': {
      const condition = optional(node.condition);
      return { ...node, condition, body: block(node.body), step: node.step && block(node.step) };
    }
    case 'foreach': {
      const slice = node.slice?.map(optional);
      const limit = optional(node.limit);
      return {
        ...node,
        keys: node.keys.map((key) => mapPlace(key, mapper)),
        value: node.value && mapPlace(node.value, mapper),
        slice,
        limit,
        body: block(node.body),
      };
    }
    case 'foreach-bucket': {
      const stat = mapStatPlace(node.stat, mapper);
      const limit = optional(node.limit);
      return {
        ...node,
        stat,
        index: mapPlace(node.index, mapper),
        value: node.value && mapPlace(node.value, mapper),
        limit,
        body: block(node.body),
      };
    }
    case 'try':
      return {
        ...node,
        body: block(node.body),
        message: node.message && mapPlace(node.message, mapper),
        handler: block(node.handler),
      };
    case 'return':
      return { ...node, value: optional(node.value) };
    case 'stat-add':
      return { ...node, stat: mapStatPlace(node.stat, mapper), value: map(node.value) };
    case 'delete':
      return node.target.kind === 'array' ? node : { ...node, target: mapTarget(node.target, mapper) };
    case 'delete-matching':
      return { ...node, keys: node.keys.map(optional) };
    case 'scope':
      return { ...node, body: block(node.body) };
    case 'capture':
      return { ...node, value: map(node.value) };
  }
}

export function mapBlock(node: ir.Block, mapper: Mapper): ir.Block {
  return { kind: 'block', statements: node.statements.map((statement) => mapper.statement(statement)) };
}

function mapTarget(target: ir.Place | ir.StatPlace, mapper: Mapper): ir.Place | ir.StatPlace {
  return target.kind === 'stat-global' || target.kind === 'stat-element'
    ? mapStatPlace(target, mapper)
    : mapPlace(target, mapper);
}

function mapPlace(node: ir.Place, mapper: Mapper): ir.Place {
  const mapped =
    node.kind === 'element' ? { ...node, keys: node.keys.map((key) => mapper.expression(key)) } : node;
  return mapper.place ? mapper.place(mapped) : mapped;
}

function mapStatPlace(node: ir.StatPlace, mapper: Mapper): ir.StatPlace {
  const mapped =
    node.kind === 'stat-element' ? { ...node, keys: node.keys.map((key) => mapper.expression(key)) } : node;
  return mapper.statPlace ? mapper.statPlace(mapped) : mapped;
}

function mapFormatPart(part: ir.FormatPart, mapper: Mapper): ir.FormatPart {
  switch (part.kind) {
    case 'text':
      return part;
    case 'conversion': {
      const dynamic = (size: number | ir.Expression | undefined) =>
        typeof size === 'object' ? mapper.expression(size) : size;
      const width = dynamic(part.width);
      const precision = dynamic(part.precision);
      return { ...part, width, precision, argument: mapper.expression(part.argument) };
    }
    case 'histogram':
      return { ...part, stat: mapStatPlace(part.stat, mapper) };
  }
}

export interface Visitor {
  /** Return false to stay out of the node. */
  expression?(node: ir.Expression): boolean | void;
  statement?(node: ir.Statement): boolean | void;
  place?(node: ir.Place): void;
  statPlace?(node: ir.StatPlace): void;
}

/** Calls the visitor for each node, parents first, in evaluation order. */
export function walk(node: ir.Statement | ir.Expression, visitor: Visitor): void {
  const mapper: Mapper = {
    expression(child) {
      if (visitor.expression?.(child) !== false) mapExpressionChildren(child, mapper);
      return child;
    },
    statement(child) {
      if (visitor.statement?.(child) !== false) mapStatementChildren(child, mapper);
      return child;
    },
    place(child) {
      visitor.place?.(child);
      return child;
    },
    statPlace(child) {
      visitor.statPlace?.(child);
      return child;
    },
  };
  if (isStatement(node)) mapper.statement(node);
  else mapper.expression(node);
}

const statementKinds: Record<ir.Statement['kind'], true> = {
  block: true,
  charge: true,
  evaluate: true,
  print: true,
  if: true,
  loop: true,
  foreach: true,
  'foreach-bucket': true,
  try: true,
  return: true,
  next: true,
  break: true,
  continue: true,
  'stat-add': true,
  delete: true,
  'delete-matching': true,
  scope: true,
  leave: true,
  capture: true,
};

export function isStatement(node: ir.Statement | ir.Expression): node is ir.Statement {
  return node.kind in statementKinds;
}
