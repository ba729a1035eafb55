/**
 * Rebuilding a node of the IR with its children mapped. This and visit.ts know every node's children, in the same order; a new node kind
 * fails to compile here first.
 */
import type * as ir from './ir.ts';

export interface Mapper {
  expression(node: ir.Expression): ir.Expression;
  statement(node: ir.Statement): ir.Statement;
  /** Places that are written or read; their keys come to `expression` first. */
  place?(node: ir.Place): ir.Place;
  statPlace?(node: ir.StatPlace): ir.StatPlace;
}

/** The node with its direct children mapped, itself where none changed; the mapper recurses if it wants to. */
export function mapExpressionChildren(node: ir.Expression, mapper: Mapper): ir.Expression {
  const map = (child: ir.Expression) => mapper.expression(child);
  switch (node.kind) {
    case 'long':
    case 'string':
    case 'argument':
    case 'captured':
      return node;
    case 'read':
      return having(node, { place: mapPlace(node.place, mapper) });
    case 'member':
      return having(node, { keys: mapList(node.keys, (key) => key && map(key)) });
    case 'unary':
      return having(node, { operand: map(node.operand) });
    case 'binary':
    case 'compare':
    case 'logical':
    case 'concat':
      return having(node, { left: map(node.left), right: map(node.right) });
    case 'conditional':
      return having(node, {
        condition: map(node.condition),
        then: map(node.then),
        otherwise: map(node.otherwise),
      });
    case 'regex':
      return having(node, { value: map(node.value) });
    case 'assign':
      return having(node, { target: mapPlace(node.target, mapper), value: map(node.value) });
    case 'step':
      return having(node, { target: mapPlace(node.target, mapper) });
    case 'call':
    case 'intrinsic':
      return having(node, { arguments: mapList(node.arguments, map) });
    case 'stat-read':
      return having(node, { stat: mapStatPlace(node.stat, mapper) });
    case 'bucket-read':
    case 'bucket-exists':
      return having(node, { stat: mapStatPlace(node.stat, mapper), index: map(node.index) });
    case 'format':
      return having(node, { parts: mapList(node.parts, (part) => mapFormatPart(part, mapper)) });
    case 'field':
      return having(node, {
        base: map(node.base),
        path: mapList(node.path, (step) =>
          step.kind === 'index' ? having(step, { index: map(step.index) }) : step,
        ),
      });
    case 'load':
      return having(node, { address: map(node.address) });
    case 'captured-turn':
      return having(node, { turn: map(node.turn), late: map(node.late) });
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
      return having(node, { expression: map(node.expression) });
    case 'print':
      return having(node, { parts: mapList(node.parts, (part) => mapFormatPart(part, mapper)) });
    case 'if':
      return having(node, {
        condition: map(node.condition),
        then: block(node.then),
        otherwise: node.otherwise && block(node.otherwise),
      });
    case 'loop':
      return having(node, {
        condition: optional(node.condition),
        body: block(node.body),
        step: node.step && block(node.step),
      });
    case 'foreach':
      return having(node, {
        slice: node.slice && mapList(node.slice, optional),
        limit: optional(node.limit),
        keys: mapList(node.keys, (key) => mapPlace(key, mapper)),
        value: node.value && mapPlace(node.value, mapper),
        body: block(node.body),
      });
    case 'foreach-bucket':
      return having(node, {
        stat: mapStatPlace(node.stat, mapper),
        limit: optional(node.limit),
        index: mapPlace(node.index, mapper),
        value: node.value && mapPlace(node.value, mapper),
        body: block(node.body),
      });
    case 'try':
      return having(node, {
        body: block(node.body),
        message: node.message && mapPlace(node.message, mapper),
        handler: block(node.handler),
      });
    case 'return':
      return having(node, { value: optional(node.value) });
    case 'stat-add':
      return having(node, { stat: mapStatPlace(node.stat, mapper), value: map(node.value) });
    case 'delete':
      return node.target.kind === 'array' ? node : having(node, { target: mapTarget(node.target, mapper) });
    case 'delete-matching':
      return having(node, { keys: mapList(node.keys, optional) });
    case 'scope':
      return having(node, { body: block(node.body) });
    case 'capture':
      return having(node, { value: map(node.value) });
  }
}

export function mapBlock(node: ir.Block, mapper: Mapper): ir.Block {
  return having(node, {
    statements: mapList(node.statements, (statement) => mapper.statement(statement)),
  });
}

/** `children` come in the order in which they are evaluated: it is that of their mapping. */
function having<Of extends object>(node: Of, children: { readonly [Key in keyof Of]?: Of[Key] }): Of {
  for (const key in children) {
    if (children[key] !== node[key]) return { ...node, ...children };
  }
  return node;
}

function mapList<Entry>(list: readonly Entry[], map: (entry: Entry) => Entry): readonly Entry[] {
  let copy: Entry[] | undefined;
  for (const [place, entry] of list.entries()) {
    const mapped = map(entry);
    if (mapped === entry) continue;
    copy ??= [...list];
    copy[place] = mapped;
  }
  return copy ?? list;
}

function mapTarget(target: ir.Place | ir.StatPlace, mapper: Mapper): ir.Place | ir.StatPlace {
  return target.kind === 'stat-global' || target.kind === 'stat-element'
    ? mapStatPlace(target, mapper)
    : mapPlace(target, mapper);
}

function mapPlace(node: ir.Place, mapper: Mapper): ir.Place {
  const mapped =
    node.kind === 'element'
      ? having(node, { keys: mapList(node.keys, (key) => mapper.expression(key)) })
      : node;
  return mapper.place ? mapper.place(mapped) : mapped;
}

function mapStatPlace(node: ir.StatPlace, mapper: Mapper): ir.StatPlace {
  const mapped =
    node.kind === 'stat-element'
      ? having(node, { keys: mapList(node.keys, (key) => mapper.expression(key)) })
      : node;
  return mapper.statPlace ? mapper.statPlace(mapped) : mapped;
}

function mapFormatPart(part: ir.FormatPart, mapper: Mapper): ir.FormatPart {
  switch (part.kind) {
    case 'text':
      return part;
    case 'conversion': {
      const dynamic = (size: number | ir.Expression | undefined) =>
        typeof size === 'object' ? mapper.expression(size) : size;
      return having(part, {
        width: dynamic(part.width),
        precision: dynamic(part.precision),
        argument: mapper.expression(part.argument),
      });
    }
    case 'histogram':
      return having(part, { stat: mapStatPlace(part.stat, mapper) });
  }
}
