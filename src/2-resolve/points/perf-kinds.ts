/** perf.*: stapprobes(3stap), PERF. What the numbers mean is the kernel's business: perf_event_open(2). */
import type { PerfPoint } from '../../program/attach-point.ts';
import {
  hasComponent,
  numberOf,
  onePoint,
  problem,
  stringOf,
  type BuiltPoints,
  type PointKind,
  type PointRequest,
} from './point-kind.ts';

/** One handler in so many events. */
const defaultPeriod = 1_000_000n;
const mostHertz = 1_000_000n;

const head = 'perf.type(number).config(number)';
const rates = ['', '.sample(number)', '.hz(number)'];
const processes = ['', '.process', '.process(string)'];

export const perfKinds: readonly PointKind[] = [
  ...rates.flatMap((rate) => processes.map((process) => ({ shape: head + rate + process, build }))),
  ...['', '.process', '.process(string)'].map((process) => ({
    shape: `${head}${process}.counter(string)`,
    build: () =>
      problem(
        'counters that other probes read by @perf are not supported',
        '.sample(N) and .hz(N) run a handler as the counter goes on',
      ),
  })),
];

function build(request: PointRequest): BuiltPoints {
  if (!request.attachElsewhere && !request.kernel.features.perfEvent)
    return problem('this kernel has no perf events (CONFIG_PERF_EVENTS)');
  const type = numberOf(request, 'type') ?? 0n;
  const config = numberOf(request, 'config') ?? 0n;
  if (type < 0n || type > 0xffff_ffffn) return problem('the type of a perf event has 32 bits');
  const rate = rateOf(request);
  if (typeof rate === 'string') return problem(rate);
  const process = hasComponent(request, 'process') ? (stringOf(request, 'process') ?? '') : undefined;
  return onePoint({ kind: 'perf', type: Number(type), config: BigInt.asUintN(64, config), ...rate, process });
}

function rateOf(request: PointRequest): Pick<PerfPoint, 'period' | 'hertz'> | string {
  const hertz = numberOf(request, 'hz');
  if (hertz !== undefined) {
    const fits = hertz > 0n && hertz <= mostHertz;
    return fits ? { period: undefined, hertz: Number(hertz) } : `frequency must be from 1 to ${mostHertz}`;
  }
  const period = numberOf(request, 'sample') ?? defaultPeriod;
  return period > 0n ? { period, hertz: undefined } : 'the sample period must be greater than 0';
}
