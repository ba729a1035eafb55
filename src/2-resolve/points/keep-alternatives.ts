/**
 * Lists of alternatives (`A !, B !, C, D`) in a program for machines that are not known yet: all stay, each point with its rung (A, then B, then
 * C and D together), and the machine that runs the program takes the first rung that its kernel has. Points before the first `!` are no
 * alternatives. Where a rung has points whose existence does not show at the start (a timer, a program's function), the list is
 * decided here.
 */
import type { AttachPoint } from '../../program/attach-point.ts';
import { forgive, type Derivation, type Resolution } from './derivation.ts';

export interface Alternative {
  readonly suffix: '?' | '!' | undefined;
  readonly resolution: Resolution;
}

export function keepAlternatives(points: readonly Alternative[], ladder: number): readonly Resolution[] {
  const first = points.findIndex(({ suffix }) => suffix === '!');
  const before = points.slice(0, first).map(({ resolution }) => resolution);
  const rungs = points.slice(first);
  const served = rungs.findIndex(
    ({ suffix, resolution }) => suffix === '!' && resolution.derivations.length > 0,
  );
  if (served < 0) return points.map(({ resolution }) => resolution);
  const upToServed = rungs.slice(0, served + 1).map(({ resolution }) => resolution);
  const behind = rungs.slice(served + 1);
  const others = behind.flatMap(({ resolution }) => resolution.derivations);
  const derivations = rungs.flatMap(({ resolution }) => resolution.derivations);
  if (others.length === 0 || derivations.some(({ attach }) => !showsAtStart(attach)))
    return [
      ...before,
      ...upToServed,
      ...behind.map(({ resolution }) => ({ ...forgive(resolution), derivations: [] })),
    ];

  let rung = 0;
  const placed = rungs.map(({ suffix, resolution }, place) => {
    const { derivations, ...rest } = place > served ? forgive(resolution) : resolution;
    const here = { ladder, rung };
    if (suffix === '!') rung++;
    return { ...rest, derivations: derivations.map((one) => onRung(one, here, suffix === '!')) };
  });
  return [...before, ...placed];
}

function showsAtStart({ kind }: AttachPoint): boolean {
  return kind === 'function' || kind === 'tracepoint';
}

function onRung(
  derivation: Derivation,
  rung: { readonly ladder: number; readonly rung: number },
  isMarked: boolean,
): Derivation {
  const { attach } = derivation;
  if (attach.kind !== 'function' && attach.kind !== 'tracepoint') return derivation;
  const optional = attach.optional === true || isMarked;
  return { ...derivation, attach: { ...attach, optional, rungs: [rung, ...(attach.rungs ?? [])] } };
}
