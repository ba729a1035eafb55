/**
 * The run's limits from -D NAME=VALUE (stap(1), SAFETY AND SECURITY). The limit on nested calls has no fixed default: it is what the
 * program's calls need, and ten more where a function calls itself.
 */
import type { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';
import { limitDefaults, limitNumber, type LimitName } from '../run-limits.ts';

export function limitsOf(
  defines: ReadonlyMap<string, string>,
  neededNesting: number,
  report: Report,
): ir.Limits {
  const valueOf = (name: string, fallback: number, least: number): number => {
    const text = defines.get(name);
    if (text === undefined) return fallback;
    const value = limitNumber(text);
    if (value !== undefined && value >= least) return value;
    report.add('STSX4001', undefined, { name, value: text, least });
    return fallback;
  };
  const limit = (name: LimitName) => valueOf(name, limitDefaults[name].value, limitDefaults[name].least);

  const maxAction = limit('MAXACTION');
  const isInterruptible = valueOf('INTERRUPTIBLE', 1, 0) !== 0;
  return {
    maxStringLength: limit('MAXSTRINGLEN'),
    maxMapEntries: limit('MAXMAPENTRIES'),
    maxAction,
    maxActionInterruptible: isInterruptible
      ? valueOf('MAXACTION_INTERRUPTIBLE', maxAction * 10, 1)
      : maxAction,
    maxErrors: limit('MAXERRORS'),
    maxSkipped: limit('MAXSKIPPED'),
    maxNesting: valueOf('MAXNESTING', neededNesting, 0),
    maxTryLock: limit('MAXTRYLOCK'),
    tryLockDelayUs: limit('TRYLOCKDELAY'),
  };
}
