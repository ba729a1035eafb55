/** foreach over arrays and over a histogram's buckets. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitExpression } from './emit-expression.ts';
import { emitLoopBody } from './emit-loop.ts';
import { emitKeys, keep } from './emit-operands.ts';
import { emitStore } from './emit-place.ts';
import { emitStatPointer, shape, statOperatorName } from './emit-stat.ts';
import type { Frame } from './frame.ts';
import { globalName } from './unit.ts';

export function emitForeach(node: ir.Foreach, frame: Frame): void {
  const each = frame.freshLabel('each');
  frame.releasing(() => {
    frame.writer.braces('', () => {
      emitHead(node, each, frame);
      frame.writer.braces(`while (stsx_foreach_next(&${each}))`, () => {
        node.keys.forEach((place, index) => {
          frame.releasing(() => {
            emitStore(place, `stsx_foreach_key_${place.type}(&${each}, ${index})`, frame);
          });
        });
        const { value } = node;
        if (value) {
          frame.releasing(() => {
            emitStore(value, `stsx_foreach_value_${value.type}(&${each})`, frame);
          });
        }
        emitLoopBody(node.body, undefined, frame);
      });
    });
  });
}

/** Sets up the iteration: the slice's keys and the limit are evaluated once, in the order in which they stand. */
function emitHead(node: ir.Foreach, each: string, frame: Frame): void {
  frame.line(`struct stsx_foreach ${each};`);
  let slice: { readonly name: string; readonly any: number } | undefined;
  if (node.slice) {
    const keys = emitKeys(node.slice, [], frame, true);
    slice = { name: frame.freshLabel('slice'), any: keys.any };
    const entries = keys.entries.join(', ');
    frame.line(`const union stsx_value ${slice.name}[] = { ${entries} };`);
  }
  const limit = node.limit && keep(node.limit, emitExpression(node.limit, frame), frame);
  frame.writer.blank();
  frame.line(
    `stsx_foreach_begin(c, &${each}, ${globalName(frame.unit, node.global)}, &${orderText(node.order)});`,
  );
  if (limit) frame.line(`stsx_foreach_limit(&${each}, ${limit.text});`);
  if (slice) frame.line(`stsx_foreach_slice(&${each}, ${slice.name}, ${slice.any});`);
}

function orderText(order: ir.SortOrder | undefined): string {
  const descending = order?.direction === 'descending' ? 'true' : 'false';
  const text = (by: string, index: string | number) =>
    `(const struct stsx_order){ ${by}, ${index}, ${descending} }`;
  if (!order) return text('STSX_SORT_NONE', 0);
  switch (order.by.kind) {
    case 'value':
      return text('STSX_SORT_VALUE', 0);
    case 'key':
      return text('STSX_SORT_KEY', order.by.index);
    case 'stat':
      return text('STSX_SORT_STAT', statOperatorName(order.by.operator));
  }
}

export function emitForeachBucket(node: ir.ForeachBucket, frame: Frame): void {
  frame.releasing(() => {
    frame.writer.braces('', () => {
      // The aggregate is looked up anew each time: the body may move it.
      const stat = emitStatPointer(node.stat, [], frame, true);
      frame.line(`stsx_stat_require(c, ${stat.text}, ${frame.site(node.site)});`);
      frame.checkError();
      const limit = node.limit && keep(node.limit, emitExpression(node.limit, frame), frame);
      const index = frame.temporaryName();
      const within = `${index} < stsx_bucket_count(${shape(node.stat, frame)})`;
      const head = limit ? `${within} && ${index} < ${limit.text}` : within;
      frame.writer.braces(`for (int64_t ${index} = 0; ${head}; ${index}++)`, () => {
        emitStore(node.index, index, frame);
        if (node.value) {
          const site = frame.site(node.site);
          const value = frame.temporary(
            'long',
            `stsx_bucket_read(c, ${stat.text}, ${shape(node.stat, frame)}, ${index}, ${site})`,
          );
          frame.checkError();
          emitStore(node.value, value.text, frame);
        }
        emitLoopBody(node.body, undefined, frame);
      });
    });
  });
}
