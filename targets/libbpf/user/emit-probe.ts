/** A handler, or the user part of a streamed one, as a C function; and the condition behind a probe point. */
import type * as ir from '../../../src/ir/ir.ts';
import { streamedPart, type PlannedProbe } from '../../../src/5-split/plan.ts';
import { walk } from '../../../src/ir/visit.ts';
import { moreFaultBit, type RecordLayout } from '../record-layout.ts';
import { cComment } from '../text/literal.ts';
import { Writer, type Line } from '../text/writer.ts';
import { twinOf, type Twins } from '../twins.ts';
import { readLocals } from './effects.ts';
import { emitExpression } from './emit-expression.ts';
import { localDeclarations, localNames } from './emit-locals.ts';
import { emitBlock } from './emit-statement.ts';
import { Frame } from './frame.ts';
import type { Unit } from './unit.ts';

/** Name of the C function; undefined: all of the handler always runs in the kernel half. */
export function handlerName(planned: PlannedProbe, twins: Twins): string | undefined {
  return planned.placement === 'user' || streamedPart(planned)
    ? `probe_${twinOf(twins, planned.probe.id)}`
    : undefined;
}

export function emitHandler(planned: PlannedProbe, layout: RecordLayout | undefined, unit: Unit): string {
  const { probe, placement } = planned;
  const part = streamedPart(planned);
  if (placement !== 'user' && !part) return '';
  const body = part?.userBody ?? probe.body;
  const locals = part?.userLocals ?? probe.locals;
  const names = localNames(locals);
  const frame = new Frame(
    unit,
    {
      kind: 'probe',
      result: 'void',
      record: layout,
      next: (inside) => {
        inside.line(inside.goto('out'));
      },
    },
    names,
  );
  const lines = frame.apart(() => {
    emitBlock(body, frame);
  });
  const declared = localDeclarations(locals, names, readLocals(body), lines, 0);

  const writer = new Writer();
  cComment(probe.text).forEach((line) => {
    writer.line(line);
  });
  writer.line(`static void probe_${probe.id}(struct stsx_context *c, const struct stsx_record *record)`);
  writer.braces('', () => {
    if (layout && readsDirectly(body, layout)) {
      writer.line(`const struct ${layout.name} *event = (const struct ${layout.name} *)record;`);
    }
    if (declared.madeStrings) writer.line('size_t mark = stsx_mark(c);');
    declared.lines.forEach((line) => {
      writer.line(line);
    });
    if (!mentions(lines, /\bc\b/) && !declared.madeStrings) writer.line('(void)c;');
    if (!layout || !mentions(lines, /\b(record|event)\b/)) writer.line('(void)record;');
    writer.blank();
    writer.put(lines);
    if (frame.isJumpedTo('out')) {
      writer.label('out');
      writer.line(declared.madeStrings ? 'stsx_release(c, mark);' : ';');
    } else if (declared.madeStrings) {
      writer.line('stsx_release(c, mark);');
    }
  });
  return writer.toString();
}

function mentions(lines: readonly Line[], name: RegExp): boolean {
  return lines.some(({ text }) => name.test(text));
}

function readsDirectly(body: ir.Block, layout: RecordLayout): boolean {
  let direct = false;
  walk(body, {
    expression(node) {
      if (node.kind === 'captured-turn') direct = true;
      if (node.kind !== 'captured') return;
      if (moreFaultBit(node.field) || layout.fields[node.field]?.canFail === false) direct = true;
    },
  });
  return direct;
}

/** `int64_t condition_N(c)`: the value of `if (…)` behind the point; it reads globals only. */
export function emitCondition(probe: ir.Probe, unit: Unit): string {
  const { condition } = probe;
  if (!condition) return '';
  const kind = { kind: 'condition', result: 'long', record: undefined, next: () => undefined } as const;
  const frame = new Frame(unit, kind, []);
  const writer = new Writer();
  const lines = frame.apart(() => {
    frame.releasing(() => {
      const value = emitExpression(condition, frame);
      frame.line(`result = ${value.text};`);
    });
  });
  writer.line(`/* if (…) of ${probe.name.replace(/\*\//g, '* /')} */`);
  writer.line(`static int64_t condition_${probe.id}(struct stsx_context *c)`);
  writer.braces('', () => {
    writer.line('int64_t result = 0;');
    if (!mentions(lines, /\bc\b/)) writer.line('(void)c;');
    writer.blank();
    writer.put(lines);
    if (frame.isJumpedTo('out')) writer.label('out');
    writer.line('return result;');
  });
  return writer.toString();
}
