/**
 * Event reads whose place only the user half can compute: from a global, behind a loop, in a recursive function. It does them when the event is
 * past, from memory as it is then, and the plan names them.
 */
import type * as ir from '../ir/ir.ts';
import type { EventRead, PlacedRead } from './event-reads.ts';

/** An event read that the kernel half cannot do: its address is the user half's, or it has no such intrinsic. */
export interface Unreadable {
  readonly read: EventRead;
  readonly obstacle: string;
}

export function canBeLate(node: EventRead, lateReads: ReadonlySet<string>): node is PlacedRead {
  return lateReads.has(node.kind === 'intrinsic' ? node.name : node.kind);
}

/** A member's address is only computed. */
export function readsMemory(node: PlacedRead): boolean {
  return node.kind !== 'field' || node.result === 'load';
}

export function readsUserMemory(node: PlacedRead): boolean {
  switch (node.kind) {
    case 'intrinsic':
      return node.name.startsWith('user_');
    case 'field':
    case 'load':
      return node.space === 'user';
  }
}

/** `pid()`: whose memory a late read of user space means. */
export function processOf(site: ir.Site): ir.Intrinsic {
  return {
    kind: 'intrinsic',
    type: 'long',
    name: 'pid',
    arguments: [],
    effects: { pure: true, context: true, maxLength: undefined },
    site,
  };
}
