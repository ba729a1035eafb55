/**
 * What a recording calls an event read: the labels of the calls that lead to it, then its own. Arguments of the probe point and ambient reads
 * (`pid()`) have one value an event, wherever they are read.
 */
import type * as ir from '../ir/ir.ts';
import { isAmbient, type EventRead } from './event-reads.ts';

/** `path` holds the labels of the scopes around it, outermost first. */
export function readKey(
  read: EventRead,
  path: readonly (string | undefined)[],
  point: ir.Probe['point'],
): string {
  if (read.kind === 'argument') return argumentKey(read.index, point);
  if (isAmbient(read)) return ambientKey(read.name);
  return [...path, read.label].join('/');
}

export function ambientKey(name: string): string {
  return `${name}()`;
}

export function argumentKey(index: number, point: ir.Probe['point']): string {
  if (index < 0) return '$return';
  const named = point.kind === 'tracepoint' || point.kind === 'function' ? point.parameters[index]?.name : '';
  return `$${index}${named === undefined || named === '' ? '' : ` ${named}`}`;
}
