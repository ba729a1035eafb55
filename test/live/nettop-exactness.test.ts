/**
 * nettop.stp counts each packet once: senders that are busy at the same time, tables printed and arrays deleted meanwhile, and the sum over
 * all tables is what was sent. The script is the one in scripts-stp with a shorter period.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { createNetworkPair, type NetworkPair } from '../support/live/network-pair.ts';
import { nettopTables, totals } from '../support/live/nettop-output.ts';
import { runScript, type RunningScript } from '../support/live/running-script.ts';
import { sendPackets, type Sending } from '../support/live/send-packets.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';
import { buildWorkloadPrograms, type WorkloadPrograms } from '../support/live/workload-programs.ts';

const runs = 10;
const periodMs = 100;

/** Takes well over ten periods. */
const sending: Sending = {
  packetsEach: 15_000,
  payload: 100,
  burst: 10,
  pauseUs: 1000,
  ports: [9001, 9002, 9003, 9004],
};

describeLive('nettop.stp', () => {
  let programs: WorkloadPrograms;
  let pair: NetworkPair;
  let script: string;

  beforeAll(() => {
    programs = buildWorkloadPrograms();
    pair = createNetworkPair();
    script = join(programs.folder, 'nettop.stp');
    const text = readFileSync(`${packageRoot}scripts-stp/network/nettop.stp`, 'latin1');
    const quick = text.replace('timer.ms(5000)', `timer.ms(${periodMs})`);
    expect(quick).not.toBe(text);
    writeFileSync(script, quick, 'latin1');
  });

  afterAll(() => {
    pair.remove();
    programs.remove();
  });

  const started = async (): Promise<RunningScript> => {
    const run = runScript(['run', script]);
    // Timers run once everything is attached, so the first table is from after that.
    await run.waitFor((output) => nettopTables(output).length > 0, 'the first table');
    return run;
  };

  it(`prints what was sent and received, to the packet, ${runs} times of ${runs}`, async () => {
    for (let attempt = 1; attempt <= runs; attempt++) {
      const receivedBefore = pair.far.statistic('rx_packets');
      const run = await started();
      const before = nettopTables(run.output()).length;
      const sent = await sendPackets(pair, programs, sending);
      const during = nettopTables(run.output()).length - before;
      const ended = await run.interrupt();
      const received = pair.far.statistic('rx_packets') - receivedBefore;
      const tables = nettopTables(run.output());
      const seen = {
        attempt,
        sent: totals(tables, pair.near.device).sent,
        received: totals(tables, pair.far.device).received,
      };
      expect(seen).toEqual({ attempt, sent: sending.packetsEach * sending.ports.length, received });
      expect(sent).toBe(seen.sent);
      expect(received).toBe(sent);
      expect(during).toBeGreaterThanOrEqual(10);
      expect([run.errors(), ended.status]).toEqual(['', 0]);
    }
  });

  it('names the senders', async () => {
    const run = await started();
    await sendPackets(pair, programs, { ...sending, packetsEach: 100 });
    await run.interrupt();
    const rows = nettopTables(run.output())
      .flat()
      .filter(({ device, sent }) => device === pair.near.device && sent > 0);
    expect(new Set(rows.map(({ command }) => command))).toEqual(new Set(['udp-sender']));
    expect(new Set(rows.map(({ pid }) => pid)).size).toBe(sending.ports.length);
    expect(new Set(rows.map(({ uid }) => uid))).toEqual(new Set([0]));
  });

  it('is not disturbed by another run of itself', async () => {
    const [first, second] = await Promise.all([started(), started()]);
    const sent = await sendPackets(pair, programs, sending);
    const early = await first.interrupt();
    const more = await sendPackets(pair, programs, sending);
    const late = await second.interrupt();
    const of = (run: RunningScript): unknown => {
      const tables = nettopTables(run.output());
      return [totals(tables, pair.near.device).sent, totals(tables, pair.far.device).received, run.errors()];
    };
    expect(of(first)).toEqual([sent, sent, '']);
    expect(of(second)).toEqual([sent + more, sent + more, '']);
    expect([early.status, late.status]).toEqual([0, 0]);
  });
});
