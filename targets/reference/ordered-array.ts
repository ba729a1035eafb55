/**
 * An associative array: elements found by key, and in an order, which is that of their insertion until a sorted foreach
 * rearranges it for good. The order is a list linked through the elements, because a foreach goes on from the element it is at,
 * wherever sorting has put that in the meantime.
 */
import type { Value } from './values.ts';

export interface Element<Content> {
  readonly keys: readonly Value[];
  content: Content;
  next: Element<Content> | undefined;
  previous: Element<Content> | undefined;
  /** False: it was deleted; a foreach that stands on it ends. */
  present: boolean;
}

export class OrderedArray<Content> {
  private readonly elements = new Map<Value, Element<Content>>();
  private first: Element<Content> | undefined;
  private last: Element<Content> | undefined;

  readonly capacity: number;
  /** At capacity the first element makes room, instead of the array overflowing. */
  readonly wrap: boolean;

  constructor(capacity: number, wrap: boolean) {
    this.capacity = capacity;
    this.wrap = wrap;
  }

  get size(): number {
    return this.elements.size;
  }

  get head(): Element<Content> | undefined {
    return this.first;
  }

  find(keys: readonly Value[]): Element<Content> | undefined {
    return this.elements.get(identity(keys));
  }

  /** The element, made with `initial` if there is none; undefined: the array is full. */
  findOrInsert(keys: readonly Value[], initial: () => Content): Element<Content> | undefined {
    const id = identity(keys);
    const found = this.elements.get(id);
    if (found) return found;
    if (this.elements.size >= this.capacity) {
      if (!this.wrap || !this.first) return undefined;
      this.remove(this.first);
    }
    const element: Element<Content> = {
      keys,
      content: initial(),
      next: undefined,
      previous: this.last,
      present: true,
    };
    if (this.last) this.last.next = element;
    else this.first = element;
    this.last = element;
    this.elements.set(id, element);
    return element;
  }

  remove(element: Element<Content>): void {
    this.elements.delete(identity(element.keys));
    element.present = false;
    if (element.previous) element.previous.next = element.next;
    else this.first = element.next;
    if (element.next) element.next.previous = element.previous;
    else this.last = element.previous;
  }

  clear(): void {
    for (let element = this.first; element; element = element.next) element.present = false;
    this.elements.clear();
    this.first = this.last = undefined;
  }

  *inOrder(): Generator<Element<Content>> {
    for (let element = this.first; element; element = element.next) yield element;
  }

  reorder(elements: readonly Element<Content>[]): void {
    this.first = this.last = undefined;
    for (const element of elements) {
      element.previous = this.last;
      element.next = undefined;
      if (this.last) this.last.next = element;
      else this.first = element;
      this.last = element;
    }
  }
}

/** Distinct for distinct keys: a string has no NUL, and the types of an array's keys are fixed. */
function identity(keys: readonly Value[]): Value {
  const [only] = keys;
  return keys.length === 1 && only !== undefined ? only : keys.join('\0');
}
