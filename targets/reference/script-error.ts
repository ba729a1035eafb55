/**
 * What ends a handler before its end. ScriptError is a run-time error that try/catch takes; the other two pass through
 * every catch: MAXACTION's end of patience, which counts as an error, and abort(), which does not.
 */
import type * as ir from '../../src/ir/ir.ts';

export class ScriptError extends Error {
  /** Undefined: the message stands without a place. */
  readonly site: ir.Site | undefined;
  /** Call sites of the functions that were running, innermost first; filled in where the error leaves them. */
  readonly calls: ir.Site[] = [];

  constructor(message: string, site: ir.Site | undefined) {
    super(message);
    this.site = site;
  }
}

export class ActionsExhausted extends ScriptError {
  constructor(site: ir.Site) {
    super('MAXACTION exceeded', site);
  }
}

export class Abort extends Error {}

function describeSite(site: ir.Site): string {
  const token = site.tokenKind === 'keyword' ? '' : ` '${site.token}'`;
  return `${site.tokenKind}${token} at ${site.file}:${site.line}:${site.column}`;
}

/** `division by 0 near operator '/' at x.stp:1:20 (called from identifier 'f' at x.stp:3:4) in probe begin` */
export function describeScriptError(error: ScriptError, probe: ir.Probe): string {
  if (!error.site) return error.message;
  const calls = error.calls.map((site) => ` (called from ${describeSite(site)})`).join('');
  return `${error.message} near ${describeSite(error.site)}${calls} in probe ${probe.pointText}`;
}
