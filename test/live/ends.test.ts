/** Runs that end otherwise than planned: end probes run, one line says why, nothing hangs. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runScript, stsx } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

describeLive('a run', () => {
  let folder: string;
  let small: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-ends-'));
    small = join(folder, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', small]);
  });

  afterAll(() => {
    execFileSync('umount', [small]);
    rmSync(folder, { recursive: true, force: true });
  });

  const ended = async (...words: readonly string[]) => {
    const run = runScript(['run', ...words]);
    const { status } = await run.ended;
    return { status, output: run.output(), errors: run.errors() };
  };

  /** What the end probe leaves shows that it ran, whatever became of the output. */
  const chatter = (mark: string) => `
    probe kernel.trace("sys_enter") { printf("%s %d\\n", execname(), $id) }
    probe end { system("touch ${mark}") }`;
  const exists = (path: string) => spawnSync('test', ['-e', path]).status === 0;

  it('ends when the file of -o finds the disk full', async () => {
    const mark = join(folder, 'full');
    const { status, errors } = await ended('-e', chatter(mark), '-o', join(small, 'out'));
    expect(errors).toBe(`ERROR: cannot write to ${join(small, 'out')}: No space left on device\n`);
    expect(status).toBe(1);
    expect(exists(mark)).toBe(true);
  });

  it('ends when nobody reads its output any more', () => {
    const mark = join(folder, 'closed');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      [
        '-c',
        '"$@" | head -n 2 | wc -l; exit ${PIPESTATUS[0]}',
        'bash',
        process.execPath,
        stsx,
        'run',
        '-e',
        chatter(mark),
      ],
      { encoding: 'latin1' },
    );
    expect([status, stdout, stderr]).toEqual([0, '2\n', '']);
    expect(exists(mark)).toBe(true);
  });

  it('ends with the command of -c, which a signal may end', async () => {
    const script =
      'probe end { println("end") }  probe kernel.trace("sched_switch") { if (pid() < 0) exit() }';
    const { status, output, errors } = await ended('-e', script, '-c', 'kill -KILL $$');
    expect([status, output]).toEqual([0, 'end\n']);
    expect(errors).toBe('WARNING: Child process exited with signal 9 (Killed)\n');
  });

  it('may open as many files as its probes need', () => {
    const script =
      'probe kernel.trace("sched_*") { } probe begin { system("ulimit -Sn") } probe timer.ms(300) { exit() }';
    const program = join(folder, 'scheduler');
    execFileSync(process.execPath, [stsx, 'compile', '-u', '-e', script, '-o', program]);
    const { status, stdout, stderr } = spawnSync('bash', ['-c', `ulimit -Sn 30; exec ${program}`], {
      encoding: 'latin1',
    });
    expect([status, stdout, stderr]).toEqual([0, '30\n', '']);
  });

  it('goes on when the process of -x is gone, as stap does', async () => {
    const target = spawn('sleep', ['60']);
    const script = `
      global gone
      probe kernel.trace("sched_process_exit") { if (pid() == target()) { gone++; println("gone") } }
      probe timer.ms(200) { if (gone) exit(); else printf("waits for %d\\n", target()) }
      probe end { println("end") }`;
    const run = runScript(['run', '-e', script, '-x', String(target.pid)]);
    await run.waitFor((output) => output.includes('waits'), 'the first timer');
    target.kill('SIGKILL');
    expect((await run.ended).status).toBe(0);
    expect(run.output().replaceAll(/waits for .*\n/g, '')).toBe('gone\nend\n');
  });
});
