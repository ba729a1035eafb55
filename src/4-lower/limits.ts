/**
 * The run's limits from -D NAME=VALUE (stap(1), SAFETY AND SECURITY). The limit on nested calls has no fixed default: it is what the
 * program's calls need, and ten more where a function calls itself.
 */
import type { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';

const defaults = {
  MAXSTRINGLEN: { value: 512, least: 2 },
  MAXMAPENTRIES: { value: 2048, least: 1 },
  MAXACTION: { value: 1000, least: 1 },
  MAXERRORS: { value: 0, least: 0 },
  MAXSKIPPED: { value: 100, least: 0 },
  MAXTRYLOCK: { value: 100, least: 0 },
  TRYLOCKDELAY: { value: 10, least: 0 },
} as const;

export function limitsOf(
  defines: ReadonlyMap<string, string>,
  neededNesting: number,
  report: Report,
): ir.Limits {
  const valueOf = (name: string, fallback: number, least: number): number => {
    const text = defines.get(name);
    if (text === undefined) return fallback;
    const value = /^\s*(0x[0-9a-f]+|\d+)[ul]*\s*$/i.exec(text)?.[1];
    if (value !== undefined && Number(value) >= least) return Number(value);
    report.add('STSX4001', undefined, { name, value: text, least });
    return fallback;
  };
  const limit = (name: keyof typeof defaults) => valueOf(name, defaults[name].value, defaults[name].least);

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
