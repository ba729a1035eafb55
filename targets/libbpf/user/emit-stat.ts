/** Aggregates: adding to them, reading statistics and histogram buckets of them. */
import type * as ir from '../../../src/ir/ir.ts';
import { beforePlace } from './emit-assign.ts';
import { emitExpression } from './emit-expression.ts';
import { emitKeys, type Keys } from './emit-operands.ts';
import type { Frame } from './frame.ts';
import { globalName, statShapeName } from './unit.ts';
import { atom, type Value } from '../text/value.ts';

const operatorNames: Readonly<Record<ir.StatOperator, string>> = {
  count: 'STSX_COUNT',
  sum: 'STSX_SUM',
  min: 'STSX_MIN',
  max: 'STSX_MAX',
  avg: 'STSX_AVG',
  variance: 'STSX_VARIANCE',
};

export function statOperatorName(operator: ir.StatOperator): string {
  return operatorNames[operator];
}

/** A pointer to an aggregate for reading: NULL where the element is missing. */
export function emitStatRead(node: ir.StatRead, frame: Frame): Value {
  const stat = emitStatPointer(node.stat, [], frame);
  const call = `stsx_stat_read(c, ${stat.text}, ${shape(node.stat, frame)}, ${operatorNames[node.operator]}, ${frame.site(node.site)})`;
  // Of an empty aggregate these two are 0; the others raise an error.
  if (node.operator === 'count' || node.operator === 'sum') return atom(call);
  const value = frame.temporary('long', call);
  frame.checkError();
  return value;
}

export function emitBucketRead(node: ir.BucketRead, frame: Frame): Value {
  const stat = emitStatPointer(node.stat, [node.index], frame);
  const index = stat.keys.following[0]?.text ?? '0';
  const value = frame.temporary(
    'long',
    `stsx_bucket_read(c, ${stat.text}, ${shape(node.stat, frame)}, ${index}, ${frame.site(node.site)})`,
  );
  frame.checkError();
  return value;
}

export function emitBucketExists(node: ir.BucketExists, frame: Frame): Value {
  const stat = emitStatPointer(node.stat, [node.index], frame);
  const index = stat.keys.following[0]?.text ?? '0';
  return atom(`stsx_bucket_exists(${stat.text}, ${shape(node.stat, frame)}, ${index})`);
}

/** `following` is evaluated behind the keys; with `lasting` the text may be used again after other statements. */
export function emitStatPointer(
  stat: ir.StatPlace,
  following: readonly ir.Expression[],
  frame: Frame,
  lasting = false,
): { readonly text: string; readonly keys: Keys } {
  const name = globalName(frame.unit, stat.global);
  const keys = emitKeys(stat.kind === 'stat-element' ? stat.keys : [], following, frame, lasting);
  const text = stat.kind === 'stat-global' ? name : `stsx_array_stat(${name}, ${keys.text})`;
  return { text, keys };
}

export function emitStatAdd(node: ir.StatAdd, frame: Frame): void {
  const name = globalName(frame.unit, node.stat.global);
  if (node.stat.kind === 'stat-global') {
    const value = emitExpression(node.value, frame);
    frame.line(`stsx_stat_add(${name}, ${shape(node.stat, frame)}, ${value.text});`);
    return;
  }
  const keys = emitKeys(node.stat.keys, [node.value], frame);
  const value = beforePlace(node.value, keys.following[0] ?? atom('0'), frame);
  const at = frame.temporaryName();
  const place = `stsx_array_stat_place(c, ${name}, ${keys.text}, ${frame.site(node.stat.site)})`;
  frame.line(`struct stsx_stat *${at} = ${place};`);
  frame.failIf(`!${at}`);
  frame.line(`stsx_stat_add(${at}, ${shape(node.stat, frame)}, ${value.text});`);
}

export function shape(stat: ir.StatPlace, frame: Frame): string {
  return statShapeName(frame.unit, stat.global);
}
