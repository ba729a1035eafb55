/** dropwatch.stp counts each dropped packet once: known numbers of packets are sent to ports where nobody listens. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { createNetworkPair, type NetworkPair } from '../support/live/network-pair.ts';
import { runScript } from '../support/live/running-script.ts';
import { receivePackets, sendPackets, type Sending } from '../support/live/send-packets.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';
import { buildWorkloadPrograms, type WorkloadPrograms } from '../support/live/workload-programs.ts';

const sending: Sending = {
  packetsEach: 5_000,
  payload: 64,
  burst: 20,
  pauseUs: 1000,
  ports: [9101, 9102, 9103, 9104],
};
const all = sending.packetsEach * sending.ports.length;

/** Packets by the place that dropped them. */
function drops(output: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, count, place = ''] of output.matchAll(/^(\d+) packets dropped at (\S+)$/gm))
    counts.set(place, (counts.get(place) ?? 0) + Number(count));
  return counts;
}

describeLive('dropwatch.stp', () => {
  let programs: WorkloadPrograms;
  let pair: NetworkPair;
  const original = readFileSync(`${packageRoot}scripts-stp/network/dropwatch.stp`, 'latin1');

  beforeAll(() => {
    programs = buildWorkloadPrograms();
    pair = createNetworkPair();
  });

  afterAll(() => {
    pair.remove();
    programs.remove();
  });

  const watch = async (
    change: (text: string) => string,
    send: () => Promise<unknown>,
  ): Promise<ReadonlyMap<string, number>> => {
    const script = join(programs.folder, 'dropwatch.stp');
    writeFileSync(script, change(original.replace('timer.sec(5)', 'timer.ms(200)')), 'latin1');
    const run = runScript(['run', script]);
    await run.waitFor((output) => output.includes('packets\n\n'), 'the first interval');
    await send();
    const intervals = run.output().split('\n\n').length;
    await run.waitFor((output) => output.split('\n\n').length > intervals + 1, 'the last interval');
    const ended = await run.interrupt();
    expect([run.errors(), ended.status]).toEqual(['', 0]);
    expect(run.output()).toMatch(/^Monitoring for dropped packets\n/);
    expect(run.output()).toMatch(/\nStopping dropped packet monitor\n$/);
    return drops(run.output());
  };

  // What other programs of this machine lose may have no device, or something else in its place.
  const ofOwnDevice = (text: string): string => {
    const own = `try { if (kernel_string($skb->dev->name) != "${pair.far.device}") next } catch { next }`;
    return text.replace('{ locations[$location]', `{ ${own} locations[$location]`);
  };

  it('finds the function that drops them', async () => {
    const found = await watch(
      (text) => text,
      () => sendPackets(pair, programs, sending),
    );
    // Other programs of this machine may lose packets too.
    const udp = [...found]
      .filter(([place]) => /^_*udp/.test(place))
      .reduce((sum, [, count]) => sum + count, 0);
    expect(udp).toBeGreaterThanOrEqual(all);
    expect([...found.keys()].filter((place) => place.startsWith('0x'))).toEqual([]);
  });

  it('counts the drops of one device to the packet', async () => {
    const found = await watch(ofOwnDevice, () => sendPackets(pair, programs, sending));
    expect([...found.values()].reduce((sum, count) => sum + count, 0)).toBe(all);
  });

  it('has nothing to say of packets that arrive', async () => {
    const receiving = await receivePackets(pair, programs, sending.ports);
    const found = await watch(ofOwnDevice, async () => {
      await sendPackets(pair, programs, { ...sending, burst: 5 });
    });
    await receiving.stop();
    expect([...found]).toEqual([]);
  });
});
