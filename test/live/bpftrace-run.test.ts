/**
 * nettop.stp and dropwatch.stp on bpftrace, beside the compiled program in the same run: both count each packet once, on this machine's
 * bpftrace and on those of newer Debian releases.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { debianBpftrace } from '../support/bpftrace/debian-bpftrace.ts';
import { createNetworkPair, type NetworkPair } from '../support/live/network-pair.ts';
import { nettopTables, totals } from '../support/live/nettop-output.ts';
import { runScript, type RunningScript } from '../support/live/running-script.ts';
import { sendPackets, type Sending } from '../support/live/send-packets.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';
import { buildWorkloadPrograms, type WorkloadPrograms } from '../support/live/workload-programs.ts';

const sending: Sending = {
  packetsEach: 5_000,
  payload: 100,
  burst: 10,
  pauseUs: 1000,
  ports: [9201, 9202, 9203, 9204],
};
const all = sending.packetsEach * sending.ports.length;

describeLive('on bpftrace', () => {
  let programs: WorkloadPrograms;
  let pair: NetworkPair;

  beforeAll(() => {
    programs = buildWorkloadPrograms();
    pair = createNetworkPair();
  }, 60_000);

  afterAll(() => {
    pair.remove();
    programs.remove();
  });

  const script = (name: string, change: (text: string) => string): string => {
    const path = join(programs.folder, `${name}.stp`);
    writeFileSync(
      path,
      change(readFileSync(`${packageRoot}scripts-stp/network/${name}.stp`, 'latin1')),
      'latin1',
    );
    return path;
  };

  const start = (path: string, target: string, folder: string): RunningScript =>
    runScript(['run', '--target', target, path], { PATH: `${folder}:${process.env['PATH'] ?? ''}` });

  describe.each(['native', 'trixie', 'sid'])('of %s', (suite) => {
    const bpftrace = debianBpftrace(suite);
    if (typeof bpftrace === 'string') {
      it.skip(bpftrace, () => undefined);
      return;
    }

    it(`nettop.stp counts what was sent, as the compiled program does (bpftrace ${bpftrace.version})`, async () => {
      const path = script('nettop', (text) => text.replace('timer.ms(5000)', 'timer.ms(200)'));
      const runs = ['bpftrace', 'libbpf'].map((target) => start(path, target, bpftrace.folder));
      await Promise.all(
        runs.map((run) => run.waitFor((output) => nettopTables(output).length > 0, 'the first table')),
      );
      await sendPackets(pair, programs, sending);
      const counted = [];
      for (const run of runs) {
        const ended = await run.interrupt();
        expect([run.errors(), ended.status]).toEqual(['', 0]);
        counted.push(totals(nettopTables(run.output()), pair.near.device).sent);
      }
      expect(counted).toEqual([all, all]);
    });

    it(`dropwatch.stp counts the drops of one device to the packet (bpftrace ${bpftrace.version})`, async () => {
      const own = `try { if (kernel_string($skb->dev->name) != "${pair.far.device}") next } catch { next }`;
      const path = script('dropwatch', (text) =>
        text
          .replace('timer.sec(5)', 'timer.ms(200)')
          .replace('{ locations[$location]', `{ ${own} locations[$location]`),
      );
      const runs = ['bpftrace', 'libbpf'].map((target) => start(path, target, bpftrace.folder));
      await Promise.all(
        runs.map((run) => run.waitFor((output) => output.includes('packets\n\n'), 'the first interval')),
      );
      await sendPackets(pair, programs, sending);
      const places = [];
      for (const run of runs) {
        const intervals = run.output().split('\n\n').length;
        await run.waitFor((output) => output.split('\n\n').length > intervals + 1, 'the last interval');
        const ended = await run.interrupt();
        expect([run.errors(), ended.status]).toEqual(['', 0]);
        expect(run.output()).toMatch(
          /^Monitoring for dropped packets\n[^]*\nStopping dropped packet monitor\n$/,
        );
        places.push(drops(run.output()));
      }
      expect(places[0]).toEqual(places[1]);
      expect([...(places[0]?.values() ?? [])].reduce((sum, count) => sum + count, 0)).toBe(all);
    });

    it(`streams whole handlers, in order (bpftrace ${bpftrace.version})`, async () => {
      const text =
        'global n\nprobe kernel.trace("net_dev_queue") { if (kernel_string($skb->dev->name) == "DEVICE") printf("%d %s %d\\n", ++n, execname(), $skb->len) }\n' +
        'probe begin { println("ready") }';
      const path = join(programs.folder, 'stream.stp');
      writeFileSync(path, text.replace('DEVICE', pair.near.device), 'latin1');
      const run = start(path, 'bpftrace', bpftrace.folder);
      await run.waitFor((output) => output.startsWith('ready\n'), 'begin');
      await sendPackets(pair, programs, { ...sending, packetsEach: 100 });
      await run.waitFor((output) => output.split('\n').length > 400, 'all events');
      const ended = await run.interrupt();
      expect([run.errors(), ended.status]).toEqual(['', 0]);
      const lines = run.output().trimEnd().split('\n').slice(1);
      expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(lines.map((_line, index) => index + 1));
      expect(lines.filter((line) => / 142$/.test(line))).toHaveLength(400);
    });
  });
});

function drops(output: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, count, place = ''] of output.matchAll(/^(\d+) packets dropped at (\S+)$/gm)) {
    counts.set(place, (counts.get(place) ?? 0) + Number(count));
  }
  return counts;
}
