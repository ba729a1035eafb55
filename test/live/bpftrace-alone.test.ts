/**
 * Text that `stsx compile -o x.bt` writes, run by bpftrace alone, beside the compiled program of the same script in the same run: both
 * count the packets that were sent, each once. On this machine's bpftrace and on those of newer Debian releases.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { debianBpftrace, type DebianBpftrace } from '../support/bpftrace/debian-bpftrace.ts';
import { createNetworkPair, type NetworkPair } from '../support/live/network-pair.ts';
import { nettopTables, totals } from '../support/live/nettop-output.ts';
import { runCommand, runScript, stsx, type RunningScript } from '../support/live/running-script.ts';
import { sendPackets, type Sending } from '../support/live/send-packets.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';
import { buildWorkloadPrograms, type WorkloadPrograms } from '../support/live/workload-programs.ts';

const sending: Sending = {
  packetsEach: 5_000,
  payload: 100,
  burst: 10,
  pauseUs: 1000,
  ports: [9301, 9302, 9303, 9304],
};
const all = sending.packetsEach * sending.ports.length;

/** bpftrace's own words, which versions before 0.24 print among the script's. */
const ownWords = /^(?:Attach(?:ing|ed) \d+ probes?\.*|.*RLIMIT_MEMLOCK.*)\n/gm;

describeLive('bpftrace alone', () => {
  let programs: WorkloadPrograms;
  let pair: NetworkPair;
  let functions: string;

  beforeAll(() => {
    programs = buildWorkloadPrograms();
    pair = createNetworkPair();
    // For versions that attach to raw tracepoints only where they know what can be traced, on a kernel that does not say.
    functions = join(programs.folder, 'functions');
    const names = readFileSync('/proc/kallsyms', 'latin1')
      .split('\n')
      .flatMap((line) => line.split(/\s+/)[2] ?? []);
    writeFileSync(functions, [...new Set(names)].sort().join('\n'));
  }, 60_000);

  afterAll(() => {
    pair.remove();
    programs.remove();
  });

  const original = (name: string): string =>
    readFileSync(`${packageRoot}scripts-stp/network/${name}.stp`, 'latin1');

  /** The script on both: bpftrace first. */
  async function startBoth(
    name: string,
    text: string,
    { command, version }: DebianBpftrace,
    isReady: (output: string) => boolean,
  ): Promise<readonly RunningScript[]> {
    const [script, written] = [
      join(programs.folder, `${name}.stp`),
      join(programs.folder, `${name}-${version}.bt`),
    ];
    writeFileSync(script, text, 'latin1');
    execFileSync(process.execPath, [stsx, 'compile', '-w', '--bpftrace', version, script, '-o', written]);
    const listed = Number(version.split('.')[1]) < 24 ? [] : ['--traceable-functions', functions];
    const runs = [runCommand(command, [...listed, written]), runScript(['run', script])];
    await Promise.all(runs.map((run) => run.waitFor(isReady, 'the first interval')));
    return runs;
  }

  /** What each run printed, once all that was sent is told of. */
  async function endBoth(
    runs: readonly RunningScript[],
    isDone: (output: string) => boolean,
    walks: boolean,
  ): Promise<readonly string[]> {
    const outputs: string[] = [];
    for (const run of runs) {
      await run.waitFor(isDone, 'what was sent');
      expect((await run.interrupt()).status).toBe(0);
      outputs.push(run.output().replace(ownWords, ''));
    }
    const [alone = '', compiled = ''] = outputs;
    expect(alone).toMatch(/\n\n\n$/);
    // Behind the script's output bpftrace writes two empty lines of its own, and old versions one for each map.
    return [alone.replace(walks ? /\n{2}$/ : /\n+$/, walks ? '' : '\n'), compiled];
  }

  describe.each(['native', 'trixie', 'sid'])('of %s', (suite) => {
    const bpftrace = debianBpftrace(suite);
    if (typeof bpftrace === 'string') {
      it.skip(bpftrace, () => undefined);
      return;
    }
    const walksMaps = Number(bpftrace.version.split('.')[1]) >= 22;
    const title = `bpftrace ${bpftrace.version}`;
    // Old versions empty maps from their own process, which has to come to it within a period.
    const period = walksMaps ? 200 : 1500;

    it(`nettop.stp counts what was sent, as the compiled program does (${title})`, async () => {
      const text = original('nettop').replace('timer.ms(5000)', `timer.ms(${period})`);
      const runs = await startBoth('nettop', text, bpftrace, (output) => output.split('\n\n').length > 2);
      const tables = runs.map((run) => run.output().split('\n\n').length);
      await sendPackets(pair, programs, sending);
      const sent = (output: string): number =>
        walksMaps || !output.includes('@')
          ? totals(nettopTables(output), pair.near.device).sent
          : sumOf(output, new RegExp(`^@ifxmit_[ab]\\[.*${pair.near.device}.*\\]: count (\\d+)`, 'gm'));
      const outputs = await endBoth(
        runs,
        (output) => output.split('\n\n').length > Math.max(...tables) + 2,
        walksMaps,
      );
      expect(outputs.map(sent)).toEqual([all, all]);
      if (walksMaps) expect(outputs.map(headings)).toEqual(outputs.map(() => [nettopHeading]));
    });

    it(`dropwatch.stp counts the drops of one device to the packet (${title})`, async () => {
      const own = `try { if (kernel_string($skb->dev->name) != "${pair.far.device}") next } catch { next }`;
      const text = original('dropwatch')
        .replace('timer.sec(5)', `timer.ms(${period})`)
        .replace('{ locations[$location]', `{ ${own} locations[$location]`);
      const runs = await startBoth('dropwatch', text, bpftrace, (output) => output.includes('\n\n'));
      await sendPackets(pair, programs, sending);
      const intervals = runs.map((run) => run.output().split('\n\n').length);
      const outputs = await endBoth(
        runs,
        (output) => output.split('\n\n').length > Math.max(...intervals) + 1,
        walksMaps,
      );
      const counted = outputs.map((output) =>
        walksMaps || !output.includes('@')
          ? sumOf(output, /^(\d+) packets dropped at \S+$/gm)
          : sumOf(output, /^@locations_[ab]\[.*\]: (\d+)/gm),
      );
      expect(counted).toEqual([all, all]);
      for (const output of outputs)
        expect(output).toMatch(/^Monitoring for dropped packets\n[^]*\nStopping dropped packet monitor\n$/);
    });

    const isExact = it.skipIf(!walksMaps);
    const why = walksMaps ? '' : ': skipped, for it can only print what it counts exactly';
    isExact(`a report at the end has the compiled program's lines (${title}${why})`, async () => {
      const runs = await startBoth('report', report(pair.near.device), bpftrace, (output) =>
        output.includes('ready\n'),
      );
      await sendPackets(pair, programs, sending);
      await sendPackets(pair, programs, { ...sending, payload: 200, packetsEach: 10, ports: [9301] });
      const outputs = await endBoth(runs, (output) => output.includes(`so far ${all + 10}\n`), walksMaps);
      const [alone, compiled] = outputs.map((output) => output.replace(/^so far \d+\n/gm, ''));
      expect(alone).toBe(compiled);
      expect(compiled).toContain(`in all ${all + 10}\n`);
    });
  });
});

const nettopHeading = '  PID   UID DEV     XMIT_PK RECV_PK XMIT_KB RECV_KB COMMAND        ';

function headings(output: string): readonly string[] {
  return [...new Set(output.split('\n').filter((line) => line.startsWith('  PID')))];
}

function sumOf(output: string, counts: RegExp): number {
  return [...output.matchAll(counts)].reduce((sum, [, count]) => sum + Number(count), 0);
}

function report(device: string): string {
  return `
global by_size, sizes, total, low = -7
probe begin { println("ready") }
probe kernel.trace("net_dev_queue") {
  if (kernel_string($skb->dev->name) != "${device}" || $skb->protocol != htons(0x800)) next
  total++
  by_size[$skb->len]++
  sizes["udp"] <<< $skb->len
}
probe timer.ms(100) { printf("so far %d\\n", total) }
probe end {
  printf("in all %d\\n", total)
  printf("%d %d %x %d\\n", low / 2, low % 4, low, total > 0)
  foreach (size in by_size- limit 2) printf("%-6d|%8d|\\n", size, by_size[size])
  foreach (name in sizes) printf("%s %d %d %d %d\\n", name, @count(sizes[name]), @sum(sizes[name]), @min(sizes[name]), @max(sizes[name]))
  delete by_size
}`;
}
