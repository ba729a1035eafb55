/** Statements of a stand-alone script. In: the IR of a tidied handler. Out: lines of bpftrace. */
import type * as ir from '../../../src/ir/ir.ts';
import { isEventPoint } from '../../../src/program/attach-point.ts';
import { Obstacle } from '../obstacle.ts';
import { statCall } from '../stat-maps.ts';
import { asSigned, asUnsigned, type Text } from '../text.ts';
import { emitDelete, emitDeleteMatching, emitEmptying } from './emit-delete.ts';
import { emitCondition, emitNumber, emitString } from './emit-expression.ts';
import { emitForeach } from './emit-foreach.ts';
import { emitKeys, emitRead, mapText, mapsOf } from './emit-global.ts';
import { emitLoop } from './emit-loop.ts';
import { emitInsertion } from './emit-overflow.ts';
import { emitParts, emitPrint } from './emit-print.ts';
import type { ScriptWriter } from './script-writer.ts';
import { additionOf } from './storage.ts';
import { additionOf as collectedAddition } from '../collector/layout.ts';

export function emitBlock(node: ir.Block, writer: ScriptWriter): void {
  for (const statement of node.statements) emitStatement(statement, writer);
}

function emitStatement(node: ir.Statement, writer: ScriptWriter): void {
  writer.heldTexts.clear();
  if (writer.script.collecting && emitCollected(node, writer)) return;
  switch (node.kind) {
    case 'block':
      emitBlock(node, writer);
      return;
    case 'charge':
      return;
    case 'evaluate':
      emitEvaluate(node.expression, writer);
      return;
    case 'print':
      emitPrint(node, writer);
      return;
    case 'if':
      emitIf(node, writer);
      return;
    case 'loop':
      emitLoop(node, writer);
      return;
    case 'foreach':
      emitForeach(node, writer);
      return;
    case 'try':
      emitTry(node, writer);
      return;
    case 'stat-add':
      emitStatAdd(node, writer);
      return;
    case 'delete':
      emitDelete(node, writer);
      return;
    case 'delete-matching':
      emitDeleteMatching(node, writer);
      return;
    case 'next':
    case 'return':
      if (writer.loops.length > 0)
        writer.needs(
          'range-loops',
          'leaves a handler out of a foreach',
          node.kind === 'next' ? node.site : undefined,
        );
      writer.leave();
      return;
    case 'break':
    case 'continue':
      emitJump(node.kind, writer);
      return;
    case 'foreach-bucket':
      throw new Obstacle('goes through the buckets of a histogram', node.site);
    case 'capture': {
      const value =
        node.value.type === 'string'
          ? emitString(node.value, writer)
          : asSigned(emitNumber(node.value, writer)).text;
      writer.lines.line(`$${writer.fields[node.field] ?? ''} = ${value};`);
      return;
    }
    case 'scope':
    case 'leave':
      throw new Error(`a ${node.kind} is left in a tidied handler`);
  }
}

/** An addition to a global, by a collector: true if it was one. */
function emitCollected(node: ir.Statement, writer: ScriptWriter): boolean {
  const addition = collectedAddition(node);
  const maps = addition && writer.script.collecting?.maps(addition.global);
  if (!addition || !maps) return false;
  const { global } = addition;
  const declared = writer.storageOf(global).global;
  const shape = (declared.kind === 'scalar' ? undefined : declared.stat) ?? {
    operators: [],
    shift: 0,
    histogram: undefined,
  };
  const keys = collectedKeys(emitKeys(global, addition.keys, writer), addition.keys, writer);
  const value = asSigned(emitNumber(addition.value, writer));
  const text = value.sign === 'literal' ? `(int64)${value.text}` : value.text;
  onBothSides(global, writer, () => {
    for (const map of maps) {
      const place = mapText(global, map.suffix, keys, writer);
      if (map.keeps !== 'first') writer.lines.line(`${place} = ${statCall(map, text, shape)};`);
      else
        writer.lines.braces(`if (${place} == 0)`, () => {
          writer.lines.line(`${place} = nsecs;`);
        });
    }
  });
  return true;
}

/** bpftrace prints keys with commas between: behind a text stands a mark where another text follows. */
function collectedKeys(
  texts: readonly string[],
  keys: readonly ir.Expression[],
  writer: ScriptWriter,
): readonly string[] {
  const last = keys.findLastIndex(({ type }) => type === 'string');
  return texts.flatMap((text, index) =>
    keys[index]?.type === 'string' && index < last
      ? [text, `(int64)${writer.script.collecting?.mark ?? 0n}`]
      : [text],
  );
}

function emitJump(kind: 'break' | 'continue', writer: ScriptWriter): void {
  const loop = writer.loops.at(-1);
  if (loop && !loop.isWhile) {
    writer.needs('range-loops', `has a ${kind} in a foreach`, undefined);
    if (kind === 'break' && loop.stop !== undefined) writer.lines.line(`${loop.stop} = 1;`);
  }
  writer.lines.line(`${kind};`);
}

function emitEvaluate(node: ir.Expression, writer: ScriptWriter): void {
  if (node.kind === 'assign') emitAssign(node, writer);
  else if (node.kind === 'step') emitStep(node, writer);
  else if (node.kind === 'intrinsic') emitAction(node, writer);
  else emitNumber(node, writer);
}

/** Library functions that are called for what they do. */
function emitAction(node: ir.Intrinsic, writer: ScriptWriter): void {
  const [message] = node.arguments;
  const say = (prefix: string) => {
    const argument: ir.Expression = message ?? { kind: 'string', type: 'string', value: '' };
    const text = (bytes: string): ir.FormatText => ({ kind: 'text', text: bytes });
    const conversion: ir.FormatConversion = {
      kind: 'conversion',
      conversion: 's',
      flags: [],
      width: undefined,
      precision: undefined,
      argument,
    };
    emitParts([text(prefix), conversion, text('\n')], node.site, writer);
  };
  switch (node.name) {
    case 'exit':
      writer.exit();
      return;
    case 'log':
      say('');
      return;
    case 'warn':
      writer.script.deviations.note('error-output');
      say('WARNING: ');
      return;
    case 'error':
      writer.script.deviations.note('error-output');
      if (writer.loops.length > 0) throw new Obstacle('raises an error in a foreach', node.site);
      say('ERROR: ');
      writer.exit();
      writer.leave();
      return;
    default:
      emitNumber(node, writer);
  }
}

function emitAssign(node: ir.Assign, writer: ScriptWriter): void {
  const { target, operator, value } = node;
  const addition = additionOf(node);
  if (target.kind !== 'local' && writer.storageOf(target.global).kind !== 'set') {
    if (addition?.value)
      emitAddition(target, `sum(${asSigned(emitNumber(addition.value, writer)).text})`, writer);
    else emitEmptying(target.global, writer);
    return;
  }
  if (target.type === 'string') {
    if (operator !== undefined) throw new Obstacle('builds a string', node.site);
    change(target, writer, ` = ${emitString(value, writer)}`);
    return;
  }
  if (operator === 'concat') throw new Error('a number cannot be appended to');
  const read: ir.Read = { kind: 'read', place: target, type: 'long' };
  if (operator === undefined) {
    writer.isDirect = value.kind === 'read' || (value.kind === 'stat-read' && value.operator !== 'avg');
    const number = emitNumber(value, writer);
    writer.isDirect = false;
    change(target, writer, ` = ${fitting(target, number, writer).text}`);
  } else if (
    operator === '+' ||
    operator === '-' ||
    operator === '*' ||
    operator === '&' ||
    operator === '|' ||
    operator === '^'
  ) {
    change(target, writer, ` ${operator}= ${asSigned(emitNumber(value, writer)).text}`);
  } else {
    const whole = emitNumber(
      { kind: 'binary', type: 'long', operator, left: read, right: value, site: node.site },
      writer,
    );
    change(target, writer, ` = ${asSigned(whole).text}`);
  }
}

/** Of the sign that the place has. */
export function fitting(target: ir.Place, value: Text, writer: ScriptWriter): Text {
  const { classes } = writer.script;
  const unsigned =
    target.kind === 'local'
      ? classes.isUnsignedLocal(writer.handler.probe.id, target.local)
      : classes.isUnsignedValue(target.global);
  if (unsigned)
    return value.sign === 'literal' ? asUnsigned({ ...value, sign: 'signed' }) : asUnsigned(value);
  // A literal alone would make the variable as narrow as it is.
  return value.sign === 'literal'
    ? { ...value, text: `(int64)${value.binds < 8 ? `(${value.text})` : value.text}`, sign: 'signed' }
    : asSigned(value);
}

/** An assignment inside an expression goes before the statement; the expression then reads the place, or what was in it before. */
export function emitInner(node: ir.Assign | ir.Step, writer: ScriptWriter): Text {
  if (writer.isConditional)
    throw new Obstacle('assigns inside an expression that is only evaluated on a condition', node.site);
  const before = node.kind === 'step' && node.result === 'old' ? copyOf(node.target, writer) : undefined;
  if (node.kind === 'assign') emitAssign(node, writer);
  else emitStep(node, writer);
  return before ?? copyOf(node.target, writer);
}

function copyOf(place: ir.Place, writer: ScriptWriter): Text {
  return writer.held({ ...emitRead(place, writer), binds: 0 });
}

function emitStep(node: ir.Step, writer: ScriptWriter): void {
  const { target } = node;
  if (target.kind !== 'local' && writer.storageOf(target.global).kind !== 'set') {
    emitAddition(
      target,
      writer.storageOf(target.global).kind === 'count' ? 'count()' : 'sum((int64)1)',
      writer,
    );
    return;
  }
  change(target, writer, node.delta === 1 ? '++' : '--');
}

function emitAddition(target: ir.GlobalPlace | ir.ElementPlace, call: string, writer: ScriptWriter): void {
  const keys = target.kind === 'element' ? emitKeys(target.global, target.keys, writer) : [];
  const add = () => {
    onBothSides(target.global, writer, () => {
      writer.lines.line(`${mapText(target.global, '', keys, writer)} = ${call};`);
    });
  };
  if (target.kind === 'element') emitInsertion(target, keys, writer, add);
  else add();
}

function emitStatAdd(node: ir.StatAdd, writer: ScriptWriter): void {
  const { stat } = node;
  const { global } = writer.storageOf(stat.global);
  const shape = global.kind === 'scalar' ? undefined : global.stat;
  if (!shape) throw new Error(`${global.name} is no aggregate`);
  const keys = stat.kind === 'stat-element' ? emitKeys(stat.global, stat.keys, writer) : [];
  const maps = mapsOf(stat.global, writer);
  const value = asSigned(emitNumber(node.value, writer)).text;
  const add = () => {
    onBothSides(stat.global, writer, () => {
      for (const map of maps)
        writer.lines.line(
          `${mapText(stat.global, map.suffix, keys, writer)} = ${statCall(map, value, shape)};`,
        );
    });
  };
  if (stat.kind === 'stat-element') emitInsertion(stat, keys, writer, add);
  else add();
}

/** Maps that are there twice: an event adds to the one whose turn it is. */
function onBothSides(global: number, writer: ScriptWriter, emit: () => void): void {
  const { generation } = writer.storageOf(global);
  if (generation?.form !== 'pair' || writer.side !== undefined || !isEventPoint(writer.handler.probe.point)) {
    emit();
    return;
  }
  writer.lines.line(`if (@${generation.name} == 0) {`);
  for (const side of ['a', 'b'] as const) {
    writer.side = side;
    writer.lines.indented(emit);
    writer.lines.line(side === 'a' ? '} else {' : '}');
  }
  writer.side = undefined;
}

/** Before it knows an array's type, bpftrace takes `+=` for unsigned. */
function signArray(global: number, element: string, rest: string, writer: ScriptWriter): void {
  const { typedArrays } = writer.script;
  if (!/^ .=/.test(rest)) typedArrays.add(global);
  else if (!writer.dialect.has('loop-scope') && !typedArrays.has(global)) {
    writer.lines.braces(`if (${element} == 0)`, () => {
      writer.lines.line(`${element} = (int64)0;`);
    });
  }
}

/** `place` followed by what is done to it. */
function change(place: ir.Place, writer: ScriptWriter, rest: string): void {
  if (place.kind === 'local') {
    writer.lines.line(`${emitRead(place, writer).text}${rest};`);
    return;
  }
  const keys = place.kind === 'element' ? emitKeys(place.global, place.keys, writer) : [];
  const write = () => {
    const text = mapText(place.global, '', keys, writer);
    if (place.kind === 'element' && place.type === 'long') signArray(place.global, text, rest, writer);
    writer.lines.line(`${text}${rest};`);
  };
  if (place.kind === 'element') emitInsertion(place, keys, writer, write);
  else write();
}

function emitIf(node: ir.If, writer: ScriptWriter): void {
  writer.lines.line(`if (${emitCondition(node.condition, writer).text}) {`);
  writer.lines.indented(() => {
    emitBlock(node.then, writer);
  });
  const { otherwise } = node;
  if (otherwise && otherwise.statements.length > 0) {
    writer.lines.line('} else {');
    writer.lines.indented(() => {
      emitBlock(otherwise, writer);
    });
  }
  writer.lines.line('}');
}

/** bpftrace raises no errors: the body runs, and what cannot be read is 0. */
function emitTry(node: ir.Try, writer: ScriptWriter): void {
  const quiet = node.handler.statements.every(({ kind }) => kind === 'charge') && !node.message;
  const outer = writer.faultsAreCaught;
  writer.faultsAreCaught = quiet || outer;
  if (!quiet) writer.script.deviations.note('read-fault');
  writer.tries++;
  emitBlock(node.body, writer);
  writer.tries--;
  writer.faultsAreCaught = outer;
}
