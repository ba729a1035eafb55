/** More events than a script keeps up with, and as many as it should: none is lost without being counted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileWorkload } from '../support/live/c-workload.ts';
import { runScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

describeLive('many events', () => {
  let folder: string;
  let calls: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-many-'));
    calls = compileWorkload('many-calls', folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (script: string, times: number, threads: number, ...options: readonly string[]) => {
    const running = runScript(['run', '-e', script, '-c', `${calls} ${times} ${threads}`, ...options]);
    const { status } = await running.ended;
    return { status, output: running.output(), errors: running.errors() };
  };

  const ofTarget = 'if (pid() != target() || execname() != "many-calls") next';
  /** Counted where the event is, so none is missed; and a handler that no buffer of a megabyte waits for. */
  const tooSlow = `
    global all, handled
    probe kernel.trace("sys_enter") { ${ofTarget}; all <<< 1 }
    probe kernel.trace("sys_enter") { ${ofTarget}; for (i = 0; i < 400; i++) text .= "x"; handled++ }
    probe end { printf("%d %d\\n", @count(all), handled) }
    probe error { println("error") }`;

  it('prints each', async () => {
    const { status, output, errors } = await run(
      `probe kernel.trace("sys_enter") { ${ofTarget}; if ($id == 110) printf("%d %s\\n", tid(), execname()) }`,
      50_000,
      2,
    );
    const perThread = new Map<string, number>();
    for (const line of output.trimEnd().split('\n')) perThread.set(line, (perThread.get(line) ?? 0) + 1);
    expect([...perThread.values()]).toEqual([50_000, 50_000]);
    expect(errors).toMatch(/^[\d.]+\n$/);
    expect(status).toBe(0);
  });

  it('counts those that find the buffer full, which is as large as -s says', async () => {
    const { status, output, errors } = await run(tooSlow, 100_000, 2, '-s', '1', '-D', 'MAXSKIPPED=1000000');
    const skipped = Number(/WARNING: Number of errors: 0, skipped probes: (\d+)\n/.exec(errors)?.[1]);
    const [all = 0, handled = 0] = output.trim().split(' ').map(Number);
    expect(skipped).toBeGreaterThan(0);
    expect(handled + skipped).toBe(all);
    expect(all).toBeGreaterThan(200_000);
    expect(status).toBe(0);
  });

  it('ends the run when too many were skipped', async () => {
    const { status, output, errors } = await run(tooSlow, 100_000, 2, '-s', '1');
    expect(output).toBe('error\n');
    expect(errors).toContain(
      'ERROR: Skipped too many probes, check MAXSKIPPED or try again with stap -t for more details.\n',
    );
    expect(errors).toMatch(/WARNING: Number of errors: 0, skipped probes: \d+\n/);
    expect(status).toBe(1);
  });
});
