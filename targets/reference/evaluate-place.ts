/** Reading and writing what can be assigned: locals, globals and array elements. Written strings are cut to their length. */
import type * as ir from '../../src/ir/ir.ts';
import type { Evaluator } from './evaluator.ts';
import { cellOf, raise, type Frame, type LongCode, type StringCode } from './machine.ts';
import type { Element, OrderedArray } from './ordered-array.ts';
import { overflowMessage } from '../../src/ir/overflow-message.ts';
import { cut, type Value } from './values.ts';

/**
 * A place, once its keys are evaluated: they are before the value that is assigned, while the element is found after it.
 */
export interface Reference<Content extends Value> {
  read(): Content;
  write(value: Content): void;
}

export type ReferenceCode<Content extends Value> = (frame: Frame) => Reference<Content>;

export function evaluateKeys(
  keys: readonly ir.Expression[],
  evaluator: Evaluator,
): (frame: Frame) => Value[] {
  const { maxStringLength } = evaluator.machine.limits;
  const codes = keys.map((key) => evaluator.value(key));
  return (frame) =>
    codes.map((code) => {
      const value = code(frame);
      return typeof value === 'string' ? cut(value, maxStringLength) : value;
    });
}

export function readLong(place: ir.Place, evaluator: Evaluator): LongCode {
  switch (place.kind) {
    case 'local': {
      const index = place.local;
      return (frame) => frame.longs[index] ?? 0n;
    }
    case 'global': {
      const cell = cellOf(evaluator.machine, place.global, 'long');
      return () => cell.value;
    }
    case 'element': {
      const { array } = cellOf(evaluator.machine, place.global, 'long-array');
      const keys = evaluateKeys(place.keys, evaluator);
      return (frame) => array.find(keys(frame))?.content ?? 0n;
    }
  }
}

export function readString(place: ir.Place, evaluator: Evaluator): StringCode {
  switch (place.kind) {
    case 'local': {
      const index = place.local;
      return (frame) => frame.strings[index] ?? '';
    }
    case 'global': {
      const cell = cellOf(evaluator.machine, place.global, 'string');
      return () => cell.value;
    }
    case 'element': {
      const { array } = cellOf(evaluator.machine, place.global, 'string-array');
      const keys = evaluateKeys(place.keys, evaluator);
      return (frame) => array.find(keys(frame))?.content ?? '';
    }
  }
}

export function referLong(place: ir.Place, evaluator: Evaluator): ReferenceCode<bigint> {
  switch (place.kind) {
    case 'local': {
      const index = place.local;
      return ({ longs }) => ({
        read: () => longs[index] ?? 0n,
        write: (value) => void (longs[index] = value),
      });
    }
    case 'global': {
      const cell = cellOf(evaluator.machine, place.global, 'long');
      const reference: Reference<bigint> = {
        read: () => cell.value,
        write: (value) => void (cell.value = value),
      };
      return () => reference;
    }
    case 'element': {
      const cell = cellOf(evaluator.machine, place.global, 'long-array');
      return referElement(place, cell.array, 0n, overflowMessage(cell.global), evaluator);
    }
  }
}

export function referString(place: ir.Place, evaluator: Evaluator): ReferenceCode<string> {
  const { maxStringLength } = evaluator.machine.limits;
  switch (place.kind) {
    case 'local': {
      const index = place.local;
      return ({ strings }) => ({
        read: () => strings[index] ?? '',
        write: (value) => void (strings[index] = cut(value, maxStringLength)),
      });
    }
    case 'global': {
      const cell = cellOf(evaluator.machine, place.global, 'string');
      const reference: Reference<string> = {
        read: () => cell.value,
        write: (value) => void (cell.value = cut(value, maxStringLength)),
      };
      return () => reference;
    }
    case 'element': {
      const cell = cellOf(evaluator.machine, place.global, 'string-array');
      const refer = referElement(place, cell.array, '', overflowMessage(cell.global), evaluator);
      return (frame) => {
        const element = refer(frame);
        return {
          read: () => element.read(),
          write: (value) => {
            element.write(cut(value, maxStringLength));
          },
        };
      };
    }
  }
}

function referElement<Content extends Value>(
  place: ir.ElementPlace,
  array: OrderedArray<Content>,
  missing: Content,
  overflow: string,
  evaluator: Evaluator,
): ReferenceCode<Content> {
  const keys = evaluateKeys(place.keys, evaluator);
  return (frame) => {
    const key = keys(frame);
    return {
      read: () => array.find(key)?.content ?? missing,
      write: (value) => {
        insert(array, key, () => value, overflow, place.site).content = value;
      },
    };
  };
}

export function insert<Content>(
  array: OrderedArray<Content>,
  keys: readonly Value[],
  initial: () => Content,
  overflow: string,
  site: ir.Site,
): Element<Content> {
  return array.findOrInsert(keys, initial) ?? raise(overflow, site);
}

/** Gives the place a value: a foreach its key, a catch its message. */
export function writeValue(place: ir.Place, evaluator: Evaluator): (frame: Frame, value: Value) => void {
  const long = place.type === 'long' ? referLong(place, evaluator) : undefined;
  const string = place.type === 'string' ? referString(place, evaluator) : undefined;
  return (frame, value) => {
    if (typeof value === 'bigint') long?.(frame).write(value);
    else string?.(frame).write(value);
  };
}
