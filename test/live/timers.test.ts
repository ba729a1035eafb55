/** Timers keep their period: what a handler takes is not added to it, so there is no drift. */
import { expect, it } from 'vitest';
import { runScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const intervals = 20;
const periodMs = 100;
/** A handler that takes this long would add 800 ms to twenty periods if it counted. */
const busyMs = 40;

const script = `
global ticks
probe timer.ms(${periodMs}) {
  start = gettimeofday_us()
  println(start)
  while (gettimeofday_us() - start < ${busyMs * 1000}) {}
  if (++ticks > ${intervals}) exit()
}`;

describeLive('a timer', () => {
  it(`is where it should be after ${intervals} periods with a busy handler`, async () => {
    const run = runScript(['run', '-D', 'MAXACTION=100000000', '-D', 'STP_NO_OVERLOAD', '-e', script]);
    const { status } = await run.ended;
    expect([status, run.errors()]).toEqual([0, '']);
    const times = run.output().trim().split('\n').map(Number);
    expect(times).toHaveLength(intervals + 1);
    const elapsedMs = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    // A busy machine may be late with the first or the last, by less than what a drift adds up to.
    expect(Math.abs(elapsedMs - intervals * periodMs)).toBeLessThan((intervals * busyMs) / 4);
  });

  it('ticks beside another of another period, each on its own', async () => {
    const both = `
global fast, slow
probe timer.ms(50) { fast++ }
probe timer.ms(200) { slow++; if (slow == 10) { printf("%d\\n", fast); exit() } }`;
    const run = runScript(['run', '-e', both]);
    expect((await run.ended).status).toBe(0);
    expect(Math.abs(Number(run.output()) - 40)).toBeLessThanOrEqual(4);
  });
});
