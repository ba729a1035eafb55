/** Calls of the library's functions that bpftrace has in some form. In: a call. Out: text. */
import type * as ir from '../../../src/ir/ir.ts';
import { cName, dereference, emitMemberText, isTextMember } from '../emit-event.ts';
import { knownFunction } from '../functions.ts';
import { intrinsicRow } from '../intrinsics.ts';
import { Obstacle } from '../obstacle.ts';
import { atom, binding, inside, type Text } from '../text.ts';
import { emitNumber, eventWriter } from './emit-expression.ts';
import type { ScriptWriter } from './script-writer.ts';

export function emitIntrinsic(node: ir.Intrinsic, writer: ScriptWriter): Text {
  if (node.name === 'target') return atom(writer.script.target, 'literal', true);
  const { collecting } = writer.script;
  if (collecting && node.name === 'gettimeofday_ns') {
    return {
      text: `(int64)nsecs + ${collecting.realtimeOffset}`,
      binds: binding.sum,
      sign: 'signed',
      nonNegative: true,
    };
  }
  const row = intrinsicRow(node.name);
  if (!row) throw new Obstacle(`calls ${node.name}()`, node.site);
  if (row.needs) writer.needs(row.needs, `calls ${node.name}()`, node.site);
  if (row.deviation) writer.script.deviations.note(row.deviation);
  const [first] = node.arguments;
  const { gives } = row;
  switch (gives.kind) {
    case 'number':
      return atom(fill(row.text, first, writer), gives.unsigned ? 'unsigned' : 'signed', gives.nonNegative);
    case 'text':
      return atom(row.text, 'text');
    case 'address-text':
      return atom(fill(row.text, first, writer), 'text');
    case 'memory': {
      if (!first) throw new Error(`${node.name}() without an address`);
      memoryIsRead(writer);
      return {
        text: `(int64)${dereference(gives.type, emitNumber(first, writer), gives.space)}`,
        binds: binding.unary,
        sign: 'signed',
        nonNegative: false,
      };
    }
    case 'memory-text': {
      if (!first) throw new Error(`${node.name}() without an address`);
      if (isTextMember(first) && gives.space === 'kernel')
        return atom(emitMemberText(first, eventWriter(writer)), 'text');
      memoryIsRead(writer);
      if (!writer.dialect.has('long-strings')) writer.script.deviations.note('short-strings');
      const address = emitNumber(first, writer).text;
      return atom(gives.space === 'user' ? `str(uptr(${address}))` : `str(${address})`, 'text');
    }
  }
}

function memoryIsRead(writer: ScriptWriter): void {
  if (!writer.faultsAreCaught) writer.script.deviations.note('read-fault');
}

export function emitCall(node: ir.Call, writer: ScriptWriter): Text {
  const fn = writer.script.program.functions[node.function];
  const known = fn && knownFunction(fn);
  if (!fn || !known) throw new Obstacle(`calls ${fn?.name ?? 'a function'}()`, node.site);
  const [first] = node.arguments;
  if (fn.name === 'format_ipaddr' && first?.kind === 'field' && first.result === 'address') {
    writer.script.deviations.note('ipv6-text');
    return atom(`ntop(10, ${emitMemberText(first, eventWriter(writer))}.in6_u.u6_addr8)`, 'text');
  }
  return atom(fill(known.text, first, writer), known.type === 'number' ? 'unsigned' : 'text', true);
}

function fill(template: string, argument: ir.Expression | undefined, writer: ScriptWriter): string {
  if (!argument) return template;
  const cast = castOf(argument);
  const own = cast === undefined ? template : template.replace(`${cast}$0`, '$0');
  return own.replace('$0', () => operand(own, emitNumber(argument, writer)));
}

/** The cast that changes nothing, of which bpftrace warns: a member of a structure has that type. */
function castOf(argument: ir.Expression): string | undefined {
  if (argument.kind !== 'field' || argument.result !== 'load') return undefined;
  const member = argument.path.at(-1);
  if (member?.kind !== 'member' || member.bitSize !== undefined) return undefined;
  return member.ctype.kind === 'integer' && !member.ctype.signed ? `(${cName(member.ctype)})` : undefined;
}

/** In parentheses where a cast stands before it. */
function operand(template: string, value: Text): string {
  return template.includes(')$0') ? inside(value, binding.unary) : value.text;
}
