/**
 * A script function as a C function: the context, the place of the call, the parameters. It enters the chain of calls itself, so
 * that a call is one expression. A string result stands in a buffer below the function's own string memory.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { Writer } from '../text/writer.ts';
import { assignedLocals, readLocals } from './effects.ts';
import { localDeclarations, localNames } from './emit-locals.ts';
import { emitBlock } from './emit-statement.ts';
import { Frame } from './frame.ts';
import type { Unit } from './unit.ts';
import { cType, zeroOf } from '../text/value.ts';

export function functionHead(fn: ir.Function, unit: Unit): string {
  const result = fn.result === 'void' ? 'void ' : cType(fn.result);
  const parameters = fn.locals
    .slice(0, fn.parameterCount)
    .map((local) => `${cType(local.type)}${parameterName(fn, local)}`);
  const all = ['struct stsx_context *c', 'const struct stsx_site *call_site', ...parameters].join(', ');
  return `static ${result}${unit.functions[fn.id] ?? ''}(${all})`;
}

/** A parameter that the body assigns to is copied into a local of its own name. */
function parameterName(fn: ir.Function, local: ir.Local): string {
  const name = localNames(fn.locals)[local.index] ?? '';
  return assignedLocals(fn.body).has(local.index) ? `${name}_given` : name;
}

export function emitFunction(fn: ir.Function, unit: Unit): string {
  const names = localNames(fn.locals);
  const use = { read: readLocals(fn.body), assigned: assignedLocals(fn.body) };
  const frame = new Frame(
    unit,
    { kind: 'function', result: fn.result, record: undefined, next: nextOverload(fn) },
    names,
  );
  const body = frame.apart(() => {
    emitBlock(fn.body, frame);
  });
  const declared = localDeclarations(fn.locals, names, use.read, body, fn.parameterCount);
  const copies = parameterCopies(fn, names, use);
  const madeStrings = declared.madeStrings || copies.madeStrings;

  const writer = new Writer();
  writer.line(functionHead(fn, unit));
  writer.braces('', () => {
    writer.line('if (!stsx_enter(c, call_site))');
    writer.indented(() => {
      writer.line(fn.result === 'void' ? 'return;' : `return ${zeroOf(fn.result)};`);
    });
    if (fn.result === 'long') writer.line('int64_t result = 0;');
    if (fn.result === 'string') writer.line('char *result = stsx_string_buffer(c);');
    if (madeStrings) writer.line('size_t mark = stsx_mark(c);');
    [...copies.lines, ...declared.lines].forEach((line) => {
      writer.line(line);
    });
    writer.blank();
    writer.put(body);
    if (frame.isJumpedTo('out')) writer.label('out');
    if (madeStrings) writer.line('stsx_release(c, mark);');
    writer.line('stsx_leave(c);');
    if (fn.result !== 'void') writer.line('return result;');
  });
  return writer.toString();
}

function parameterCopies(
  fn: ir.Function,
  names: readonly string[],
  use: { readonly read: ReadonlySet<number>; readonly assigned: ReadonlySet<number> },
): { readonly lines: readonly string[]; readonly madeStrings: boolean } {
  const lines: string[] = [];
  let madeStrings = false;
  for (const local of fn.locals.slice(0, fn.parameterCount)) {
    const name = names[local.index] ?? '';
    const isRead = use.read.has(local.index);
    if (!use.assigned.has(local.index)) {
      if (!isRead) lines.push(`(void)${name};`);
    } else if (local.type === 'long') {
      lines.push(`int64_t ${name} = ${name}_given;`);
      if (!isRead) lines.push(`(void)${name};`);
    } else {
      madeStrings = true;
      lines.push(`char *${name} = stsx_string_buffer(c);`, `stsx_string_set(c, ${name}, ${name}_given);`);
    }
  }
  return { lines, madeStrings };
}

/** `next` goes on with the following overload, given the arguments as they came, in this call's place. */
function nextOverload(fn: ir.Function) {
  return (frame: Frame): void => {
    const next = fn.nextOverload === undefined ? undefined : frame.unit.program.functions[fn.nextOverload];
    if (!next) {
      // The place that is blamed is the call, as if it had not been entered.
      frame.line('stsx_leave(c);');
      frame.line('stsx_raise_exhausted(c, call_site);');
      frame.line('c->depth++;');
      frame.line(frame.goto(frame.failLabel));
      return;
    }
    const given = fn.locals.slice(0, fn.parameterCount).map((local) => parameterName(fn, local));
    const call = `${frame.unit.functions[next.id] ?? ''}(${['c', 'call_site', ...given].join(', ')})`;
    frame.line('stsx_leave(c);');
    if (fn.result === 'void' || next.result === 'void') frame.line(`${call};`);
    else if (fn.result === 'long') frame.line(`result = ${call};`);
    else frame.line(`stsx_string_set(c, result, ${call});`);
    // The call made room for itself; this one takes its place in the chain back before it leaves.
    frame.line('c->depth++;');
    frame.line(`if (c->error)`);
    frame.writer.indented(() => {
      frame.line(frame.goto(frame.failLabel));
    });
    frame.line(frame.goto('out'));
  };
}
