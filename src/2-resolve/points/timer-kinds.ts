/** timer.*: stapprobes(3stap), TIMERS. The ranges are those that SystemTap accepts: 100 us to a day. */
import type { PerfPoint } from '../../program/attach-point.ts';
import {
  numberOf,
  onePoint,
  problem,
  type BuiltPoints,
  type PointKind,
  type PointRequest,
} from './point-kind.ts';

const shortestNs = 100_000n;
const longestNs = 86_400_000_000_000n;
const mostJiffies = 1_000_000n;

const units = [
  { names: ['s', 'sec'], ns: 1_000_000_000n },
  { names: ['ms', 'msec'], ns: 1_000_000n },
  { names: ['us', 'usec'], ns: 1_000n },
  { names: ['ns', 'nsec'], ns: 1n },
] as const;

export const timerKinds: readonly PointKind[] = [
  ...units.flatMap(({ names, ns }) => names.flatMap((name) => intervalKinds(name, ns))),
  { shape: 'timer.hz(number)', build: buildHertz },
  { shape: 'timer.jiffies(number)', build: buildJiffies },
  { shape: 'timer.jiffies(number).randomize(number)', build: buildJiffies },
  { shape: 'timer.profile', build: () => onePoint(clock(undefined)) },
  { shape: 'timer.profile.tick', build: () => onePoint(clock(undefined)) },
  { shape: 'timer.profile.freq.hz(number)', build: buildProfile },
];

function intervalKinds(unit: string, ns: bigint): PointKind[] {
  const build = (request: PointRequest): BuiltPoints => buildInterval(request, unit, ns);
  return [
    { shape: `timer.${unit}(number)`, build },
    { shape: `timer.${unit}(number).randomize(number)`, build },
  ];
}

function buildInterval(request: PointRequest, unit: string, ns: bigint): BuiltPoints {
  const interval = numberOf(request, unit) ?? 0n;
  const random = numberOf(request, 'randomize') ?? 0n;
  const least = shortestNs / ns > 1n ? shortestNs / ns : 1n;
  const most = longestNs / ns;
  if (interval < least || interval > most) return problem(`interval value out of range (${least}, ${most})`);
  if (random < 0n || random > interval) return problem('randomization value out of range');
  return onePoint({ kind: 'timer', periodNs: interval * ns, randomizeNs: random * ns });
}

function buildHertz(request: PointRequest): BuiltPoints {
  const hertz = numberOf(request, 'hz') ?? 0n;
  if (hertz <= 0n) return problem('frequency must be greater than 0');
  const periodNs = 1_000_000_000n / hertz;
  if (periodNs < shortestNs) return problem(`interval value out of range (${shortestNs}, ${longestNs})`);
  return onePoint({ kind: 'timer', periodNs, randomizeNs: 0n });
}

function buildJiffies(request: PointRequest): BuiltPoints {
  const interval = numberOf(request, 'jiffies') ?? 0n;
  const random = numberOf(request, 'randomize') ?? 0n;
  if (interval < 1n || interval > mostJiffies) return problem('invalid interval for jiffies timer');
  if (random < 0n || random > interval) return problem('invalid randomize for jiffies timer');
  const hertz = request.kernel.config('CONFIG_HZ');
  if (hertz === undefined || !/^[1-9]\d*$/.test(hertz)) {
    return problem(
      'the length of a jiffy is not known: this kernel does not tell its CONFIG_HZ',
      'use timer.ms(N) instead',
    );
  }
  const jiffyNs = 1_000_000_000n / BigInt(hertz);
  return onePoint({ kind: 'timer', periodNs: interval * jiffyNs, randomizeNs: random * jiffyNs });
}

function buildProfile(request: PointRequest): BuiltPoints {
  const hertz = numberOf(request, 'hz') ?? 0n;
  if (hertz <= 0n || hertz > 1_000_000n) return problem('frequency must be from 1 to 1000000');
  return onePoint(clock(Number(hertz)));
}

/** The CPU clock: PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK. */
function clock(hertz: number | undefined): PerfPoint {
  return { kind: 'perf', type: 1, config: 0n, period: undefined, hertz, process: undefined };
}
