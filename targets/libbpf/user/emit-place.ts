/** Reading and setting places: locals, scalar globals, array elements. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitKeys } from './emit-operands.ts';
import type { Frame } from './frame.ts';
import { globalName, isShared } from './unit.ts';
import { atom, type Value } from '../text/value.ts';

export function emitRead(place: ir.Place, frame: Frame): Value {
  if (place.kind !== 'element') return atom(variableName(place, frame));
  const array = globalName(frame.unit, place.global);
  const keys = emitKeys(place.keys, [], frame);
  if (place.type === 'long') return atom(`stsx_array_long(${array}, ${keys.text})`);
  frame.madeStrings = true;
  return atom(`stsx_array_string(c, ${array}, ${keys.text})`);
}

export function variableName(place: ir.LocalPlace | ir.GlobalPlace, frame: Frame): string {
  if (place.kind === 'local') return frame.local(place.local);
  const name = globalName(frame.unit, place.global);
  // A number that the kernel half works on too lies in its memory.
  return place.type === 'long' && isShared(frame.unit, place.global) ? `(*${name})` : name;
}

/** Sets a place to a value that is already at hand: a loop's key, an error's message. */
export function emitStore(place: ir.Place, value: string, frame: Frame): void {
  if (place.kind !== 'element') {
    const name = variableName(place, frame);
    frame.line(place.type === 'long' ? `${name} = ${value};` : `stsx_string_set(c, ${name}, ${value});`);
    return;
  }
  const keys = emitKeys(place.keys, [], frame);
  storeElement(place, keys.text, value, '=', frame);
}

/** `array[keys] = value`, `+=`, or for strings `.=`, where value and keys were evaluated. */
export function storeElement(
  place: ir.ElementPlace,
  keys: string,
  value: string,
  operator: string,
  frame: Frame,
): void {
  const array = globalName(frame.unit, place.global);
  const site = frame.site(place.site);
  if (place.type === 'string') {
    const call = operator === '=' ? 'stsx_array_string_set' : 'stsx_array_string_append';
    frame.failIf(`!${call}(c, ${array}, ${keys}, ${value}, ${site})`);
    return;
  }
  const at = emitElementAddress(place, keys, frame);
  frame.line(`*${at} ${operator} ${value};`);
}

/** A pointer to an element's number, which is made if it is missing; good until the array changes. */
export function emitElementAddress(place: ir.ElementPlace, keys: string, frame: Frame): string {
  const array = globalName(frame.unit, place.global);
  const at = frame.temporaryName();
  frame.line(`int64_t *${at} = stsx_array_long_place(c, ${array}, ${keys}, ${frame.site(place.site)});`);
  frame.failIf(`!${at}`);
  return at;
}
