/**
 * The order of a sorted foreach: stable, and left behind in the array. With a small limit only the front of the array is
 * sorted, as far as the loop will look; ir.Foreach says what becomes of the rest.
 */
import type { Element, OrderedArray } from './ordered-array.ts';

/** A front longer than this is not worth the partial sort. */
const LONGEST_FRONT = 30n;

export type Order<Content> = (left: Element<Content>, right: Element<Content>) => number;

export function sortArray<Content>(
  array: OrderedArray<Content>,
  order: Order<Content>,
  limit: bigint | undefined,
): void {
  const elements = [...array.inOrder()];
  if (limit !== undefined && limit > 0n && limit <= LONGEST_FRONT)
    array.reorder(sortFront(elements, order, Number(limit)));
  else array.reorder(elements.sort(order));
}

function sortFront<Content>(
  elements: readonly Element<Content>[],
  order: Order<Content>,
  length: number,
): Element<Content>[] {
  const front = elements.slice(0, length).sort(order);
  const displaced: Element<Content>[] = [];
  const passed: Element<Content>[] = [];
  for (const element of elements.slice(length)) {
    const last = front.at(-1);
    if (!last || order(element, last) >= 0) {
      passed.push(element);
      continue;
    }
    const place = front.findIndex((other) => order(element, other) < 0);
    front.splice(place, 0, element);
    front.pop();
    displaced.push(last);
  }
  // Each displaced element went to the place right behind the front, before those displaced earlier.
  return [...front, ...displaced.reverse(), ...passed];
}
