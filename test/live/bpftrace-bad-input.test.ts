/** What stsx says where bpftrace is missing, too old, or breaks down, and where a .bt cannot be written: one line each. */
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stsx } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const script = 'probe kernel.trace("sched_switch") { println(pid()) }';

describeLive('a bpftrace that does not serve', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-bad-bpftrace-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** With that bpftrace before all others, or, undefined, with none at all and no clang. */
  const run = (bpftrace: string | undefined, ...words: readonly string[]) => {
    const bin = mkdtempSync(join(folder, 'bin-'));
    if (bpftrace !== undefined)
      writeFileSync(join(bin, 'bpftrace'), `#!/bin/sh\n${bpftrace}\n`, { mode: 0o755 });
    const path = bpftrace === undefined ? bin : `${bin}:${process.env['PATH'] ?? ''}`;
    const node = dirname(process.execPath);
    const { status, stdout, stderr } = spawnSync(join(node, 'node'), [stsx, ...words], {
      encoding: 'latin1',
      env: { ...process.env, PATH: path },
      timeout: 30_000,
    });
    return { status, stdout, stderr };
  };

  it('is not there', () => {
    const { status, stdout, stderr } = run(undefined, 'run', '--target', 'bpftrace', '-e', script);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error\[STSX6050\]: no bpftrace \(.*bpftrace\)\n$/);
  });

  it('is older than 0.17', () => {
    const { status, stderr } = run('echo bpftrace v0.16.2', 'run', '--target', 'bpftrace', '-e', script);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error\[STSX6051\]: \S+\/bpftrace is bpftrace 0\.16\.2; stsx writes for 0\.17 and later \(.*\)\n$/,
    );
  });

  it('says no version', () => {
    const { status, stderr } = run('exit 3', 'run', '--target', 'bpftrace', '-e', script);
    expect(status).toBe(1);
    expect(stderr).toMatch(/is bpftrace of an unknown version/);
  });

  it('says no version, and is taken for one', () => {
    const words = ['run', '--target', 'bpftrace', '--bpftrace', '0.23', '-e', script];
    const { status, stderr } = run('echo "ERROR: asked: $1" >&2; exit 3', ...words);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error\[STSX6052\]: bpftrace broke down: ERROR: asked: -f/);
    expect(run('exit', ...words.with(4, '0.16')).stderr).toMatch(/It is a version of bpftrace from 0\.17 on/);
  });

  it.each([
    [
      'says what is wrong',
      'echo "stdin:1:1-5: ERROR: no such thing" >&2; exit 1',
      'stdin:1:1-5: ERROR: no such thing',
    ],
    ['is killed', 'kill -9 $$', 'it was ended by SIGKILL'],
    ['ends without a word', 'exit 4', 'it ended with status 4'],
  ])('dies: %s', (_name, does, says) => {
    const bpftrace = `[ "$1" = --version ] && { echo bpftrace v0.23.2; exit; }\n${does}`;
    const { status, stdout, stderr } = run(bpftrace, 'run', '--target', 'bpftrace', '-e', script);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error\[STSX6052\]: bpftrace broke down: .* \(leave --target away.*\)\n$/);
    expect(stderr).toContain(says);
  });

  it('text that cannot be written', () => {
    const place = join(folder, 'missing', 'x.bt');
    const { status, stderr } = run('exit', 'compile', '--bpftrace', '0.23', '-e', script, '-o', place);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error\[STSX6015\]: cannot write .*x\.bt: .*\n$/);
  });

  it('text whose folder is read-only', () => {
    const place = mkdtempSync(join(folder, 'fixed-'));
    const fix = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
    const words = [
      process.execPath,
      stsx,
      'compile',
      '--bpftrace',
      '0.23',
      '-e',
      script,
      '-o',
      join(place, 'x.bt'),
    ];
    const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', fix, place, ...words], {
      encoding: 'latin1',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`error[STSX6015]: cannot write ${join(place, 'x.bt')}: read-only file system\n`);
  });

  it('loses events, which are counted as skipped', () => {
    const says = (type: string, data: string) => `echo '{"type": "${type}", "data": ${data}}'`;
    const lost = [3, 4].map((count) => says('lost_events', `{"events": ${count}}`)).join('; ');
    // It answers whatever the session asks.
    const answers = `${says('printf', '"t1"')}; ${says('printf', '"m1"')}`;
    const runs = `trap 'exit 0' INT TERM; ${lost}; while :; do ${answers}; sleep 0.05; done`;
    const bpftrace = `[ "$1" = --version ] && { echo bpftrace v0.23.2; exit; }\n${runs}`;
    const { stderr } = run(bpftrace, 'run', '--target', 'bpftrace', '-T', '1', '-e', script);
    expect(stderr).toBe('WARNING: Number of errors: 0, skipped probes: 7\n');
  });

  it('is taken where there is no clang, and says so when it dies', () => {
    const does = '[ "$1" = --version ] && { echo bpftrace v0.23.2; exit; }\necho "ERROR: asked" >&2; exit 1';
    const bin = mkdtempSync(join(folder, 'bin-'));
    writeFileSync(join(bin, 'bpftrace'), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    for (const tool of ['unshare', 'sh', 'mount']) symlinkSync(`/usr/bin/${tool}`, join(bin, tool));
    const { status, stderr } = spawnSync(process.execPath, [stsx, 'run', '-e', script], {
      encoding: 'latin1',
      env: { ...process.env, PATH: bin },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error\[STSX6052\]: bpftrace broke down: ERROR: asked \(with clang the script runs without bpftrace: .*clang.*\)\n$/,
    );
  });

  it('is not needed by a script that asks nothing of the kernel', () => {
    mkdirSync(join(folder, 'none'), { recursive: true });
    const { status, stdout } = run(undefined, 'run', '-e', 'probe begin { println("hello") exit() }');
    expect([status, stdout]).toEqual([0, 'hello\n']);
  });
});
