/** Shared aggregates, in a handler that holds their lock: adding to them, reading statistics of them. */
import type * as ir from '../../../src/ir/ir.ts';
import type { SharedGlobal } from '../shared-layout.ts';
import { cLong } from '../text/literal.ts';
import type { Value } from '../text/value.ts';
import { emitExpression } from './emit-expression.ts';
import { emitFind, emitKey, emitObtain, sharedGlobal } from './emit-shared.ts';
import type { KernelFrame } from './frame.ts';

/** `stat <<< value` */
export function emitSharedStatAdd(node: ir.StatAdd, frame: KernelFrame): void {
  const shared = sharedGlobal(node.stat.global, frame);
  const shape = shapeOf(shared);
  const key = node.stat.kind === 'stat-element' ? emitKey(shared, node.stat.keys, frame) : undefined;
  const value = frame.temporary(emitExpression(node.value, frame).text).text;
  const place =
    node.stat.kind === 'stat-element' && key
      ? `${emitObtain(shared, key, node.stat.site, frame)}->value`
      : `stsx_shared.${shared.name}`;
  const stat = frame.fresh('stat_');
  frame.line(`struct stsx_stat *${stat} = (void *)${place};`);
  frame.line(`stsx_stat_add(${stat}, ${value});`);
  if (shape.operators.includes('variance')) {
    frame.line(`stsx_stat_add_variance(${stat}, ${value}, ${shape.shift});`);
  }
  const { histogram } = shape;
  if (histogram?.kind === 'log') frame.line(`stsx_fed_log(${stat}->buckets, ${value}, true);`);
  if (histogram?.kind === 'linear') {
    const bounds = [histogram.low, histogram.high, histogram.step].map(cLong).join(', ');
    frame.line(`stsx_fed_linear(${stat}->buckets, ${bounds}, ${value}, true);`);
  }
}

/** @count and @sum of an empty or missing one are 0; the others raise "empty aggregate". */
export function emitSharedStatRead(node: ir.StatRead, frame: KernelFrame): Value {
  const shared = sharedGlobal(node.stat.global, frame);
  const { shift } = shapeOf(shared);
  const stat = frame.fresh('stat_');
  if (node.stat.kind === 'stat-element') {
    const element = emitFind(shared, node.stat.keys, frame);
    frame.line(`struct stsx_stat *${stat} = ${element} ? (void *)${element}->value : 0;`);
  } else {
    frame.line(`struct stsx_stat *${stat} = (void *)stsx_shared.${shared.name};`);
  }
  if (node.operator === 'count' || node.operator === 'sum') {
    return frame.temporary(`${stat} ? ${stat}->${node.operator} : 0`);
  }
  frame.failIf(`!${stat} || ${stat}->count == 0`, 'STSX_KERNEL_EMPTY', node.site, '0');
  switch (node.operator) {
    case 'min':
    case 'max':
      return frame.temporary(`${stat}->${node.operator}`);
    case 'avg':
      return frame.temporary(`stsx_stat_average(${stat})`);
    case 'variance':
      return frame.temporary(`stsx_stat_variance(${stat}, ${shift})`);
  }
}

function shapeOf({ planned: { global } }: SharedGlobal): ir.StatShape {
  const stat = global.kind === 'scalar' ? undefined : global.stat;
  if (!stat) throw new Error(`${global.name} is no aggregate`);
  return stat;
}
