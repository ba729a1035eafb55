/** What an insertion into a full array raises. */
import type * as ir from './ir.ts';

export function overflowMessage(global: ir.ArrayGlobal): string {
  return `Array overflow, check ${global.sized ? `size limit (${global.capacity})` : 'MAXMAPENTRIES'}`;
}
