/**
 * Runs that prove themselves: recorded here, replayed on the reference and on the replay build. The workload is a command of the script's
 * own, so that something happens whatever else the machine does.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { stsx } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const command = 'for i in 1 2 3 4 5; do /bin/true; done';

const scripts: Readonly<Record<string, string>> = {
  'counts in the kernel': `global forks, names
probe kernel.trace("sched_process_fork") { forks[pid(), execname()] <<< $child->pid }
probe kernel.trace("sched_process_exec") { names[execname()]++ }
probe end { foreach ([p, e] in forks @sum-) println(p, e, @count(forks[p, e]), @max(forks[p, e])) foreach (e in names-) println(e, names[e]) }`,
  'streams each event': `global depth
probe kernel.trace("sched_process_fork") { depth++; printf("%d %s %s %d\\n", depth, execname(), kernel_string($child->comm), gettimeofday_us()) }
probe kernel.trace("sched_process_exit") { if (pid() == 0) next; println(execname(), " ", tid(), " ", sprint(depth) . "x") }
probe timer.ms(7) { println("tick ", ktime_get_ns() > 0, randint(100)) }`,
  'goes on after errors and unread faults': `global n
probe kernel.trace("sched_process_fork") { try { n += kernel_int($child->pid) } catch (m) { println("caught ", m) } if (n++ % 2) error("odd") }
probe end { println(n) }`,
};

describeLive('a recorded run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-recorded-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [stsx, ...words], { encoding: 'latin1' });

  it.each(Object.entries(scripts))('that %s verifies', (name, text) => {
    const script = join(folder, `${name.replaceAll(' ', '-')}.stp`);
    const events = `${script}.jsonl`;
    writeFileSync(script, text);
    const options = ['-D', 'MAXERRORS=1000', '-c', command];
    const { stdout, stderr, status } = run(
      'verify',
      ...options,
      '--record',
      events,
      '-o',
      `${script}.out`,
      script,
    );
    expect(stdout, stderr).toMatch(/^verified: [1-9]\d* events, /);
    expect(status).toBe(0);
    for (const target of ['reference', 'libbpf']) {
      const replayed = run('replay', '--target', target, script, events);
      expect(replayed.stdout).toBe(readFileSync(`${script}.out`, 'latin1'));
    }
  });

  it('verifies whatever its command writes on standard error, and however that ends', () => {
    const script = join(folder, 'command.stp');
    writeFileSync(script, 'probe kernel.trace("sched_process_fork") { error(execname()) }');
    const noisy = 'echo "ERROR: not of the script" >&2; /bin/true; exit 3';
    const { stdout, stderr, status } = run('verify', '-D', 'MAXERRORS=1000', '-c', noisy, script);
    expect(stderr).toContain('ERROR: not of the script\n');
    expect(stderr).toContain('ERROR: sh near identifier');
    expect(stderr).toContain('WARNING: Child process exited with status 3\n');
    expect(stdout).toMatch(/^verified: [1-9]/m);
    expect(status).toBe(0);
  });

  it('is refused where a read would be late: a recording holds what is read at the event', () => {
    const script = 'global a probe kernel.trace("sys_enter") { println(kernel_long(a[1])) a[1]++ }';
    const { stderr, status } = run('run', '--record', join(folder, 'late.jsonl'), '-e', script);
    expect(stderr).toContain('error[STSX5004]: probe kernel.trace("sys_enter") cannot be recorded');
    expect(status).toBe(1);
  });

  it('that was tampered with does not', () => {
    const script = join(folder, 'tampered.stp');
    writeFileSync(script, 'probe kernel.trace("sched_process_fork") { println(execname()) }');
    run('run', '-c', command, '--record', `${script}.jsonl`, script);
    const text = readFileSync(`${script}.jsonl`, 'latin1');
    writeFileSync(`${script}.jsonl`, text.replace(/"read":\["sh"\]/, '"read":["no"]'));
    const { stdout, stderr, status } = run('replay', script, `${script}.jsonl`);
    expect(stderr).toContain('STSX6039');
    expect(status).toBe(1);
    expect(stdout).toContain('no\n');
  });
});
