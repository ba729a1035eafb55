/** What bpftrace cannot do, met while a handler is written: it becomes a diagnostic with its place, or the reason for another placement. */
import type * as ir from '../../src/ir/ir.ts';

export class Obstacle extends Error {
  readonly site: ir.Site | undefined;

  constructor(message: string, site: ir.Site | undefined) {
    super(message);
    this.site = site;
  }
}
