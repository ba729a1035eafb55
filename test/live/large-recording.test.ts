/** A recording of 200 MB in a fraction of that memory, on both engines: it is streamed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildReplay } from '../../src/cli/build-replay.ts';
import { openReplay } from '../../src/cli/open-replay.ts';
import { Report } from '../../src/diagnostics/report.ts';
import { packageRoot } from '../../src/package-root.ts';
import { stsx } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';
import { writeLongRecording } from '../support/long-recording.ts';

const events = 2_500_000;
const limits = { recording: 200e6, heapMegabytes: 64, programKilobytes: 64 << 10 };

describeLive('a recording of 200 MB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-large-'));
  const script = `${packageRoot}test/golden/nettop/script.stp`;
  const recording = join(folder, 'events.jsonl');
  beforeAll(() => {
    writeLongRecording(`${packageRoot}test/golden/nettop/events.jsonl`, events, recording);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is as large as that', () => {
    expect(statSync(recording).size).toBeGreaterThan(limits.recording);
  });

  it(`is replayed by the reference with a heap of ${limits.heapMegabytes} MB`, () => {
    const words = [`--max-old-space-size=${limits.heapMegabytes}`, stsx, 'replay', script, recording];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'latin1' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(totalPackets(stdout)).toBe(events);
  });

  it(`is replayed by the replay build in ${limits.programKilobytes >> 10} MB of address space`, async () => {
    const report = new Report();
    const request = { events: recording, libraryFolders: [], verbosity: 0 };
    const replay = openReplay({ kind: 'path', path: script }, request, report);
    replay?.lines.close();
    const program = replay && (await buildReplay(replay, 'script', report));
    expect(report.diagnostics).toEqual([]);
    const limited = `ulimit -v ${limits.programKilobytes} && exec ${program} --replay ${recording}`;
    const { stdout, stderr, status } = spawnSync('sh', ['-c', limited], { encoding: 'latin1' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(totalPackets(stdout)).toBe(events);
  });

  function totalPackets(output: string): number {
    const rows = output.split('\n').flatMap((line) => {
      const cells = line.trim().split(/\s+/);
      return cells[2] === 'lo' ? [Number(cells[3]) + Number(cells[4])] : [];
    });
    return rows.reduce((sum, packets) => sum + packets, 0);
  }
});
