/**
 * foreach over an array's elements and over a histogram's buckets. The loop goes on from the element it is at, in the order of that
 * moment; the limit counts elements before the slice picks among them.
 */
import type * as ir from '../../src/ir/ir.ts';
import { writeValue } from './evaluate-place.ts';
import { filledStatistic } from './evaluate-statistic.ts';
import type { Evaluator } from './evaluator.ts';
import { evaluateKeyPattern, matchesPattern } from './key-pattern.ts';
import { cellOf, type Completion, type StatementCode } from './machine.ts';
import type { Element, OrderedArray } from './ordered-array.ts';
import { sortArray, type Order } from './sort-array.ts';
import { sortKey, type Statistic } from './statistics.ts';
import { compareValues, type Value } from './values.ts';

export function executeForeach(node: ir.Foreach, body: StatementCode, evaluator: Evaluator): StatementCode {
  const cell = cellOf(evaluator.machine, node.global, 'long-array', 'string-array', 'statistic-array');
  return cell.kind === 'statistic-array'
    ? iterate(node, body, cell.array, statisticOrder(node.order), undefined, evaluator)
    : iterate<Value>(node, body, cell.array, valueOrder(node.order), (value) => value, evaluator);
}

/** `valueOf` gives what a value variable of the loop receives. */
function iterate<Content>(
  node: ir.Foreach,
  body: StatementCode,
  array: OrderedArray<Content>,
  order: Order<Content> | undefined,
  valueOf: ((content: Content) => Value) | undefined,
  evaluator: Evaluator,
): StatementCode {
  const giveKeys = node.keys.map((key) => writeValue(key, evaluator));
  const giveValue = node.value && valueOf && writeValue(node.value, evaluator);
  const slice = node.slice && evaluateKeyPattern(node.slice, evaluator);
  const limit = node.limit && evaluator.long(node.limit);

  return (frame) => {
    const wanted = slice?.(frame);
    const most = limit?.(frame);
    if (order) sortArray(array, order, most);
    let visited = 0n;
    for (let element = array.head; element; element = following(element)) {
      if (most !== undefined && visited >= most) break;
      visited++;
      if (wanted && !matchesPattern(element.keys, wanted)) continue;
      element.keys.forEach((key, index) => giveKeys[index]?.(frame, key));
      if (valueOf) giveValue?.(frame, valueOf(element.content));
      const completion = body(frame);
      if (endsLoop(completion)) return afterLoop(completion);
    }
    return 'normal';
  };
}

/** Nothing follows an element that was deleted meanwhile. */
function following<Content>(element: Element<Content>): Element<Content> | undefined {
  return element.present ? element.next : undefined;
}

function endsLoop(completion: Completion): boolean {
  return completion !== 'normal' && completion !== 'continue';
}

function afterLoop(completion: Completion): Completion {
  return completion === 'break' ? 'normal' : completion;
}

function signOf(order: ir.SortOrder): number {
  return order.direction === 'ascending' ? 1 : -1;
}

function keyOrder(order: ir.SortOrder, index: number): Order<unknown> {
  const sign = signOf(order);
  return (left, right) => sign * compareValues(left.keys[index] ?? 0n, right.keys[index] ?? 0n);
}

function valueOrder(order: ir.SortOrder | undefined): Order<Value> | undefined {
  if (!order) return undefined;
  if (order.by.kind === 'key') return keyOrder(order, order.by.index);
  const sign = signOf(order);
  return (left, right) => sign * compareValues(left.content, right.content);
}

/** An aggregate's value, where nothing more is said, is its count. */
function statisticOrder(order: ir.SortOrder | undefined): Order<Statistic> | undefined {
  if (!order) return undefined;
  if (order.by.kind === 'key') return keyOrder(order, order.by.index);
  const sign = signOf(order);
  const operator = order.by.kind === 'stat' ? order.by.operator : 'count';
  return (left, right) =>
    sign * compareValues(sortKey(left.content, operator), sortKey(right.content, operator));
}

export function executeForeachBucket(
  node: ir.ForeachBucket,
  body: StatementCode,
  evaluator: Evaluator,
): StatementCode {
  const find = filledStatistic(node.stat, node.site, evaluator);
  const giveIndex = writeValue(node.index, evaluator);
  const giveValue = node.value && writeValue(node.value, evaluator);
  const limit = node.limit && evaluator.long(node.limit);
  return (frame) => {
    const { buckets } = find(frame);
    const most = limit?.(frame);
    for (const [index, count] of buckets.entries()) {
      if (most !== undefined && BigInt(index) >= most) break;
      giveIndex(frame, BigInt(index));
      giveValue?.(frame, count);
      const completion = body(frame);
      if (endsLoop(completion)) return afterLoop(completion);
    }
    return 'normal';
  };
}
