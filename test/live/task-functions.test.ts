/**
 * What the tapset's functions say of tasks, files and memory, compared with what /proc and the processes themselves say: in handlers that no
 * event runs, which read the kernel's memory as it is now, and in handlers of events.
 */
import { expect, it } from 'vitest';
import { runScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

describeLive('functions of tasks', () => {
  const printed = async (script: string, ...more: readonly string[]): Promise<string> => {
    const run = runScript(['run', '-e', script, ...more]);
    const ended = await run.ended;
    expect([run.errors(), ended.status]).toEqual(['', 0]);
    return run.output();
  };

  it('know the program itself in handlers without an event', async () => {
    const output = await printed(`
      probe begin {
        task = task_current()
        printf("%d %d %d %d\\n", task_pid(task) - pid(), task_tid(task) - tid(), task_pid(task_parent(task)) - ppid(), task_uid(task) - uid())
        printf("%d %d\\n", task_execname(task) == execname(), task_nice(task))
        exit()
      }`);
    expect(output).toBe('0 0 0 0\n1 0\n');
  });
});
